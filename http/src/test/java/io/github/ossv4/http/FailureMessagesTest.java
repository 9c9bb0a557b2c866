// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.NoCredentialsException;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Reply;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of calls name operation, key, bucket, host, port and attempt. */
class FailureMessagesTest extends RetryFixture {
    @ParameterizedTest
    @EnumSource
    void namesTheCallOfALostResponse(CallStyle style) {
        for (int i = 0; i < 4; i++) {
            server.enqueue(response(200).cut(Reply.Cut.BEFORE_RESPONSE));
        }
        IOException e = assertThrows(IOException.class, () -> put(style, Body.of(HELLO), PutOptions.NONE));
        assertTrue(
                e.getMessage()
                        .matches("PutObject k" + where() + ", attempt 4 of 4: unexpected end of stream.*"
                                + "; it is not known whether OSS executed the request"),
                e.getMessage());
        assertTrue(e.getCause().getMessage().startsWith("unexpected end of stream"));
        assertEquals(3, e.getSuppressed().length);
    }

    @Test
    void namesThePart() {
        for (int i = 0; i < 4; i++) {
            server.enqueue(response(200).cut(Reply.Cut.BEFORE_RESPONSE));
        }
        MultipartUpload upload = bucket.multipartUpload("photos/a", "U");
        String message = assertThrows(IOException.class, () -> upload.uploadPart(3, Body.of(HELLO)))
                .getMessage();
        assertTrue(message.startsWith("UploadPart photos/a (part 3)" + where() + ", attempt 4 of 4: "), message);
    }

    /** A chain of sources has a line for each, which is printable; lines of other sources are not known to be. */
    @Test
    void keepsTheLinesOfCredentialSources() {
        IOException lines = new NoCredentialsException("no credentials:\n  ECS RAM role: none\n  profile: none", null);
        for (IOException failure : new IOException[] {lines, new IOException("a\nb")}) {
            BucketClient.Builder builder = client().credentials((CredentialsSource) () -> {
                throw failure;
            });
            try (BucketClient failing = builder.build()) {
                assertEquals(
                        "HeadObject k" + where() + ": " + (failure == lines ? failure.getMessage() : "a\\u000ab"),
                        assertThrows(IOException.class, () -> failing.head("k")).getMessage());
            }
        }
    }

    @Test
    void escapesTheLinesOfCredentialSources() {
        assertEquals(
                "first\\u001b[1m\n  second\\u000d",
                new NoCredentialsException("first\u001b[1m\n  second\r", null).getMessage());
    }

    @Test
    void leavesNothingUnknownOfARead() {
        for (int i = 0; i < 4; i++) {
            server.enqueue(response(200).cut(Reply.Cut.BEFORE_RESPONSE));
        }
        String message = assertThrows(IOException.class, () -> bucket.head("k")).getMessage();
        assertTrue(message.startsWith("HeadObject k" + where() + ", attempt 4 of 4: "), message);
        assertTrue(!message.contains("not known"), message);
    }

    @Test
    void namesTheCallWhileItsBytesAreRead() throws Exception {
        server.enqueue(response(200).body(new byte[100_000]).cut(Reply.Cut.IN_BODY));
        try (GetResult result = bucket.get("k")) {
            IOException e = assertThrows(IOException.class, result::bytes);
            assertTrue(e.getMessage().startsWith("GetObject k" + where() + ": "), e.getMessage());
        }
    }

    @Test
    void namesTheAttemptOfARefusal() {
        server.enqueue(error(503, "ServiceUnavailable"));
        server.enqueue(error(403, "AccessDenied"));
        assertEquals(
                "DeleteObject k" + where() + ", attempt 2 of 4: 403 AccessDenied: m (request id 5C3D)",
                assertThrows(ServiceException.class, () -> bucket.delete("k")).getMessage());
    }

