// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardStreamsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(OutputFormat format, String input) {
        return new Console(
                OutputOptions.of(format),
                ProcessContext.of(
                        Map.of(), "/home", new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err),
                TypedSecrets.NONE);
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
        Console text = console(OutputFormat.TEXT, "");
        text.print(result("ü\"1"));
        text.print(result(""));
        text.printFailure(result("3"));
        Console json = console(OutputFormat.JSON, "");
        json.print(result("ü\"2"));
        json.printFailure(result("4"));

        assertEquals("ü\"1\n{\"text\":\"ü\\\"2\"}\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("ossv4: 3\n{\"text\":\"4\"}\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void clearsBarBeforeResult() throws Exception {
        Console console = console(OutputFormat.TEXT, "");

        console.drawBar("[==]");
        console.printLine("a");
        console.endBar();
        console.printLine("b");
        console.flush();

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
    void readsWidthFromEnvironment() {
        assertEquals(40, Terminal.columnsOf(Map.of("COLUMNS", "40")));
        assertEquals(80, Terminal.columnsOf(Map.of()));
    }

    @Test
    void averagesRate() {
        assertEquals(1000, TransferBar.rate(3000, 3_000_000_000L));
        assertEquals(0, TransferBar.rate(3000, 0));
    }
}
