// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are retried, and requests that are not. */
class RetryTest extends RetryFixture {
    @ParameterizedTest
    @EnumSource
    void retriesAPutUntilItSucceeds(CallStyle style) throws Exception {
        server.enqueue(error(500, "InternalError"));
        server.enqueue(Reply.of(200).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(error(503, "ServiceUnavailable").addHeader("Retry-After", "0"));
        server.enqueue(response(200));
        assertTrue(put(style, Body.of(HELLO), PutOptions.NONE).isCrcChecked());
        assertRequests(4);
        for (int i = 0; i < 4; i++) {
            assertEquals("hello", server.take().text());
        }
    }

    /** A balancer that is overloaded, or drains its connections. */
    @ParameterizedTest
    @CsvSource({"internal_error, 15030300020250", "close_notify, 15030300020100"})
    void retriesAHandshakeThatTheServerBreaksOff(String alert, String hex) throws Exception {
        byte[] record = ByteString.decodeHex(hex).toByteArray();
        try (RawServer breaking = new RawServer(peer -> {
                    peer.socket().getInputStream().read();
                    peer.socket().getOutputStream().write(record);
                });
                BucketClient client = BucketClient.builder(
                                breaking.endpoint().replace("http:", "https:"), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .retryPolicy(
                                RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                        .build()) {
            assertThrows(SSLException.class, () -> client.head("k"));
            assertEquals(4, breaking.connections());
        }
    }

    @ParameterizedTest
    @EnumSource
    void throwsTheLastFailureAndSuppressesTheOthers(CallStyle style) {
        for (int status : new int[] {500, 502, 503, 504}) {
            server.enqueue(error(status, "E" + status));
        }
        ServiceException e = assertThrows(ServiceException.class, () -> put(style, Body.of(HELLO), PutOptions.NONE));
        assertEquals("E504", e.code());
        assertEquals(3, e.getSuppressed().length);
        assertEquals("E500", ((ServiceException) e.getSuppressed()[0]).code());
        assertRequests(4);
    }

    @ParameterizedTest
    @CsvSource({"408", "429", "500", "502", "503", "504"})
    void retriesTransientStatuses(int status) throws Exception {
        server.enqueue(response(status));
        server.enqueue(response(200));
        bucket.head("k");
        assertRequests(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidArgument",
        "403, AccessDenied",
        "404, NoSuchKey",
        "409, FileAlreadyExists",
        "501, NotImplemented"
    })
    void doesNotRetryOtherErrors(int status, String code) {
        server.enqueue(error(status, code));
        assertEquals(
                code,
                assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(HELLO)))
                        .code());
        assertRequests(1);
    }

    @Test
    void retriesRequestTimeoutAlthoughItsStatusIs400() throws Exception {
        server.enqueue(error(400, "RequestTimeout"));
        server.enqueue(response(200));
        bucket.put("k", Body.of(HELLO));
        assertRequests(2);
    }

    @Test
    void appliesACustomPolicy() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.builder()
                        .attempts(2)
                        .baseDelay(Duration.ZERO)
                        .statuses(418)
                        .codes("Busy")
                        .build())
                .build();
        server.enqueue(response(418));
        server.enqueue(response(200));
        bucket.head("k");
        server.enqueue(error(400, "Busy"));
        server.enqueue(response(200));
        bucket.put("k", Body.of(HELLO));
        assertRequests(4);
        server.enqueue(response(503));
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        server.enqueue(response(418));
        server.enqueue(response(418));
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertRequests(7);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryAStream(CallStyle style) {
        server.enqueue(response(500));
        assertThrows(
                ServiceException.class, () -> put(style, Body.of(new ByteArrayInputStream(HELLO), 5), PutOptions.NONE));
        assertRequests(1);
    }

