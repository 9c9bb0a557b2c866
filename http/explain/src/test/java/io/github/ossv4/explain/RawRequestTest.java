// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawRequestTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RawRequest parse(String text) {
        return RawRequest.parse(bytes(text));
    }

    private static String body(String text) {
        return new String(parse(text).body(), StandardCharsets.UTF_8);
    }

    private static void assertMalformed(int line, String rule, String text) {
        MalformedRequestException e = assertThrows(MalformedRequestException.class, () -> parse(text));
        assertEquals(line, e.line(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).startsWith("line " + line + ": "), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(rule), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void parsesLinesOfBothKinds(String end) {
        RawRequest request = parse(String.join(
                end,
                "POST /a%20b?x=%2F&y HTTP/1.1",
                "Host: h:1",
                "A:  1\t",
                "a: 2",
                "Content-Length: 1",
                "",
                "b" + end));
        assertEquals("POST", request.method());
        assertEquals("/a%20b?x=%2F&y", request.target());
        assertEquals("/a%20b", request.rawPath());
        assertEquals("x=%2F&y", request.rawQuery());
        assertEquals("h:1", request.host());
        assertEquals(
                List.of(
                        Map.entry("Host", "h:1"),
                        Map.entry("A", "1"),
                        Map.entry("a", "2"),
                        Map.entry("Content-Length", "1")),
                request.headers());
        assertEquals("1", request.header("a"));
        assertNull(request.header("b"));
    }

    @Test
    void ignoresWhatFollowsTheBody() {
        assertEquals("{}", body("POST / HTTP/1.1\nContent-Length: 2\n\n{}\n"));
        assertEquals("", body("POST / HTTP/1.1\nContent-Length: 0\n\n{}\n"));
    }

    @Test
    void takesTheRestWithoutContentLength() {
        assertEquals("{}\r\n\n", body("POST / HTTP/1.0\r\nHost: h\r\n\r\n{}\r\n\n"));
        assertEquals("", body("POST / HTTP/1.1\n\n"));
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] head = bytes("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
        byte[] all = java.util.Arrays.copyOf(head, head.length + 2);
        all[head.length] = (byte) 0xff;
        all[head.length + 1] = '\r';
        byte[] body = RawRequest.parse(all).body();
        assertArrayEquals(new byte[] {(byte) 0xff, '\r'}, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void decodesChunks(String end) {
        String head = String.join(end, "POST / HTTP/1.1", "Transfer-Encoding: Chunked", "", "");
        String chunks =
                String.join(end, "4;name=value", "a\nb\n", "0A", "0123456789", "0", "Trailer: 1", "", "ignored");
        assertEquals("a\nb\n0123456789", body(head + chunks));
    }

    @Test
    void refusesBrokenChunks() {
        String head = "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n";
        assertMalformed(6, "last chunk", head + "1\na\n");
        assertMalformed(4, "must have 2 bytes, has 1", head + "2\na");
        assertMalformed(5, "line break must follow the 1 bytes", head + "1\nab\n0\n\n");
        assertMalformed(7, "hexadecimal", head + "2\na\n\nx\n");
        assertMalformed(5, "empty line", head + "0\n");
        assertMalformed(4, "1 to 9 hexadecimal digits", head + "1234567890\n");
    }

    @Test
    void refusesAmbiguousLengths() {
        assertMalformed(4, "both", "POST / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n");
        assertMalformed(4, "two values", "POST / HTTP/1.1\nContent-Length: 1\ncontent-length: 2\n\nab");
        assertMalformed(3, "chunked, was gzip", "POST / HTTP/1.1\nTransfer-Encoding: gzip\n\n");
        assertMalformed(3, "1 to 9 digits", "POST / HTTP/1.1\nContent-Length: -1\n\n");
        assertEquals("a", body("POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 1\n\na"));
    }

    @Test
    void refusesTruncatedBody() {
        assertMalformed(4, "must have 5 bytes by Content-Length, has 2", "POST / HTTP/1.1\nContent-Length: 5\n\n{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /|request line",
                "POST / HTTP/2|request line",
                "POST  HTTP/1.1|request line",
                "POST a HTTP/1.1|request line",
                "POST /a b HTTP/1.1|request line",
                "> POST / HTTP/1.1|request line",
                "P(ST / HTTP/1.1|request line",
            })
    void refusesRequestLine(String line, String rule) {
        assertMalformed(1, rule, line + "\n\n");
        assertMalformed(2, rule, "\n" + line + "\n\n");
    }

    @Test
    void refusesHeaders() {
        String start = "GET / HTTP/1.1\n";
        assertMalformed(2, "no colon", start + "Host\n\n");
        assertMalformed(2, "before the colon", start + "Host : h\n\n");
        assertMalformed(3, "continued", start + "A: 1\n 2\n\n");
        assertMalformed(3, "empty line", start + "A: 1\n");
        assertMalformed(2, "control characters, has U+0007", start + "A: \u0007\n\n");
        assertMalformed(2, "U+000d", start + "A: 1\r2\n\n");
        assertMalformed(258, "256 headers", start + "A: 1\n".repeat(257) + "\n");
        assertMalformed(2, "131072 bytes", start + "A: " + "1".repeat(131_072) + "\n\n");
        assertMalformed(1, "empty", "\r\n\n");
        assertMalformed(1, "empty", "");
    }

    @Test
    void refusesBytesThatAreNotUtf8InTheHead() {
        byte[] bytes = "GET / HTTP/1.1\nA: \u00e4\n\n".getBytes(StandardCharsets.ISO_8859_1);
        MalformedRequestException e = assertThrows(MalformedRequestException.class, () -> RawRequest.parse(bytes));
        assertEquals("line 2: must be UTF-8", e.getMessage());
    }

    @Test
    void refusesMoreThanTheLimit() {
        MalformedRequestException e = assertThrows(
                MalformedRequestException.class, () -> RawRequest.parse(new byte[RawRequest.MAX_BYTES + 1]));
        assertTrue(String.valueOf(e.getMessage()).contains("16777216 bytes, was 16777217"));
    }

    @Test
    void parsesHeadWithoutBodyOrLastLine() {
        RawRequest request = RawRequest.parseHead(bytes("PUT /k HTTP/1.1\r\nContent-Length: 9\r\nHost: h"));
        assertEquals("h", request.host());
        assertEquals(0, request.body().length);
    }

    @Test
    void readsTargetsOfProxies() {
        RawRequest request = parse("GET http://b.example:8080/k?x HTTP/1.1\nHost: other\n\n");
        assertEquals("b.example:8080", request.host());
        assertEquals("/k", request.rawPath());
        assertEquals("x", request.rawQuery());
        RawRequest bare = parse("GET http://b.example?x HTTP/1.1\n\n");
        assertEquals("b.example", bare.host());
        assertEquals("/", bare.rawPath());
        assertEquals("*", parse("OPTIONS * HTTP/1.1\n\n").rawPath());
        assertEquals("/x", parse("GET /x?u=http://h/ HTTP/1.1\n\n").rawPath());
        assertNull(parse("GET / HTTP/1.1\n\n").host());
    }

    @Test
    void showsNoSecrets() {
        String shown = parse("PUT /k?x-oss-signature=hunter2 HTTP/1.1\nAuthorization: hunter2\n\nhunter2")
                .toString();
        assertEquals("RawRequest{PUT /k, 1 headers, 7 bytes}", shown);
        MalformedRequestException e =
                assertThrows(MalformedRequestException.class, () -> parse("PUT /k?x-oss-signature=hunter2\n\n"));
        assertFalse(String.valueOf(e.getMessage()).contains("hunter2"), e.getMessage());
    }
}
