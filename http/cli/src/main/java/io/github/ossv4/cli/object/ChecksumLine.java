// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a checksum list: the CRC64, two spaces, the name of the file. As in the lists of {@code sha256sum}, a line
 * whose name has backslashes or line breaks starts with a backslash, and these characters are escaped. So are other
 * characters that control a terminal, as <code>&#92;u001b</code>, which {@code sha256sum} prints as they are.
 */
record ChecksumLine(long crc64, String file) implements Result {
    private static final int MOST_DIGITS = 20;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[\\\\nr]|u[0-9a-f]{4})");

    /**
     * Parses a line; returns null if it is malformed. As {@code sha256sum} does, it accepts {@code *} before the name.
     */
    static @Nullable ChecksumLine parse(String line) {
        boolean escaped = line.startsWith("\\");
        String text = escaped ? line.substring(1) : line;
        int space = text.indexOf(' ');
        if (space < 1 || space > MOST_DIGITS || text.length() < space + 3) {
            return null;
        }
        char mode = text.charAt(space + 1);
        String name = text.substring(space + 2);
        String file = escaped ? unescape(name) : name;
        if ((mode != ' ' && mode != '*') || file == null) {
            return null;
        }
        try {
            return new ChecksumLine(Crc64.parse(text.substring(0, space)), file);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String unescape(String name) {
        StringBuilder file = new StringBuilder(name.length());
        Matcher escape = ESCAPE.matcher(name);
        int end = 0;
        for (int i = name.indexOf('\\'); i >= 0; i = name.indexOf('\\', end)) {
            if (!escape.region(i, name.length()).lookingAt()) {
                return null;
            }
            file.append(name, end, i).append(character(escape.group()));
            end = escape.end();
        }
        return file.append(name, end, name.length()).toString();
    }

    private static char character(String escape) {
        return switch (escape.charAt(1)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'u' -> (char) Integer.parseInt(escape, 2, escape.length(), 16);
            default -> '\\';
        };
    }

    @Override
    public String text() {
        String name = PrintableText.escape(
                file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
        return (name.equals(file) ? "" : "\\") + Crc64.toString(crc64) + "  " + name;
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("file", file);
        json.writeStringField("crc64", Crc64.toString(crc64));
    }
}
