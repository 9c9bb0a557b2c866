// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.explain.Explanation;
import java.io.IOException;
import java.util.Map;

/** An explanation of the library. */
record ExplanationResult(Explanation explanation) implements Result {
    /** Returns the exit code of a check, which succeeds without problems. */
    ExitCode ofCheck() {
        return explanation.problems().isEmpty() ? ExitCode.SUCCESS : ExitCode.REFUSED;
    }

    /** Returns the exit code of a search, which succeeds if it finds a problem. */
    ExitCode ofSearch() {
        return explanation.problems().isEmpty() ? ExitCode.REFUSED : ExitCode.SUCCESS;
    }

    @Override
    public String text() {
        return explanation.toString().stripTrailing();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("facts");
        for (Map.Entry<String, String> fact : explanation.facts()) {
            json.writeStartObject();
            json.writeStringField("name", fact.getKey());
            json.writeStringField("value", fact.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        Result.write(json, "problems", explanation.problems());
        Result.write(json, "advice", explanation.advice());
    }
}
