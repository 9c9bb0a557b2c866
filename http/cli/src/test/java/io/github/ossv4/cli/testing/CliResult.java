// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of a command, and its exit code.
 *
 * @param out standard output
 * @param err standard error
 */
public record CliResult(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks the exit code. The message of a failure is what the command printed. */
    public CliResult expect(int code) {
        assertEquals(code, exitCode, this::toString);
        return this;
    }

    /** Returns the lines of standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** Returns the JSON objects on standard output, one per line. */
    public List<JsonNode> json() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }

    /** Returns the JSON object on the last line of standard error. */
    public JsonNode error() throws IOException {
        List<String> lines = err.lines().toList();
        return JSON.readTree(lines.get(lines.size() - 1)).get("error");
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- standard output\n" + out + "--- standard error\n" + err;
    }
}
