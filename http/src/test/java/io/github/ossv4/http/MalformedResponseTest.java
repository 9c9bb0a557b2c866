// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that OkHttp accepts, or on which it fails with an unchecked exception. */
@Timeout(120)
class MalformedResponseTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\n"
            + "x-oss-hash-crc64ecma: " + WireFixture.HELLO_CRC + "\r\n";

    @TempDir
    private Path folder;

    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .retryPolicy(RetryPolicy.NONE)
                .credentials(WireFixture.CREDENTIALS);
    }

    private static RawServer responding(String response) throws IOException {
        return new RawServer(peer -> {
            peer.head();
            peer.send(response);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "9223372036854775807"})
    void failsADownloadWithAnIoException(String length) throws Exception {
        Path file = folder.resolve("file");
        try (RawServer server = responding(HEAD + "Content-Length: " + length + "\r\n\r\nhello");
                BucketClient bucket = client(server).build()) {
            assertThrows(IOException.class, () -> bucket.download("k", file));
            assertThrows(IOException.class, () -> bucket.download("k", file));
            assertThrows(IOException.class, () -> bucket.get("k").bytes());
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void failsAnUploadWithAnIoExceptionAndNotifiesTheListener() throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        try (RawServer server = responding(HEAD + "Content-Length: -5\r\n\r\nhello");
                BucketClient bucket =
                        client(server).listener(CallListener.log(events::add)).build()) {
            assertThrows(
                    IOException.class, () -> bucket.put("k", Body.of(WireFixture.HELLO), WireFixture.withCallback()));
            ExecutionException e = assertThrows(
                    ExecutionException.class,
                    () -> bucket.async()
                            .put("k", Body.of(WireFixture.HELLO), WireFixture.withCallback())
                            .get(30, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, e.getCause());
        }
        long started =
                events.stream().filter(event -> event.contains("started")).count();
        long ended = events.stream()
                .filter(event -> event.contains("failed") || event.contains("succeeded"))
                .count();
        assertEquals(started, ended, () -> String.join("\n", events));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000000000", "99999999999999999999"})
    void readsALongRetryAfter(String seconds) throws Exception {
        try (RawServer server = responding("HTTP/1.1 503 Busy\r\nx-oss-request-id: 1\r\nRetry-After: " + seconds
                        + "\r\nContent-Length: 0\r\n\r\n");
                BucketClient bucket = client(server).build()) {
            ServiceException e = assertThrows(ServiceException.class, () -> bucket.head("k"));
            assertEquals(503, e.status());
        }
    }

    @Test
    void doesNotAcceptAnotherStatusAsAnObject() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        try (RawServer server = responding("HTTP/1.1 204 No Content\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\n\r\n");
                BucketClient bucket = client(server).build()) {
            assertThrows(IOException.class, () -> bucket.download("k", file));
            assertEquals("before", Files.readString(file));
        }
    }

    /** Starts a server that reads a request and never responds. */
    @Test
    void reportsAnUnknownOutcomeAfterACallTimeout() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.head();
            peer.drain();
        })) {
            int calls = 0;
            for (Call call : List.<Call>of(
                    bucket -> bucket.put("k", Body.of(WireFixture.HELLO), WireFixture.withCallback()),
                    bucket -> bucket.put(
                            "k",
                            Body.of(WireFixture.HELLO),
                            PutOptions.builder().forbidOverwrite(true).build()),
                    bucket -> bucket.append("k", AppendPosition.START, Body.of(WireFixture.HELLO)),
                    bucket -> bucket.multipartUpload("k", "U").completeAll(CompleteOptions.NONE))) {
                calls += callUntilOutcomeIsUnknown(server, call);
            }
            assertTrue(server.connections() <= calls, "a query follows a call that is out of time");
        }
    }

    private interface Call {
        void to(BucketClient bucket) throws IOException;
    }

    /** Doubles the time limit if a busy machine sends no request within it. Returns the number of calls. */
    private static int callUntilOutcomeIsUnknown(RawServer server, Call call) {
        IOException failure;
        int calls = 0;
        do {
            Duration limit = Duration.ofMillis(300L << calls++);
            try (BucketClient bucket = client(server).callTimeout(limit).build()) {
                failure = assertThrows(IOException.class, () -> call.to(bucket));
            }
        } while (!(failure instanceof OutcomeUnknownException) && calls < 6);
        assertInstanceOf(OutcomeUnknownException.class, failure);
        return calls;
    }
}
