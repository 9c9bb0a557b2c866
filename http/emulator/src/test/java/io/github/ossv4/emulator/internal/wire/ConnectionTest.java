// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of messages on a connection, and its end. */
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
                "a#b, a#b",
                "%25zz, %zz",
            })
    void keepsTargetUnchanged(String raw, String key) throws IOException {
        assertEquals(
                200,
                emulator.put(key, "hello")
                        .target("/examplebucket/" + raw)
                        .send("hello")
                        .status());
        assertEquals("hello", emulator.get(key).text());
    }

    /** As OSS does, and against RFC 3986: links with a plus in their path do not find an object whose key has one. */
    @Test
    void readsPlusAsSpace() throws IOException {
        emulator.put("a b", "").target("/examplebucket/a+b").send();

        assertEquals(200, emulator.get("a b").status());
        assertEquals(404, emulator.get("a+b").status());
        emulator.request("PUT", null)
                .query("acl", null)
                .header("x-oss-acl", "public-read")
                .send();
        RawResponse list = emulator.request("GET", null)
                .target("/examplebucket/?prefix=a+b")
                .anonymous()
                .send();
        assertTrue(list.text().contains("<Key>a b</Key>"), list.text());
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
        "/examplebucket/%ff, 400 InvalidArgument 0016-00000004",
    })
    void rejectsMalformedTarget(String target, String errorText) throws IOException {
        assertEquals(
                errorText, emulator.request("GET", "a").target(target).send().errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: localhost\r\nHost: localhost\r\n", "Host: a\r\nhost: b\r\n"})
    void requiresOneHost(String hosts) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /examplebucket/a HTTP/1.1\r\n" + hosts + "\r\n");

            assertEquals("400 BadRequest null", connection.read().errorText());
        }
    }

    /** The decoder of an idle connection would keep a buffer of the longest line. */
    @ParameterizedTest
    @CsvSource({"10000, keep-alive", "20000, close"})
    void closesConnectionAfterLongHead(int length, String ending) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a")
                    .header("x", "y".repeat(length))
                    .header("Connection", "keep-alive")
                    .head());

            assertEquals(ending, connection.read().header("connection"));
        }
    }

    @Test
    void usesHostOfAbsoluteTarget() throws IOException {
        emulator.put("a", "hello").target("http://examplebucket.localhost/a").send("hello");

        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void sends100ContinueForAcceptedUpload() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(
                    emulator.put("a", "hello").header("Expect", "100-continue").head());

            assertEquals(100, connection.read().status());
            assertEquals(200, connection.send("hello").read().status());
        }
    }

    @Test
    void sendsNo100ContinueForRejectedUpload() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "hello")
                    .credentials(WRONG)
                    .header("Expect", "100-continue")
                    .head());

            RawResponse response = connection.read();
            assertEquals(MISMATCH, response.errorText());
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void rejectsUploadBeforeItsBody() throws IOException {
        byte[] body = new byte[16 << 20];
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .credentials(WRONG)
                    .length(body.length)
                    .head());

            assertEquals(MISMATCH, connection.read().errorText());
            connection.send(body);
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void returnsErrorToClientThatSendsWholeBodyFirst() throws IOException {
        byte[] body = new byte[16 << 20];
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(emulator.request("PUT", "a")
                            .credentials(WRONG)
                            .length(body.length)
                            .head())
                    .send(body);

            assertEquals(MISMATCH, connection.read().errorText());
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void stopsReadingBodyOfRejectedUpload() throws IOException {
        try (Emulator withShortLinger = BuilderAccess.linger(Emulator.builder(), Duration.ofMillis(50))
                        .accessKey("id", "secret")
                        .start();
                RawConnection connection = new RawConnection(withShortLinger)) {
            connection.send(SignedRequest.of(withShortLinger, "PUT", "a")
                    .credentials(WRONG)
                    .length(1L << 32)
                    .head());
            assertEquals(MISMATCH, connection.read().errorText());

            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertThrows(IOException.class, () -> {
                        byte[] piece = new byte[1024];
                        while (true) {
                            connection.send(piece);
                        }
                    }));
        }
    }

    @Test
    void keepsConnectionAfterRejectionWithoutBody() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            RawResponse response = connection
                    .send(emulator.request("GET", "a").credentials(WRONG).head())
                    .read();

            assertEquals(MISMATCH, response.errorText());
            assertEquals("keep-alive", response.header("connection"));
            assertEquals(
                    404,
                    connection.send(emulator.request("GET", "a").head()).read().status());
        }
    }

    @Test
    void storesChunkedUpload() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            connection
                    .send("5\r\nhello\r\n")
                    .send("1;extension=1\r\n \r\n")
                    .send("5\r\nworld\r\n0\r\nTrailer: 1\r\n\r\n");

            assertEquals(200, connection.read().status());
            assertEquals(
                    "hello world",
                    connection.send(emulator.request("GET", "a").head()).read().text());
        }
    }

    private String lengthAndChunks(int length, String key) {
        return emulator.request("PUT", key)
                .length(length)
                .header("Transfer-Encoding", "chunked")
                .head();
    }

    /** A server in front may have taken the length, and what follows it as another request: nothing more is read. */
    @Test
    void closesConnectionAfterLengthAndChunks() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(lengthAndChunks(5, "a") + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
                    + emulator.request("DELETE", "a").head());

            RawResponse response = connection.read();
            assertEquals(200, response.status());
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
        assertEquals("hello", emulator.get("a").text());
    }

    @ParameterizedTest
    @CsvSource({"4, 5", "6, 5", "0, 5", "5, 0", "100000, 5"})
    void storesNothingIfLengthDiffersFromChunks(int length, int bytes) throws IOException {
        String chunk = bytes == 0 ? "" : Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
        try (RawConnection connection = emulator.connect()) {
            connection.send(lengthAndChunks(length, "a") + chunk + "0\r\n\r\n");

            RawResponse response = connection.read();
            assertEquals("400 BadRequest null", response.errorText());
            assertTrue(response.error().message().contains("Content-Length: " + length), response::text);
            assertTrue(connection.isAtEnd());
        }
        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void rejectsWrongSignatureOfLengthAndChunks() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                            .credentials(WRONG)
                            .length(1)
                            .header("Transfer-Encoding", "chunked")
                            .head()
                    + "1\r\nx\r\n0\r\n\r\n");

            assertEquals(MISMATCH, connection.read().errorText());
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void storesManySmallChunks() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                            .header("Transfer-Encoding", "chunked")
                            .head() + "1\r\nx\r\n".repeat(50_000) + "0\r\n\r\n");

            assertEquals(200, connection.read().status());
            assertEquals("x".repeat(50_000), emulator.get("a").text());
        }
    }

    /** As by oss2, which sends the headers of an upload with a GET. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void respondsToLengthWithoutBody(String method) throws IOException {
        emulator.put("a", "hello").send("hello");
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request(method, "a").length(9).head());

            RawResponse response = method.equals("GET") ? connection.read() : connection.readHead();
            assertEquals(200, response.status());
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void discardsBodyOfDownload() throws IOException {
        emulator.put("a", "hello").send("hello");
        String body = emulator.request("DELETE", "a").head();
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a").length(body.length()).head() + body);

            assertEquals("hello", connection.read().text());
            assertTrue(connection.isAtEnd());
        }
        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void storesNothingAfterMalformedChunk() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            connection.send("5\r\nhello\r\n").send("what\r\n");

            RawResponse response = connection.read();
            assertEquals("400 BadRequest null", response.errorText());
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void storesNothingOfInterruptedUpload() throws IOException {
        emulator.put("a", "old").send("old");
        emulator.request("DELETE", "a").send();
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .length(10)
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, connection.read().status());
            connection.send("01234");
            assertEquals(1, emulator.files());
        }

        emulator.awaitFiles(0);
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void objectIsVisibleWhenComplete() throws IOException {
        emulator.put("a", "old").send("old");
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "new one")
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, connection.read().status());
            connection.send("new ");

            assertEquals("old", emulator.get("a").text());
            assertEquals(200, connection.send("one").read().status());
            assertEquals("new one", emulator.get("a").text());
        }
    }

    @Test
    void respondsToPipelinedRequestsInOrder() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "hello").head() + "hello"
                    + emulator.request("HEAD", "a").head()
                    + emulator.request("GET", "a").head()
                    + emulator.request("GET", "a").credentials(WRONG).head()
                    + emulator.put("a", "").head()
                    + emulator.request("DELETE", "a").head()
                    + emulator.request("HEAD", "a").head()
                    + emulator.request("GET", "a").head());

            assertEquals(200, connection.read().status());
            assertEquals("5", connection.readHead().header("content-length"));
            assertEquals("hello", connection.read().text());
            assertEquals(MISMATCH, connection.read().errorText());
            assertEquals(200, connection.read().status());
            assertEquals(204, connection.read().status());
            assertEquals(TestEmulator.NO_SUCH_KEY, connection.readHead().errorText());
            assertEquals(TestEmulator.NO_SUCH_KEY, connection.read().errorText());
        }
    }

    @Test
    void acceptsThousandsOfPipelinedRequests() throws IOException {
        int count = 2_000;
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawConnection connection = emulator.connect()) {
            connection.send(request.repeat(count));

            for (int i = 0; i < count; i++) {
                assertEquals("403 AccessDenied null", connection.read().errorText());
            }
        }
    }

    /** PHP SDK v2 relies on these names. */
    @Test
    void sendsHeadersInOrderOfOss() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.running().port())) {
            socket.getOutputStream()
                    .write(emulator.request("GET", "missing")
                            .header("Connection", "close")
                            .head()
                            .getBytes(StandardCharsets.ISO_8859_1));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(
                    "Server Date Content-Type Content-Length Connection x-oss-request-id x-oss-server-time x-oss-ec",
                    response.substring(0, response.indexOf("\r\n\r\n"))
                            .lines()
                            .skip(1)
                            .map(line -> line.substring(0, line.indexOf(':')))
                            .collect(Collectors.joining(" ")));
        }
    }

    @Test
    void rejectsTwoAuthorizations() throws IOException {
        assertEquals(
                "400 BadRequest null",
                emulator.request("GET", "a")
                        .header("Authorization", "OSS id:x")
                        .send()
                        .errorText());
    }

    @Test
    void closesConnectionOnRequest() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(
                    emulator.request("GET", "a").header("Connection", "close").head());

            assertEquals("close", connection.read().header("connection"));
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void closesConnectionAfterHttp10() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a").head().replace("HTTP/1.1", "HTTP/1.0"));

            assertEquals(TestEmulator.NO_SUCH_KEY, connection.read().errorText());
            assertTrue(connection.isAtEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
            })
    void rejectsMalformedRequest(String request) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(request);

            assertEquals("400 BadRequest null", connection.read().errorText());
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void rejectsHeadersOfTwiceTheLimit() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nx: " + "x".repeat(128 << 10) + "\r\n\r\n");

            assertEquals("400 BadRequest null", connection.read().errorText());
        }
    }

    @Test
    void readsNonAsciiTargetAsBytes() throws IOException {
        byte[] head =
                emulator.put("鍵", "hello").target("/examplebucket/鍵").head().getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = emulator.connect()) {
            assertEquals(200, connection.send(head).send("hello").read().status());
        }
    }
}
