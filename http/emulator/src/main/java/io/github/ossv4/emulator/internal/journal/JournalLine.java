// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.json.JsonMembers;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.internal.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a journal: a CRC64 in 16 hex digits, a space, and a JSON object. The CRC64 is that of the objects of all
 * lines up to this one, so a line is valid only after the line that preceded it when it was written. Missing lines at
 * the end cannot be detected: the journal then contains an earlier state.
 */
public final class JournalLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final HexFormat HEX = HexFormat.of();
    private static final int PREFIX_BYTES = 17;

    private JournalLine() {}

    /** Receives the changes in a journal. */
    public interface Reader {
        /**
         * Receives a change.
         *
         * @throws IOException if it is malformed, or contradicts an earlier change
         */
        void read(JsonMembers change) throws IOException;
    }

    /**
     * The end of the complete lines of a journal.
     *
     * @param length the length of all lines in bytes
     * @param crc64 the CRC64 up to the last line, from which the CRC64 of the next line is computed
     */
    public record End(long length, long crc64) {
        public static final End OF_EMPTY = new End(0, 0);
    }

    /** Returns the line with a JSON object, with its line feed and without its CRC64, which {@link #complete} adds. */
    static byte[] of(JsonObject object) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        line.write(new byte[PREFIX_BYTES], 0, PREFIX_BYTES);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            object.writeTo(json);
        }
        line.write('\n');
        return line.toByteArray();
    }

    /** Adds the CRC64 to a line that follows the lines before {@code end}. Returns the end of this line. */
    static End complete(byte[] line, End end) {
        long crc64 = crc64(line, line.length - 1, end.crc64());
        byte[] prefix = (HEX.toHexDigits(crc64) + ' ').getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, line, 0, PREFIX_BYTES);
        return new End(end.length() + line.length, crc64);
    }

    private static long crc64(byte[] line, int length, long before) {
        Crc64 crc64 = Crc64.continuing(before);
        crc64.update(line, PREFIX_BYTES, length - PREFIX_BYTES);
        return crc64.getValue();
    }

    /**
     * Reads a journal. An incomplete last line is ignored: its change was never acknowledged.
     *
     * @throws IOException if a line is damaged, malformed or unknown, or does not follow the line before it; the
     *     message names the file and the line
     */
    public static End readAll(Path file, Reader reader) throws IOException {
        End end = End.OF_EMPTY;
        long number = 1;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                int start = 0;
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == '\n') {
                        line.write(buffer, start, i - start);
                        start = i + 1;
                        end = read(file, number, line.toByteArray(), end, reader);
                        number++;
                        line.reset();
                    }
                }
                line.write(buffer, start, length - start);
            }
        }
        checkIncomplete(file, number, line.toByteArray(), end);
        return end;
    }

    private static End read(Path file, long number, byte[] line, End end, Reader reader) throws IOException {
        long crc64 = check(file, number, line, end.crc64());
        try {
            reader.read(new JsonMembers("", JsonTree.parse(line, PREFIX_BYTES)));
            return new End(end.length() + line.length + 1, crc64);
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, number, "is damaged or unknown: " + e.getMessage(), e);
        }
    }

    private static IOException damaged(Path file, long number, String why) {
        return unreadable(file, number, "is damaged: " + why, null);
    }

    private static IOException unreadable(Path file, long number, String why, @Nullable Exception cause) {
        return new IOException(
                file + ": line " + number + " " + why + ". Remove the directory to start without its objects.", cause);
    }

    private static long check(Path file, long number, byte[] line, long before) throws IOException {
        if (line.length < PREFIX_BYTES || line[PREFIX_BYTES - 1] != ' ') {
            throw damaged(file, number, "it has no checksum");
        }
        long crc64 = crc64(line, line.length, before);
        if (!prefix(line).equals(HEX.toHexDigits(crc64))) {
            throw damaged(
                    file,
                    number,
                    "its checksum must be " + HEX.toHexDigits(crc64) + ", was " + prefix(line)
                            + ". The line was changed, moved or repeated, or the line before it was removed");
        }
        return crc64;
    }

    private static String prefix(byte[] line) {
        return new String(line, 0, PREFIX_BYTES - 1, StandardCharsets.US_ASCII);
    }

    /** Throws if the last bytes start with a complete line whose line feed was changed: the line was acknowledged. */
    private static void checkIncomplete(Path file, long number, byte[] bytes, End end) throws IOException {
        if (bytes.length < PREFIX_BYTES) {
            return;
        }
        long expected;
        try {
            expected = HexFormat.fromHexDigitsToLong(prefix(bytes));
        } catch (IllegalArgumentException e) {
            return;
        }
        Crc64 crc64 = Crc64.continuing(end.crc64());
        for (int i = PREFIX_BYTES; i < bytes.length - 1; i++) {
            crc64.update(bytes[i]);
            if (crc64.getValue() == expected) {
                throw damaged(file, number, "the line feed after byte " + (i + 1) + " of the line was changed");
            }
        }
    }
}
