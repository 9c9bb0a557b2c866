// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said on a connection, in which order, and how it ends. */
class WireTest {
    private static final Credentials WRONG = Credentials.of("id", "wrong");
    private static final String MISMATCH = "403 SignatureDoesNotMatch 0002-00000201";

    @TempDir
    private Path directory;

    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder()
                .credentials(Credentials.of("id", "secret"))
                .directory(directory)
                .start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private SignedRequest request(String method, String key) {
        return SignedRequest.of(emulator, method, key);
    }

    private SignedRequest put(String key, String body) {
        return SignedRequest.put(emulator, key, body);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    /** A cut connection is noticed soon, but by another thread. */
    private void awaitNoFiles() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (files() > 0) {
                Thread.onSpinWait();
            }
        });
    }

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
                put(key, "hello").target("/examplebucket/" + raw).send("hello").status());
        assertEquals("hello", request("GET", key).send().text());
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
        assertEquals(refusal, request("GET", "a").target(target).send().refusal());
    }

    @Test
    void absoluteTargetNamesTheHost() throws IOException {
        put("a", "hello").target("http://examplebucket.localhost/a").send("hello");

        assertEquals("hello", request("GET", "a").send().text());
    }

    @Test
    void acceptedUploadIsTold100Continue() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(put("a", "hello").header("Expect", "100-continue").head());

            assertEquals(100, wire.read().status());
            assertEquals(200, wire.send("hello").read().status());
        }
    }

    @Test
    void refusedUploadIsNotTold100Continue() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(put("a", "hello")
                    .credentials(WRONG)
                    .header("Expect", "100-continue")
                    .head());

            Reply reply = wire.read();
            assertEquals(MISMATCH, reply.refusal());
            assertEquals("close", reply.header("connection"));
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void refusedUploadIsAnsweredBeforeItsBody() throws IOException {
        byte[] body = new byte[16 << 20];
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a").credentials(WRONG).length(body.length).head());

            assertEquals(MISMATCH, wire.read().refusal());
            wire.send(body);
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void refusalReachesAClientThatSendsItsWholeBodyFirst() throws IOException {
        byte[] body = new byte[16 << 20];
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a").credentials(WRONG).length(body.length).head())
                    .send(body);

            assertEquals(MISMATCH, wire.read().refusal());
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void bodyOfARefusedUploadIsNotReadForever() throws IOException {
        try (Emulator impatient = Emulator.builder()
                        .credentials(Credentials.of("id", "secret"))
                        .linger(Duration.ofMillis(50))
                        .start();
                Wire wire = new Wire(impatient)) {
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
        try (Wire wire = new Wire(emulator)) {
            Reply reply =
                    wire.send(request("GET", "a").credentials(WRONG).head()).read();

            assertEquals(MISMATCH, reply.refusal());
            assertEquals("keep-alive", reply.header("connection"));
            assertEquals(404, wire.send(request("GET", "a").head()).read().status());
        }
    }

    @Test
    void chunkedUploadIsStored() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a").header("Transfer-Encoding", "chunked").head());
            wire.send("5\r\nhello\r\n").send("1;extension=1\r\n \r\n").send("5\r\nworld\r\n0\r\nTrailer: 1\r\n\r\n");

            assertEquals(200, wire.read().status());
            assertEquals(
                    "hello world", wire.send(request("GET", "a").head()).read().text());
        }
    }

    @Test
    void manyTinyChunksAreStored() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a").header("Transfer-Encoding", "chunked").head() + "1\r\nx\r\n".repeat(50_000)
                    + "0\r\n\r\n");

            assertEquals(200, wire.read().status());
            assertEquals("x".repeat(50_000), request("GET", "a").send().text());
        }
    }

    @Test
    void malformedChunkStoresNothing() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a").header("Transfer-Encoding", "chunked").head());
            wire.send("5\r\nhello\r\n").send("what\r\n");

            Reply reply = wire.read();
            assertEquals("400 BadRequest null", reply.refusal());
            assertEquals("close", reply.header("connection"));
            assertTrue(wire.isAtEnd());
        }
        assertEquals(404, request("GET", "a").send().status());
        assertEquals(0, files());
    }

    @Test
    void cutUploadLeavesNothing() throws IOException {
        put("a", "old").send("old");
        request("DELETE", "a").send();
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("PUT", "a")
                    .length(10)
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, wire.read().status());
            wire.send("01234");
            assertEquals(1, files());
        }

        awaitNoFiles();
        assertEquals(404, request("GET", "a").send().status());
    }

    @Test
    void objectAppearsOnceItIsWhole() throws IOException {
        put("a", "old").send("old");
        try (Wire wire = new Wire(emulator)) {
            wire.send(put("a", "new one").header("Expect", "100-continue").head());
            assertEquals(100, wire.read().status());
            wire.send("new ");

            assertEquals("old", request("GET", "a").send().text());
            assertEquals(200, wire.send("one").read().status());
            assertEquals("new one", request("GET", "a").send().text());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(put("a", "hello").head() + "hello"
                    + request("HEAD", "a").head()
                    + request("GET", "a").head()
                    + request("GET", "a").credentials(WRONG).head()
                    + put("a", "").head()
                    + request("DELETE", "a").head()
                    + request("HEAD", "a").head()
                    + request("GET", "a").head());

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
        try (Wire wire = new Wire(emulator)) {
            wire.send(request.repeat(count));

            for (int i = 0; i < count; i++) {
                assertEquals("403 AccessDenied 0003-00000001", wire.read().refusal());
            }
        }
    }

    @Test
    void connectionIsClosedWhereTheClientWantsIt() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("GET", "a").header("Connection", "close").head());

            assertEquals("close", wire.read().header("connection"));
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void http10IsAnsweredAndClosed() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send(request("GET", "a").head().replace("HTTP/1.1", "HTTP/1.0"));

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
        try (Wire wire = new Wire(emulator)) {
            wire.send(request);

            assertEquals("400 BadRequest null", wire.read().refusal());
            assertTrue(wire.isAtEnd());
        }
    }

    @Test
    void headersOfTwiceTheAllowedSizeAreRefused() throws IOException {
        try (Wire wire = new Wire(emulator)) {
            wire.send("GET / HTTP/1.1\r\nx: " + "x".repeat(128 << 10) + "\r\n\r\n");

            assertEquals("400 BadRequest null", wire.read().refusal());
        }
    }

    @Test
    void targetBeyondAsciiIsTakenByItsBytes() throws IOException {
        byte[] head = put("鍵", "hello").target("/examplebucket/鍵").head().getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire(emulator)) {
            assertEquals(200, wire.send(head).send("hello").read().status());
        }
    }
}