    /** The connection fails before the stream is read. */
    @Test
    void retriesAStreamThatWasNotRead() throws Exception {
        bucket.close();
        int[] connections = {0};
        bucket = client().credentials(CREDENTIALS)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            if (connections[0]++ == 0) {
                                throw new ConnectException("refused");
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .build();
        server.enqueue(response(200));
        assertTrue(bucket.put("k", Body.of(new ByteArrayInputStream(HELLO), 5)).isCrcChecked());
        assertEquals(2, connections[0]);
    }

    @ParameterizedTest
    @EnumSource
    void retriesAfterAChecksumMismatch(CallStyle style) throws Exception {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1"));
        server.enqueue(response(200));
        assertTrue(put(style, Body.of(HELLO), PutOptions.NONE).isCrcChecked());
        assertRequests(2);
    }

    @Test
    void doesNotRetryAMismatchIfOverwritingIsForbidden() {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1"));
        PutOptions options = PutOptions.builder().forbidOverwrite(true).build();
        assertThrows(ChecksumMismatchException.class, () -> bucket.put("k", Body.of(HELLO), options));
        assertRequests(1);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryAFailedCallback(CallStyle style) {
        server.enqueue(response(203).body(CALLBACK_FAILED));
        assertThrows(CallbackFailedException.class, () -> put(style, Body.of(HELLO), withCallback()));
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1").body("{}"));
        assertThrows(ChecksumMismatchException.class, () -> put(style, Body.of(HELLO), withCallback()));
        assertRequests(2);
        assertTrue(events.stream().anyMatch(event -> event.contains("callback failed: Error status : 502.")));
    }

    /** The request was sent, and its outcome is unknown. */
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 503})
    void doesNotRetryAPutWithACallback(int status) {
        // Without an error document of OSS it may be from a proxy.
        server.enqueue(response(status).addHeader("Retry-After", "0"));
        server.enqueue(response(404));
        assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(HELLO), withCallback()));
        server.enqueue(Reply.of(200).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(response(404));
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(HELLO), withCallback()));
        assertRequests(4);
    }

    @Test
    void retriesACallbackThatOssDidNotStart() throws Exception {
        server.enqueue(error(503, "ServiceUnavailable"));
        server.enqueue(response(200).body("{}"));
        assertEquals(
                "{}",
                bucket.put("k", Body.of(HELLO), withCallback())
                        .callbackResponse()
                        .utf8());
        assertRequests(2);
    }

    @Test
    void retriesACallbackIfThePolicyAllowsIt() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.builder()
                        .baseDelay(Duration.ZERO)
                        .repeatCallbacks(true)
                        .build())
                .build();
        server.enqueue(Reply.of(200).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(response(200).body("{}"));
        assertTrue(bucket.put("k", Body.of(HELLO), withCallback()).isCrcChecked());
        assertRequests(2);
    }

    @Test
    void doesNotRetryAnUnreadableFile(@TempDir Path folder) {
        server.enqueue(response(200));
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(folder.resolve("missing"))));
        // The file ends early, which is detected when it is sent.
        Path shorter = folder.resolve("short");
        assertThrows(IOException.class, () -> {
            Files.write(shorter, HELLO);
            bucket.put("k", Body.of(shorter, 0, 10));
        });
        assertTrue(events.stream().noneMatch(event -> event.contains("retry in")), events.toString());
    }

    @Test
    void retriesADamagedDownload(@TempDir Path folder) throws Exception {
        server.enqueue(response(200).body("jello"));
        server.enqueue(response(200).body("hello").cut(Reply.Cut.IN_BODY));
        server.enqueue(response(200).body("hello"));
        Path file = folder.resolve("file");
        assertTrue(bucket.download("k", file).isCrcChecked());
        assertEquals("hello", Files.readString(file));
        server.enqueue(response(200).body("jello"));
        server.enqueue(response(200).body("hello"));
        assertTrue(CallStyle.await(bucket.async().download("k", file, DownloadOptions.NONE))
                .isCrcChecked());
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @Test
    void interruptStopsTheRetryDelay() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.STANDARD)
                .build();
        server.enqueue(response(500));
        Thread.currentThread().interrupt();
        IOException e = assertThrows(IOException.class, () -> bucket.head("k"));
        assertInstanceOf(InterruptedIOException.class, e);
        assertTrue(Thread.interrupted());
    }

    @Test
    void keepsTheFailuresOfAttemptsIfTheRetryDelayIsInterrupted() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.STANDARD)
                .listener(new CallListener() {
                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        server.enqueue(response(500));
        IOException e = assertThrows(InterruptedIOException.class, () -> bucket.head("k"));
        assertTrue(Thread.interrupted());
        assertEquals(
                500,
                assertInstanceOf(ServiceException.class, e.getSuppressed()[0]).status());
    }

    @Test
    void doesNotRetryAfterACancellation() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS).retryPolicy(HOURLY_RETRIES).build();
        server.enqueue(response(500));
        CompletableFuture<PutResult> put = bucket.async().put("k", Body.of(HELLO), PutOptions.NONE);
        server.take();
        assertTrue(put.cancel(true));
        assertThrows(CancellationException.class, put::join);
        assertRequests(1);
    }

    @Test
    void closeFailsCallsThatWaitForARetry() throws Exception {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        BucketClient own = client().credentials(CREDENTIALS)
                .retryPolicy(HOURLY_RETRIES)
                .listener(new CallListener() {
                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        waiting.complete(null);
                    }
                })
                .build();
        server.enqueue(response(500));
        CompletableFuture<PutResult> put = own.async().put("k", Body.of(HELLO), PutOptions.NONE);
        waiting.get(1, TimeUnit.MINUTES);
        own.close();
        ExecutionException e = assertThrows(ExecutionException.class, () -> put.get(1, TimeUnit.MINUTES));
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    @Test
    void rejectsBadInputImmediately() {
        for (Executable bad : List.<Executable>of(
                () -> bucket.async().put("", Body.of(HELLO), PutOptions.NONE),
                () -> bucket.async()
                        .put(
                                "k",
                                Body.of(HELLO),
                                PutOptions.builder().metadata("a", "\n").build()))) {
            assertThrows(IllegalArgumentException.class, bad);
        }
        assertRequests(0);
    }

    @Test
    void notifiesTheListenerOfEveryEvent() throws Exception {
        server.enqueue(error(503, "ServiceUnavailable"));
        server.enqueue(response(200).body("{}"));
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.builder()
                        .baseDelay(Duration.ZERO)
                        .repeatCallbacks(true)
                        .build())
                .build();
        bucket.put("k", Body.of(HELLO), withCallback());
        assertEquals(
                List.of(
                        "1 PutObject k: started",
                        "1 PutObject k: 503, request id 5C3D, after a while",
                        "1 PutObject k: failed, after a while, retry in 0 ms: io.github.ossv4.http.ServiceException:"
                                + " PutObject k" + where() + ": 503 ServiceUnavailable: m (request id 5C3D)",
                        "1 PutObject k attempt 2: started",
                        "1 PutObject k attempt 2: 200, request id 5C3D, after a while",
                        "1 PutObject k attempt 2: CRC64 " + HELLO_CRC + " is equal",
                        "1 PutObject k attempt 2: callback performed, RelayedResponse{2 bytes, null}",
                        "1 PutObject k attempt 2: succeeded, after a while"),
                events);
    }

    /** Some resolvers and interceptors throw the same exception repeatedly. */
    @ParameterizedTest
    @EnumSource
    void failsIfOneExceptionIsThrownRepeatedly(CallStyle style) {
        bucket.close();
        IOException kept = new ConnectException("kept");
        bucket = client().credentials(CREDENTIALS)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            throw kept;
                        })
                        .build())
                .build();
        assertEquals(
                "PutObject k" + where() + ", attempt 4 of 4: cannot connect: kept",
                assertThrows(ConnectException.class, () -> put(style, Body.of(HELLO), PutOptions.NONE))
                        .getMessage());
        assertThrows(IOException.class, () -> put(style, Body.of(HELLO), withCallback()));
    }

    @Test
    void ignoresExceptionsOfTheListener() throws Exception {
        bucket.close();
        bucket = client().credentials(CREDENTIALS)
                .listener(CallListener.log(line -> {
                    throw new IllegalStateException(line);
                }))
                .build();
        server.enqueue(response(500));
        server.enqueue(response(200));
        assertTrue(bucket.put("k", Body.of(HELLO)).isCrcChecked());
    }
}
