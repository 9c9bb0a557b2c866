// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After SIGINT, messages of the stopped task are not printed. */
class InterruptedConsoleTest {
    @Test
    void printsOnlyTheLastMessageAfterInterrupt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                OutputOptions.of(OutputFormat.TEXT),
                ProcessContext.of(Map.of(), "/home", InputStream.nullInputStream(), out, err));
        console.printLine("stored a");
        console.message("b is late");
        console.interrupt();
        console.message("the transfer was cancelled");
        console.drawBar("upload 0%");
        console.lastMessage("interrupted: parts are kept");

        assertEquals("stored a\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "ossv4: b is late\nossv4: interrupted: parts are kept\n",
                err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
