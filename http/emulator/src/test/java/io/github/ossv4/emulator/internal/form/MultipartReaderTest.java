// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String BOUNDARY_CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=?";

    /** The received fields: name, file name, type, and the value in hex. */
    private static final class Found implements MultipartReader.Receiver {
        private final List<String> parts = new ArrayList<>();
        private final ByteArrayOutputStream value = new ByteArrayOutputStream();
        private FieldHeaders head;

        @Override
        public void startField(FieldHeaders started) {
            head = started;
            value.reset();
        }

        @Override
        public void receiveValue(ByteBuf piece) throws IOException {
            piece.readBytes(value, piece.readableBytes());
        }

        @Override
        public void endField() {
            parts.add(describe(head, value.toByteArray()));
        }
    }

    private static String describe(FieldHeaders head, byte[] value) {
        return head + " " + HexFormat.of().formatHex(value);
    }

    private static List<String> read(String contentType, byte[] body, int... cuts) throws IOException {
        Found found = new Found();
        MultipartReader reader = MultipartReader.of(contentType, found);
        int start = 0;
        for (int cut : cuts) {
            reader.receive(Unpooled.copiedBuffer(body, start, cut - start));
            start = cut;
        }
        reader.receive(Unpooled.copiedBuffer(body, start, body.length - start));
        reader.finish();
        return found.parts;
    }

    private static List<String> read(String body) throws IOException {
        return read("multipart/form-data; boundary=b", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsPartsInAnyPieces() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            String boundary = boundary(random);
            List<String> expected = new ArrayList<>();
            byte[] body = body(random, boundary, expected);
            int[] cuts =
                    random.ints(random.nextInt(12), 0, body.length + 1).sorted().toArray();

            assertEquals(
                    expected,
                    read("multipart/form-data; boundary=\"" + boundary + "\"", body, cuts),
                    "seed " + seed + ", round " + round);
        }
    }

    @Test
    void findsPartsByteByByte() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            String boundary = boundary(random);
            List<String> expected = new ArrayList<>();
            byte[] body = body(random, boundary, expected);
            int[] cuts = new int[body.length];
            for (int i = 0; i < cuts.length; i++) {
                cuts[i] = i;
            }

            assertEquals(expected, read("multipart/form-data;boundary=\"" + boundary + "\"", body, cuts));
        }
    }

    private static String boundary(Random random) {
        int length = 1 + random.nextInt(70);
        return random.ints(length, 0, BOUNDARY_CHARACTERS.length())
                .mapToObj(i -> BOUNDARY_CHARACTERS.substring(i, i + 1))
                .reduce("", String::concat);
    }

    private static byte[] body(Random random, String boundary, List<String> expected) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            body.writeBytes(ascii("preamble\r\n-\r\n--\r\n\r\n"));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            String padding = " \t".repeat(random.nextInt(2));
            byte[] value = value(random, boundary);
            body.writeBytes(ascii("--" + boundary + padding + "\r\n"));
            boolean file = random.nextBoolean();
            body.writeBytes(ascii("Content-Disposition: form-data; name=\"n" + i + "\""
                    + (file ? "; filename=\"f\"\r\nContent-Type: a/b" : "") + "\r\n\r\n"));
            body.writeBytes(value);
            body.writeBytes(ascii("\r\n"));
            expected.add(describe(new FieldHeaders("n" + i, file ? "f" : null, file ? "a/b" : null), value));
        }
        body.writeBytes(ascii("--" + boundary + "--"));
        if (random.nextInt(4) == 0) {
            body.writeBytes(ascii("\r\nepilogue\r\n--" + boundary + "\r\nwhatever"));
        }
        return body.toByteArray();
    }

    /** Returns bytes that resemble a boundary. */
    private static byte[] value(Random random, String boundary) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        byte[] delimiter = ascii("\r\n--" + boundary);
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> value.write(delimiter, 0, random.nextInt(delimiter.length));
                case 1 -> value.writeBytes(ascii("\r\n".repeat(random.nextInt(3))));
                case 2 -> value.write('\r');
                case 3 -> value.writeBytes(ascii("\n--" + boundary));
                case 4 -> {
                    byte[] near = delimiter.clone();
                    near[near.length - 1] ^= 1;
                    value.writeBytes(near);
                }
                default -> {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    value.writeBytes(bytes);
                }
            }
        }
        byte[] bytes = value.toByteArray();
        // The pieces can form a boundary.
        String text = "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n";
        return text.contains("\r\n--" + boundary) ? new byte[0] : bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void findsNoPartsInEmptyForm() throws IOException {
        assertEquals(List.of(), read("--b--"));
    }

    @Test
    void acceptsEmptyValueWithoutLineBreak() throws IOException {
        assertEquals(
                List.of(describe(new FieldHeaders("a", null, null), new byte[0])),
                read("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"a\"; filename=\"b c.txt\" | a | b c.txt",
                "Form-Data; NAME=a;filename=b | a | b",
                "form-data; name=\"a;b=c\" | a;b=c | ",
                "form-data; name=a; filename=\"x\\\"y\\\\z\" | a | x\"y\\\\z",
                "form-data; name=a; filename=\"x\\\" | a | x\\",
                "form-data; filename=\"x\\\"; name=a | a | x\\",
                "form-data; name=a; filename=\"C:\\dir\\f\" | a | C:\\dir\\f",
                "form-data; name=a; filename=\"%22鍵\" | a | %22鍵",
                "form-data; name=a; filename=\"\" | a | ``",
                "form-data; name=\"a\"; | a | ",
            })
    void parsesNamesOfVariousClients(String disposition, String name, String filename) throws IOException {
        assertEquals(
                List.of(describe(new FieldHeaders(name, filename, null), ascii("v"))),
                read("--b\r\nContent-Disposition: " + disposition + "\r\n\r\nv\r\n--b--"));
    }

    @Test
    void acceptsFoldedHeaders() throws IOException {
        assertEquals(
                List.of(describe(new FieldHeaders("a", "f", "x/y"), ascii("v"))),
                read("--b\r\ncontent-disposition: form-data;\r\n name=a;\r\n\tfilename=f\r\nCONTENT-TYPE:x/y\r\n\r\nv"
                        + "\r\n--b--"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b",
                "--b-",
                "--c--",
                "x--b--",
                "--bx\r\n\r\n--b--",
                "--b\n\r\n--b--",
                "--b -\r\n",
                "--b-x",
                "--b\r\r\n",
                "--b\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Type: a/b\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\"b\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\n\nv\r\n--b--",
                "--b\r\n\nv\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nv\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--b",
            })
    void rejectsMalformedForms(String body) {
        assertEquals(
                "MalformedPOSTRequest",
                assertThrows(OssException.class, () -> read(body)).code());
    }

    @Test
    void rejectsHeadersOverLimit() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"" + "a".repeat(8 * 1024) + "\"\r\n\r\nv\r\n--b--";

        assertEquals(
                "FieldItemTooLong",
                assertThrows(OssException.class, () -> read(body)).code());
    }

    /** The sender is not authenticated yet. What was allocated is more than what is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\n", "ā\r\n", "a\r\n ", "aaaaaaaa"})
    void keepsNoMoreOfHeadersThanReserved(String piece) throws IOException {
        byte[] head = ("--b\r\n" + piece.repeat(8 * 1024 / piece.getBytes(StandardCharsets.UTF_8).length))
                .getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        // The first time also loads classes.
        for (int i = 0; i < 2; i++) {
            MultipartReader reader = MultipartReader.of("multipart/form-data; boundary=b", new Found());
            ByteBuf bytes = Unpooled.wrappedBuffer(head);
            long before = threads.getCurrentThreadAllocatedBytes();
            reader.receive(bytes);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocated < MultipartReader.BUFFER_BYTES, allocated + " bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | RequestIsNotMultiPartContent",
                "multipart/mixed; boundary=b | RequestIsNotMultiPartContent",
                "application/x-www-form-urlencoded | RequestIsNotMultiPartContent",
                "multipart/form-data | MalformedPOSTRequest",
                "multipart/form-data; boundary= | MalformedPOSTRequest",
                "multipart/form-data; boundary=\"b \" | MalformedPOSTRequest",
                "multipart/form-data; boundary=b{ | MalformedPOSTRequest",
                "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"
                        + " | MalformedPOSTRequest",
            })
    void rejectsOtherContentTypes(String contentType, String code) {
        assertEquals(
                code,
                assertThrows(OssException.class, () -> MultipartReader.of(contentType, new Found()))
                        .code());
    }

    @Test
    void acceptsSpacesInBoundary() throws IOException {
        assertEquals(
                List.of(describe(new FieldHeaders("a", null, null), ascii("--a"))),
                read(
                        "multipart/form-data; charset=utf-8; boundary=\"a b\"",
                        ascii("--a b\r\nContent-Disposition: form-data; name=a\r\n\r\n--a\r\n--a b--")));
    }
}