    /** The request id is in the header if a document omits it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Error><Code>AccessDenied</Code></Error> | 403 AccessDenied (request id 5C3D)",
                "<Error><Code>X</Code><EC>0002-00000040</EC></Error> | 403 X (request id 5C3D, EC 0002-00000040)",
            })
    void namesTheRequestIdOfTheHeader(String document, String text) {
        server.enqueue(response(403).body(document));
        assertEquals(
                "DeleteObject k" + where() + ": " + text,
                assertThrows(ServiceException.class, () -> bucket.delete("k")).getMessage());
    }

    @Test
    void namesTheEndpointOfTheBucket() {
        server.enqueue(response(403)
                .body(ERROR.formatted("AccessDenied", "<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>")));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("k"));
        assertTrue(
                e.getMessage().contains("; this bucket is at oss-cn-beijing.aliyuncs.com: use this endpoint"),
                e.getMessage());
        server.enqueue(response(301)
                .addHeader("Location", "http://examplebucket.oss-cn-beijing.aliyuncs.com/k")
                .body(ERROR.formatted("AccessDenied", "")));
        e = assertThrows(ServiceException.class, () -> bucket.get("k"));
        assertTrue(e.getMessage().endsWith("; the redirect is not followed"), e.getMessage());
    }

    /** A CDN sends another host to OSS. */
    @Test
    void namesTheHostThatTheServerReceived() {
        server.enqueue(response(404).body(ERROR.formatted("NoSuchKey", "<HostId>cdn.example.com</HostId>")));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("k"));
        assertEquals("cdn.example.com", e.hostId());
        assertEquals(
                "GetObject k" + where()
                        + ": 404 NoSuchKey: m (request id 5C3D); the server received the host cdn.example.com",
                e.getMessage());
    }

    /** More than a day is not corrected over http. */
    @Test
    void namesBothTimesOfAWrongClock() {
        server.enqueue(response(403)
                .body(ERROR.formatted("RequestTimeTooSkewed", "<ServerTime>2024-12-16T16:20:57.000Z</ServerTime>")));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("k"));
        assertEquals(
                "GetObject k" + where() + ": 403 RequestTimeTooSkewed: m (request id 5C3D); signed at " + NOW
                        + ", the time of OSS was 2024-12-16T16:20:57Z, 31622400 seconds later: set the clock of this machine"
                        + " (over http, at most one day is corrected)",
                e.getMessage());
    }

    @Test
    void namesTheServiceOfARequestWithoutABucket() throws Exception {
        server.enqueue(error(403, "AccessDenied"));
        try (ServiceClient service = ServiceClient.builder("http://127.0.0.1:" + server.port())
                .region("cn-hangzhou")
                .credentials(CREDENTIALS)
                .build()) {
            assertEquals(
                    "ListBuckets at 127.0.0.1:" + server.port() + ": 403 AccessDenied: m (request id 5C3D)",
                    assertThrows(
                                    UncheckedIOException.class,
                                    () -> service.listBuckets().stream().count())
                            .getCause()
                            .getMessage());
        }
    }

    static Stream<IOException> types() {
        return Stream.of(
                new SocketTimeoutException("m"),
                new InterruptedIOException("m"),
                new UnknownHostException("m"),
                new ConnectException("m"),
                new SocketException("m"),
                new SSLException("m"),
                new SSLHandshakeException("m"),
                new SSLPeerUnverifiedException("m"),
                new ProtocolException("m"),
                new EOFException("m"),
                new IOException("m"));
    }

    /** Messages that are not clear without their type, and the long one about a certificate, are replaced. */
    private static String text(IOException failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return "the certificate of the server is for other names";
        }
        return failure instanceof UnknownHostException
                ? "cannot resolve m"
                : failure instanceof ConnectException ? "cannot connect: m" : "m";
    }

    @ParameterizedTest
    @MethodSource("types")
    void keepsTheTypeAndTheCause(IOException failure) {
        IOException named = CallFailures.withCall("call", failure, "; outcome");
        assertSame(failure.getClass(), named.getClass());
        assertSame(failure, named.getCause());
        assertEquals("call: " + text(failure) + "; outcome", named.getMessage());
    }

    @Test
    void namesTypesThatItDoesNotKeep() {
        IOException route = CallFailures.withCall("call", new NoRouteToHostException("m"), "");
        assertInstanceOf(SocketException.class, route);
        assertEquals("call: cannot connect: m", route.getMessage());
        IOException file = CallFailures.withCall("call", new FileNotFoundException("a\nb"), "");
        assertEquals("call: java.io.FileNotFoundException: a\\u000ab", file.getMessage());
        assertEquals(
                "call: java.io.IOException",
                CallFailures.withCall("call", new IOException(), "").getMessage());
    }
}
