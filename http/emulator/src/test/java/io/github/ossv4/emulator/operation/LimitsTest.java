// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How large objects may become, also where the headers of an upload say nothing about it. */
class LimitsTest {
    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.limits(builder, new Limits(5, 5)));

    @RegisterExtension
    private final TestEmulator unlimited = new TestEmulator();

    private TestResponse send(SignedRequest request, String... chunks) throws IOException {
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

    private static void assertTooLarge(TestResponse reply) {
        assertEquals("400 EntityTooLarge null", reply.refusal());
        assertEquals("5", reply.error().details().get("MaxSizeAllowed"));
    }

    @Test
    void objectsOfTheLimitAreStored() throws IOException {
        assertEquals(200, send(emulator.request("PUT", "a"), "hel", "lo").status());
        assertEquals("hello", emulator.get("a").text());

        assertEquals(200, send(append("b", 0), "hel").status());
        assertEquals("5", send(append("b", 3), "l", "o").header("x-oss-next-append-position"));
        assertEquals("hello", emulator.get("b").text());
    }

    @Test
    void chunksBeyondTheLimitAreRefused() throws IOException {
        assertTooLarge(send(emulator.request("PUT", "a"), "hello!"));
        assertTooLarge(send(emulator.request("PUT", "a"), "hel", "lo", "!"));

        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void chunksBeyondTheLimitAreNotAppended() throws IOException {
        assertTooLarge(send(append("a", 0), "hel", "lo", "!"));
        assertEquals(404, emulator.get("a").status());

        send(append("a", 0), "hel");
        assertTooLarge(send(append("a", 3), "lo", "!"));

        assertEquals("hel", emulator.get("a").text());
        assertEquals("3", emulator.head("a").header("x-oss-next-append-position"));
        assertEquals(1, emulator.files());
    }

    /** The client gets its answer although it has not finished, and is not asked for the rest. */
    @Test
    void refusalDoesNotWaitForTheEnd() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                            .header("Transfer-Encoding", "chunked")
                            .head())
                    .send("6\r\nhello!\r\n");

            assertTooLarge(wire.read());
        }
    }

    @Test
    void fiveGigabytesAreTheLimitByDefault() throws IOException {
        assertEquals(5L << 30, Limits.OSS.object());
        SignedRequest request = unlimited.request("PUT", "a").header("Expect", "100-continue");
        try (RawConnection wire = unlimited.wire()) {
            assertEquals(100, wire.send(request.length(5L << 30).head()).read().status());
        }
        try (RawConnection wire = unlimited.wire()) {
            assertEquals(
                    "400 EntityTooLarge null",
                    wire.send(request.length((5L << 30) + 1).head()).read().refusal());
        }
    }
}
