// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.output.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a checksum list: the CRC64, two spaces, the name of the file. As in the lists of {@code sha256sum}, a line
 * whose name has backslashes or line breaks starts with a backslash, and these characters are escaped.
 */
record ChecksumLine(long crc64, String file) implements Result {
    private static final int MOST_DIGITS = 20;

    /** Parses a line; returns null if it is malformed. As {@code sha256sum} does, it accepts {@code *} before the name. */
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
        boolean escaped = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
                continue;
            }
            if (escaped && c != '\\' && c != 'n' && c != 'r') {
                return null;
            }
            file.append(!escaped || c == '\\' ? c : c == 'n' ? '\n' : '\r');
            escaped = false;
        }
        if (escaped) {
            return null;
        }
        return file.toString();
    }

    @Override
    public String text() {
        boolean escaped = file.indexOf('\\') >= 0 || file.indexOf('\n') >= 0 || file.indexOf('\r') >= 0;
        String name = escaped ? file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") : file;
        return (escaped ? "\\" : "") + Crc64.toString(crc64) + "  " + name;
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("file", file);
        json.writeStringField("crc64", Crc64.toString(crc64));
    }
}
