// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestResponse;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said on a connection, in which order, and how it ends. */
class ConnectionTest {
    private static final Credentials WRONG = Credentials.of("id", "wrong");
    private static final String MISMATCH = "403 SignatureDoesNotMatch 0002-00000201";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "a|b, a|b",
                "{}\"[]^`\\, {}\"[]^`\\",
                "a//b, a//b",
                "a/./../b, a/./../b",
                "a/%2E%2e/b, a/../b",
                "..%2F.., ../..",
                "a%2Fb, a/b",
                "%E9%8d%B5, 鍵",
                "a+b, a+b",
                "a#b, a#b",
                "%25zz, %zz",
            })
    void targetIsTakenAsItIsSent(String raw, String key) throws IOException {
        assertEquals(
                200,
                emulator.put(key, "hello")
                        .target("/examplebucket/" + raw)
                        .send("hello")
                        .status());
        assertEquals("hello", emulator.get(key).text());
    }

    @ParameterizedTest
    @CsvSource({
        "/examplebucket/%zz, 400 InvalidURI null",
        "/examplebucket/%, 400 InvalidURI null",
        "/examplebucket/a%2, 400 InvalidURI null",
        "/examplebucket/a?b=%4x, 400 InvalidURI null",
        "/examplebucket/a?b=%ff, 400 InvalidURI null",
        "/examplebucket/a?=b, 400 InvalidURI null",
        "examplebucket, 400 InvalidURI null",
        "*, 400 InvalidURI null",
        "/examplebucket/%ff, 400 InvalidObjectName 0016-00000004",
    })
    void malformedTargetIsRefused(String target, String refusal) throws IOException {
        assertEquals(refusal, emulator.request("GET", "a").target(target).send().refusal());
    }

    @Test
    void absoluteTargetNamesTheHost() throws IOException {
        emulator.put("a", "hello").target("http://examplebucket.localhost/a").send("hello");

        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void acceptedUploadIsTold100Continue() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(
                    emulator.put("a", "hello").header("Expect", "100-continue").head());

            assertEquals(100, wire.read().status());
            assertEquals(200, wire.send("hello").read().status());
        }
    }

    @Test
    void refusedUploadIsNotTold100Continue() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.put("a", "hello")
                    .credentials(WRONG)
                    .header("Expect", "100-continue")
                    .head());

            TestResponse reply = wire.read();
            assertEquals(MISMATCH, reply.refusal());
            assertEquals("close", reply.header("connection"));
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void refusedUploadIsAnsweredBeforeItsBody() throws IOException {
        byte[] body = new byte[16 << 20];
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                    .credentials(WRONG)
                    .length(body.length)
                    .head());

            assertEquals(MISMATCH, wire.read().refusal());
            wire.send(body);
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void refusalReachesAClientThatSendsItsWholeBodyFirst() throws IOException {
        byte[] body = new byte[16 << 20];
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                            .credentials(WRONG)
                            .length(body.length)
                            .head())
                    .send(body);

            assertEquals(MISMATCH, wire.read().refusal());
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void bodyOfARefusedUploadIsNotReadForever() throws IOException {
        try (Emulator impatient = BuilderAccess.linger(Emulator.builder(), Duration.ofMillis(50))
                        .credentials(Credentials.of("id", "secret"))
                        .start();
                RawConnection wire = new RawConnection(impatient)) {
            wire.send(SignedRequest.of(impatient, "PUT", "a")
                    .credentials(WRONG)
                    .length(1L << 32)
                    .head());
            assertEquals(MISMATCH, wire.read().refusal());

            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThrows(IOException.class, () -> {
                        byte[] piece = new byte[1024];
                        while (true) {
                            wire.send(piece);
                        }
                    }));
        }
    }

    @Test
    void refusalWithoutBodyKeepsTheConnection() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            TestResponse reply = wire.send(
                            emulator.request("GET", "a").credentials(WRONG).head())
                    .read();

            assertEquals(MISMATCH, reply.refusal());
            assertEquals("keep-alive", reply.header("connection"));
            assertEquals(
                    404, wire.send(emulator.request("GET", "a").head()).read().status());
        }
    }

    @Test
    void chunkedUploadIsStored() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            wire.send("5\r\nhello\r\n").send("1;extension=1\r\n \r\n").send("5\r\nworld\r\n0\r\nTrailer: 1\r\n\r\n");

            assertEquals(200, wire.read().status());
            assertEquals(
                    "hello world",
                    wire.send(emulator.request("GET", "a").head()).read().text());
        }
    }

    @Test
    void manyTinyChunksAreStored() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                            .header("Transfer-Encoding", "chunked")
                            .head() + "1\r\nx\r\n".repeat(50_000) + "0\r\n\r\n");

            assertEquals(200, wire.read().status());
            assertEquals("x".repeat(50_000), emulator.get("a").text());
        }
    }

    @Test
    void malformedChunkStoresNothing() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            wire.send("5\r\nhello\r\n").send("what\r\n");

            TestResponse reply = wire.read();
            assertEquals("400 BadRequest null", reply.refusal());
            assertEquals("close", reply.header("connection"));
            assertTrue(wire.isAtEnd());
        }
        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void cutUploadLeavesNothing() throws IOException {
        emulator.put("a", "old").send("old");
        emulator.request("DELETE", "a").send();
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("PUT", "a")
                    .length(10)
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, wire.read().status());
            wire.send("01234");
            assertEquals(1, emulator.files());
        }

        emulator.awaitFiles(0);
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void objectAppearsOnceItIsWhole() throws IOException {
        emulator.put("a", "old").send("old");
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.put("a", "new one")
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, wire.read().status());
            wire.send("new ");

            assertEquals("old", emulator.get("a").text());
            assertEquals(200, wire.send("one").read().status());
            assertEquals("new one", emulator.get("a").text());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.put("a", "hello").head() + "hello"
                    + emulator.request("HEAD", "a").head()
                    + emulator.request("GET", "a").head()
                    + emulator.request("GET", "a").credentials(WRONG).head()
                    + emulator.put("a", "").head()
                    + emulator.request("DELETE", "a").head()
                    + emulator.request("HEAD", "a").head()
                    + emulator.request("GET", "a").head());

            assertEquals(200, wire.read().status());
            assertEquals("5", wire.readHead().header("content-length"));
            assertEquals("hello", wire.read().text());
            assertEquals(MISMATCH, wire.read().refusal());
            assertEquals(200, wire.read().status());
            assertEquals(204, wire.read().status());
            assertEquals("404 NoSuchKey 0026-00000001", wire.readHead().refusal());
            assertEquals("404 NoSuchKey 0026-00000001", wire.read().refusal());
        }
    }

    @Test
    void thousandsOfRequestsMayBePipelined() throws IOException {
        int count = 2_000;
        String request = "GET / HTTP/1.1\r\n\r\n";
        try (RawConnection wire = emulator.wire()) {
            wire.send(request.repeat(count));

            for (int i = 0; i < count; i++) {
                assertEquals("403 AccessDenied 0003-00000001", wire.read().refusal());
            }
        }
    }

    @Test
    void connectionIsClosedWhereTheClientWantsIt() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("GET", "a").header("Connection", "close").head());

            assertEquals("close", wire.read().header("connection"));
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void http10IsAnsweredAndClosed() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(emulator.request("GET", "a").head().replace("HTTP/1.1", "HTTP/1.0"));

            assertEquals("404 NoSuchKey 0026-00000001", wire.read().refusal());
            assertTrue(wire.isAtEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /a b HTTP/1.1\r\n\r\n",
            })
    void malformedRequestIsRefused(String request) throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send(request);

            assertEquals("400 BadRequest null", wire.read().refusal());
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void headersOfTwiceTheAllowedSizeAreRefused() throws IOException {
        try (RawConnection wire = emulator.wire()) {
            wire.send("GET / HTTP/1.1\r\nx: " + "x".repeat(128 << 10) + "\r\n\r\n");

            assertEquals("400 BadRequest null", wire.read().refusal());
        }
    }

    @Test
    void targetBeyondAsciiIsTakenByItsBytes() throws IOException {
        byte[] head =
                emulator.put("鍵", "hello").target("/examplebucket/鍵").head().getBytes(StandardCharsets.UTF_8);
        try (RawConnection wire = emulator.wire()) {
            assertEquals(200, wire.send(head).send("hello").read().status());
        }
    }
}
