// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.internal.redaction.Redaction;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireServer;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OkHttp quotes responses in its messages, and a server may echo the request. */
class RedactionTest {
    private static final String TOKEN = "CAIS-hunter2";
    private static final String LONG_TOKEN = "CAIS+/hunter2hunter2==is/longhunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no status line " + TOKEN,
                TOKEN,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + TOKEN,
            })
    void redactsMessagesOfOkHttp(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                BucketClient bucket = BucketClient.builder("http://127.0.0.1:" + server.getLocalPort(), "examplebucket")
                        .retryPolicy(RetryPolicy.NONE)
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("STS.ak", "sk", TOKEN))
                        .build()) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, answer));
            Exception e = assertThrows(Exception.class, () -> bucket.get("k").bytes());
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains("hunter2"), trace.toString());
            served.join();
        }
    }

    private static void serve(ServerSocket server, String answer) {
        try (Socket socket = server.accept();
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            socket.getOutputStream().write((answer + "\r\n\r\n").getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LONG_TOKEN,
                "CAIS%2B%2Fhunter2hunter2%3D%3Dis%2Flonghunter2",
            })
    void redactsEchoes(String echo) {
        Secrets secrets = secrets();
        String clean = Redaction.redact(secrets, "no: " + echo + "!");
        assertFalse(clean.contains("hunter2"), clean);
        assertTrue(clean.startsWith("no: ") && clean.endsWith("!"), clean);
    }

    @Test
    void redactsCausesAndSuppressedExceptions() {
        Secrets secrets = secrets();
        IOException suppressing = new IOException("fine");
        suppressing.addSuppressed(new IOException("also " + LONG_TOKEN));
        for (IOException failure : new IOException[] {
            new IOException("fine", new IOException("but " + LONG_TOKEN)),
            suppressing,
            new IOException(
                    "fine",
                    new EOFException("\\n not found: limit=14 content="
                            + ByteString.encodeUtf8("hunter2hunter2").hex()))
        }) {
            StringWriter trace = new StringWriter();
            Redaction.redact(secrets, failure).printStackTrace(new PrintWriter(trace));
            assertTrue(trace.toString().contains("fine"), trace.toString());
            assertFalse(trace.toString().contains("hunter2"), trace.toString());
            assertFalse(trace.toString().contains("68756e746572"), trace.toString());
        }
        assertEquals(
                "a Signature=…!", Redaction.redact(secrets, "a Signature=0123456789abcdef!"), "of another request");
    }

    /** The secrets are known even if an interceptor replaces the request. */
    @Test
    void redactsIfAnInterceptorReplacedTheRequest() throws Exception {
        try (WireServer server = new WireServer();
                BucketClient bucket = BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                        .retryPolicy(RetryPolicy.NONE)
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("STS.ak", "sk", TOKEN))
                        .okHttpClient(new OkHttpClient.Builder()
                                .addInterceptor(chain -> chain.proceed(new Request.Builder()
                                        .url(chain.request().url())
                                        .headers(chain.request().headers())
                                        .method(
                                                chain.request().method(),
                                                chain.request().body())
                                        .build()))
                                .build())
                        .build()) {
            server.enqueue(Reply.of(403).body("you sent " + TOKEN));
            ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("k"));
            assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        }
    }

    private static Secrets secrets() {
        Signature signature = Signer.of(Credentials.of("STS.ak", "sk", LONG_TOKEN), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), Instant.EPOCH);
        return Secrets.of(signature);
    }

    /** A variable may have a value that is part of other texts: only the whole value is redacted. */
    @Test
    void redactsOnlyWholeValuesOfVariables() {
        Callback callback = Callback.builder("https://app.example.com/u?tok=SECRETQUERY")
                .formBody("a=${x:a}&b=${x:b}&c=${x:c}")
                .variable("x:a", "2026-11-25T10:00:00Z")
                .variable("x:b", "42")
                .variable("x:c", "hunter2hunter2")
                .build();
        Secrets secrets = Secrets.of(callback);
        assertEquals(
                "at 2026-11-25T10:00:01Z 42 … and hunter2hunter with https://app.example.com/u?… or …",
                Redaction.redact(
                        secrets,
                        "at 2026-11-25T10:00:01Z 42 hunter2hunter2 and hunter2hunter with"
                                + " https://app.example.com/u?tok=SECRETQUERY or " + callback.headerValue()));
        assertEquals(
                "… and …!",
                Redaction.redact(secrets, callback.varHeaderValue() + " and " + callback.headerValue() + "!"));
    }

    /** The encodings in which servers echo a request. */
    @Test
    void redactsValuesInEveryEncoding() {
        Callback callback = Callback.builder("https://app.example.com/u?t=hunter2hunter2&u=1")
                .formBody("a=${x:a}")
                .variable("x:a", "{\"s\":\"<1&2>'\"}")
                .build();
        Secrets secrets = Secrets.of(callback);
        assertEquals(
                "… … … … …",
                Redaction.redact(
                        secrets,
                        "{\"s\":\"<1&2>'\"} {\\\"s\\\":\\\"<1&2>'\\\"}"
                                + " %7B%22s%22%3A%22%3C1%262%3E%27%22%7D"
                                + " t%3Dhunter2hunter2%26u%3D1 hunter2hunter2"));
    }

    /** Every message shows the bucket and the key. */
    @Test
    void keepsBucketAndKey() {
        Callback callback = Callback.builder("https://app.example.com/")
                .formBody("a=${x:a}&b=${x:b}&c=${x:c}")
                .variable("x:a", "photos/2024")
                .variable("x:b", "examplebucket")
                .variable("x:c", "hunter2hunter2")
                .build();
        Secrets secrets = Secrets.of(callback).excluding("examplebucket", "photos/2024/cat.jpg");
        String text = "photos/2024/cat.jpg of examplebucket: ";
        assertEquals(text + "…", Redaction.redact(secrets, text + "hunter2hunter2"));
    }

    /** Names of classes and hosts are not redacted. */
    @Test
    void keepsTheTypeOfTheException() {
        Callback callback = Callback.builder("https://app.example.com/")
                .formBody("a=${x:a}")
                .variable("x:a", "io.github.ossv4")
                .build();
        Secrets secrets = Secrets.of(callback);
        IOException untouched = new IOException("reset", new IOException("by peer"));
        assertSame(untouched, Redaction.redact(secrets, untouched));
        for (IOException failure : new IOException[] {
            new SocketTimeoutException("of io.github.ossv4"),
            new InterruptedIOException("of io.github.ossv4"),
            new UnknownHostException("of io.github.ossv4"),
            new ConnectException("of io.github.ossv4"),
            new SSLHandshakeException("of io.github.ossv4"),
            new SSLException("of io.github.ossv4"),
            new IOException("of io.github.ossv4")
        }) {
            IOException redacted = Redaction.redact(secrets, failure);
            assertSame(failure.getClass(), redacted.getClass());
            assertTrue(redacted.getMessage().endsWith("of …"), redacted.getMessage());
        }
    }

    @Test
    void redactsAWholePage() {
        String token = "0123456789abcdef".repeat(4000);
        Secrets secrets = Secrets.of(Signer.of(Credentials.of("STS.ak", "sk", token), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), Instant.EPOCH));
        String page = "<p>nothing of it</p>".repeat(10_000);
        assertEquals(page, Redaction.redact(secrets, page));
        assertEquals(page + "…", Redaction.redact(secrets, page + token));
    }

    @Test
    void keepsExceptionsWithoutSecrets() {
        IOException failure = new IOException("reset");
        assertSame(failure, Redaction.redact(Secrets.NONE, failure));
        assertTrue(Redaction.redact(Secrets.NONE, TOKEN).contains(TOKEN));
    }

    @Test
    void redactsExceptionsThatSuppressEachOther() {
        IOException failure = new IOException("fine");
        IOException other = new IOException("with " + LONG_TOKEN, failure);
        failure.addSuppressed(other);
        IOException redacted = Redaction.redact(secrets(), failure);
        assertEquals("fine", redacted.getMessage());
        assertEquals(0, redacted.getSuppressed().length);
        assertArrayEquals(failure.getStackTrace(), redacted.getStackTrace());
    }

    @Test
    void namesTypesThatAreNotKept() {
        IOException redacted = Redaction.redact(secrets(), new NoSuchFileException(LONG_TOKEN));
        assertSame(IOException.class, redacted.getClass());
        assertEquals("java.nio.file.NoSuchFileException: …", redacted.getMessage());
    }

    /** OkHttp quotes the response after a colon or a quotation mark. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            Unexpected status line: <html> | Unexpected status line
            expected chunk size and optional extensions but was "<html>" | expected chunk size and optional extensions but was
            unexpected end of stream | unexpected end of stream
            """, delimiter = '|')
    void removesWhatOkHttpQuotes(String message, String shown) {
        IOException redacted = Redaction.redact(Secrets.NONE, new ProtocolException(message));
        assertSame(ProtocolException.class, redacted.getClass());
        assertEquals(shown, redacted.getMessage().strip());
        IOException outer = Redaction.redact(Secrets.NONE, new IOException("reset", new ProtocolException(message)));
        assertEquals("reset", outer.getMessage());
        assertSame(ProtocolException.class, outer.getCause().getClass());
        assertEquals(shown, outer.getCause().getMessage().strip());
    }
}
