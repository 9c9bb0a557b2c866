// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results and messages that contain characters that control a terminal. */
class ConsoleEscapingTest {
    private static final String CONTROLS = "\u001b[2J\r\u009b\u202e";
    private static final String ESCAPED = "\\u001b[2J\\u000d\\u009b\\u202e";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private record Text(String text) implements Result {
        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("text", text);
        }
    }

    private Console console(OutputFormat format) {
        return new Console(
                OutputOptions.of(format),
                ProcessContext.of(Map.of(), "/home", InputStream.nullInputStream(), out, err),
                TypedSecrets.NONE);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void escapesTextsAndKeepsTheirLines() throws IOException {
        Console console = console(OutputFormat.TEXT);

        console.print(new Text("a" + CONTROLS + "\nb" + CONTROLS + "\n\nc\r\nd"));
        console.message("e" + CONTROLS);
        console.printFailure(new Text("f" + CONTROLS + "\nTry again."));
        console.printLastFailure(new Text("g" + CONTROLS));
        console.printInterruption(new Text("h" + CONTROLS), ExitCode.INTERRUPTED);

        assertEquals("a" + ESCAPED + "\nb" + ESCAPED + "\n\nc\nd\n", text(out));
        assertEquals(
                "ossv4: e" + ESCAPED + "\nossv4: f" + ESCAPED + "\nTry again.\nossv4: g" + ESCAPED + "\nossv4: h"
                        + ESCAPED + "\n",
                text(err));
    }

    @Test
    void escapesJson() throws IOException {
        Console console = console(OutputFormat.JSON);

        console.print(new Text("\u009b\u202e"));
        console.printFailure(new Text("\u009b\u202e"));
        console.printLastFailure(new Text("\u009b\u202e"));
        console.flush();

        assertEquals("{\"text\":\"\\u009b\\u202e\"}\n", text(out));
        assertEquals(text(out).repeat(2), text(err));
    }
}
