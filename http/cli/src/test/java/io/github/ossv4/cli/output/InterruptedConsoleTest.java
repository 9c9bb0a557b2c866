// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After SIGINT, messages of the stopped task are not printed. */
class InterruptedConsoleTest {
    /** An object of JSON that says that a file failed would not be true: the next run continues with it. */
    @Test
    void printsNoFailedFilesAsJsonAfterInterrupt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                OutputOptions.of(OutputFormat.JSON),
                ProcessContext.of(Map.of(), "/home", InputStream.nullInputStream(), out, new ByteArrayOutputStream()),
                TypedSecrets.NONE);
        console.interrupt();
        console.printFailedFile(new Failed());
        console.flush();
        console.printInterruption(new Failed(), ExitCode.TERMINATED);
        String summary = console.summary().result(ExitCode.TERMINATED).json(null);
        assertTrue(summary.contains("\"failed\":1,"), summary);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    private record Failed() implements Result {
        @Override
        public String text() {
            return "a failed";
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("file", "a");
        }
    }

    @Test
    void printsOnlyTheLastMessageAfterInterrupt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                OutputOptions.of(OutputFormat.TEXT),
                ProcessContext.of(Map.of(), "/home", InputStream.nullInputStream(), out, err),
                TypedSecrets.NONE);
        console.printLine("stored a");
        console.message("b is late");
        console.interrupt();
        console.message("the transfer was cancelled");
        console.drawBar("upload 0%");
        console.printInterruption(new Failed(), ExitCode.TERMINATED);

        assertEquals("stored a\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "ossv4: b is late\nossv4: a failed\n",
                err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
