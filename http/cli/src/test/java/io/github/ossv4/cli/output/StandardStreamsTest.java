// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardStreamsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(OutputFormat format, String input) {
        return new Console(
                OutputOptions.of(format),
                Map.of(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Result result(String text) {
        return new Result() {
            @Override
            public String text() {
                return text;
            }

            @Override
            public void writeFields(JsonGenerator json) throws IOException {
                json.writeStringField("text", text);
            }
        };
    }

    @Test
    void printsTextOrJson() throws Exception {
        console(OutputFormat.TEXT, "").print(result("ü\"1"));
        console(OutputFormat.TEXT, "").print(result(""));
        console(OutputFormat.JSON, "").print(result("ü\"2"));
        console(OutputFormat.JSON, "").printFailure(result("3"));
        console(OutputFormat.TEXT, "").printFailure(result("4"));

        assertEquals("ü\"1\n{\"text\":\"ü\\\"2\"}\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("{\"text\":\"3\"}\nossv4: 4\n", err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"y, true", "YES, true", "n, false", "yess, false", "'', false"})
    void asks(String answer, boolean expected) throws Exception {
        assertEquals(expected, console(OutputFormat.TEXT, answer + "\r\nmore").ask("sure?"));
        assertEquals("sure? [y/N] ", err.toString(StandardCharsets.UTF_8));
        assertFalse(console(OutputFormat.TEXT, "").ask("?"));
    }

    @Test
    void clearsBarBeforeResult() throws Exception {
        Console console = console(OutputFormat.TEXT, "");

        console.drawBar("[==]");
        console.printLine("a");
        console.endBar();
        console.printLine("b");

        assertEquals(
                "\r[==]\u001b[K\r\u001b[K\n",
                err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
        assertEquals("a\nb\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void hasNoColorsOutsideOfTerminal() {
        assertTrue(Terminal.isTerminal("/dev/pts/3"));
        assertFalse(Terminal.isTerminal("pipe:[123]"));
        assertFalse(Terminal.isTerminal("/dev/null"));
    }

    @ParameterizedTest
    @CsvSource({"24 100, 100", "0 0, 80", "24 5, 20", "x, 80", "24, 24"})
    void parsesSizeOfTerminal(String size, int columns) {
        assertEquals(columns, Terminal.columns(size));
    }

    @Test
    void estimatesTimeLeft() {
        assertEquals(Optional.of(Duration.ofSeconds(10)), TransferBar.timeLeft(1000, 100));
        assertEquals(Optional.empty(), TransferBar.timeLeft(1000, 0));
        assertEquals(Optional.empty(), TransferBar.timeLeft(-1, 100));
    }
}
