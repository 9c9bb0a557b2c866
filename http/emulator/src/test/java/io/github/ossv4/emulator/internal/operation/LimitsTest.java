// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The maximum size of objects, with and without a Content-Length. */
class LimitsTest {
    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.limits(builder, new Limits(5, 5)));

    @RegisterExtension
    private final TestEmulator unlimited = new TestEmulator();

    private RawResponse send(SignedRequest request, String... chunks) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return request.header("Transfer-Encoding", "chunked").send(body + "0\r\n\r\n");
    }

    private SignedRequest append(String key, long position) {
        return emulator.request("POST", key).query("append", null).query("position", Long.toString(position));
    }

    private static void assertTooLarge(RawResponse response) {
        assertEquals("400 EntityTooLarge null", response.errorText());
        assertEquals("5", response.error().details().get("MaxSizeAllowed"));
    }

    @Test
    void storesObjectsOfMaximumSize() throws IOException {
        assertEquals(200, send(emulator.request("PUT", "a"), "hel", "lo").status());
        assertEquals("hello", emulator.get("a").text());

        assertEquals(200, send(append("b", 0), "hel").status());
        assertEquals("5", send(append("b", 3), "l", "o").header("x-oss-next-append-position"));
        assertEquals("hello", emulator.get("b").text());
    }

    @Test
    void rejectsChunksOverLimit() throws IOException {
        assertTooLarge(send(emulator.request("PUT", "a"), "hello!"));
        assertTooLarge(send(emulator.request("PUT", "a"), "hel", "lo", "!"));

        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void rejectsAppendedChunksOverLimit() throws IOException {
        assertTooLarge(send(append("a", 0), "hel", "lo", "!"));
        assertEquals(404, emulator.get("a").status());

        send(append("a", 0), "hel");
        assertTooLarge(send(append("a", 3), "lo", "!"));

        assertEquals("hel", emulator.get("a").text());
        assertEquals("3", emulator.head("a").header("x-oss-next-append-position"));
        assertEquals(1, emulator.files());
    }

    /** The client receives the response before it has sent the whole body. */
    @Test
    void rejectsBeforeEndOfBody() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(emulator.request("PUT", "a")
                            .header("Transfer-Encoding", "chunked")
                            .head())
                    .send("6\r\nhello!\r\n");

            assertTooLarge(connection.read());
        }
    }

    @Test
    void limitsObjectsTo5GigabytesByDefault() throws IOException {
        assertEquals(5L << 30, Limits.OSS.object());
        SignedRequest request = unlimited.request("PUT", "a").header("Expect", "100-continue");
        try (RawConnection connection = unlimited.connect()) {
            assertEquals(
                    100, connection.send(request.length(5L << 30).head()).read().status());
        }
        try (RawConnection connection = unlimited.connect()) {
            assertEquals(
                    "400 EntityTooLarge null",
                    connection
                            .send(request.length((5L << 30) + 1).head())
                            .read()
                            .errorText());
        }
    }
}
