// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import java.io.IOException;
import java.util.List;

/**
 * An explanation of the library.
 *
 * @param lines facts {@code name: value}, problems and advice, which begin with {@code !}
 */
record ExplanationResult(List<String> lines) implements Result {
    private static final String PROBLEM = "! problem: ";
    private static final String ADVICE = "! advice: ";

    static ExplanationResult of(String explanation) {
        return new ExplanationResult(explanation.lines().toList());
    }

    ExitCode exitCode() {
        return lines.stream().anyMatch(line -> line.startsWith(PROBLEM)) ? ExitCode.REFUSED : ExitCode.SUCCESS;
    }

    @Override
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("facts");
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (!line.startsWith("! ") && colon >= 0) {
                json.writeStartObject();
                json.writeStringField("name", line.substring(0, colon));
                json.writeStringField("value", line.substring(colon + 2));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        write(json, "problems", PROBLEM);
        write(json, "advice", ADVICE);
    }

    private void write(JsonGenerator json, String name, String mark) throws IOException {
        json.writeArrayFieldStart(name);
        for (String line : lines) {
            if (line.startsWith(mark)) {
                json.writeString(line.substring(mark.length()));
            }
        }
        json.writeEndArray();
    }
}
