// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HexFormat;

/** The lines of a journal: the CRC64 of a JSON object in 16 hex digits, a space, and the object. */
final class JournalLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final HexFormat HEX = HexFormat.of();
    private static final int PREFIX_BYTES = 17;

    private JournalLine() {}

    /** Receives the changes in a journal. */
    interface Reader {
        /**
         * Receives a change.
         *
         * @throws IOException if it is malformed, or contradicts an earlier change
         */
        void read(JsonFields change) throws IOException;
    }

    /** Returns the line of a change, with its line feed. */
    static byte[] of(Change change) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        line.write(new byte[PREFIX_BYTES], 0, PREFIX_BYTES);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            change.write(json);
            json.writeEndObject();
        }
        line.write('\n');
        byte[] bytes = line.toByteArray();
        byte[] prefix = (checksum(bytes, PREFIX_BYTES, bytes.length - PREFIX_BYTES - 1) + ' ')
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, bytes, 0, PREFIX_BYTES);
        return bytes;
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        Crc64 crc64 = new Crc64();
        crc64.update(bytes, offset, length);
        return HEX.toHexDigits(crc64.getValue());
    }

    /**
     * Reads a journal. An incomplete last line is ignored: its change was never acknowledged.
     *
     * @return the number of bytes of the complete lines
     * @throws IOException if another line is damaged, malformed or unknown; the message names the file and the line
     */
    static long readAll(Path file, Reader reader) throws IOException {
        long end = 0;
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
                        read(file, number, line.toByteArray(), reader);
                        end += line.size() + 1;
                        number++;
                        line.reset();
                    }
                }
                line.write(buffer, start, length - start);
            }
        }
        return end;
    }

    private static void read(Path file, long number, byte[] line, Reader reader) throws IOException {
        try {
            reader.read(parse(line));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    file + ": line " + number + " is damaged or unknown: " + e.getMessage()
                            + ". Remove the directory to start without its objects.",
                    e);
        }
    }

    private static JsonFields parse(byte[] line) throws IOException {
        if (line.length < PREFIX_BYTES || line[PREFIX_BYTES - 1] != ' ') {
            throw new IOException("no checksum");
        }
        String expected = new String(line, 0, PREFIX_BYTES - 1, StandardCharsets.US_ASCII);
        String actual = checksum(line, PREFIX_BYTES, line.length - PREFIX_BYTES);
        if (!actual.equals(expected)) {
            throw new IOException("the checksum is " + actual);
        }
        return JsonFields.parse(line, PREFIX_BYTES);
    }
}
