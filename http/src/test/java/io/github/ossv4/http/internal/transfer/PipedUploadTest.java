// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.ClientHeaders;
import io.github.ossv4.http.internal.call.Connections;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Threads;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload whose writer pauses, or never returns. */
class PipedUploadTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;
    private static final UploadOptions PARTS =
            UploadOptions.builder().partSize(PART).parallel(1).build();

    /** Runs when an object is stored; then its response does not arrive. */
    private volatile @Nullable Runnable whenStored;

    private final OkHttpClient http = new OkHttpClient.Builder()
            .connectionPool(connectionPool)
            .addInterceptor(chain -> {
                Response response = chain.proceed(chain.request());
                Runnable action = whenStored;
                if (action == null
                        || !chain.request().url().queryParameterNames().contains("uploadId")
                        || !chain.request().method().equals("POST")) {
                    return response;
                }
                response.close();
                action.run();
                while (!chain.call().isCanceled()) {
                    Thread.onSpinWait();
                }
                throw new IOException("Canceled");
            })
            .build();

    private final OkHttpConnections connections = OkHttpConnections.of(http);
    private Transport transport;

    @AfterEach
    void closeConnections() {
        connections.close();
        System.clearProperty("ossv4.streams");
    }

    private PipedUpload open(Duration pause, Runnable action) throws IOException {
        whenStored = action;
        return open(pause);
    }

    private PipedUpload open(Duration pause) throws IOException {
        Endpoint at = Endpoint.of(emulator.endpoint(), emulator.bucket(), Endpoint.Style.AUTOMATIC);
        transport = new Transport(
                connections,
                at,
                emulator.bucket(),
                new CurrentSigner(
                        () -> CREDENTIALS, emulator.region(), Endpoint.productOf(emulator.region()), Clock.systemUTC()),
                RetryPolicy.NONE,
                null,
                null,
                ContentTypeInference.ENABLED,
                ClientHeaders.STANDARD,
                new Threads(null, 64),
                new Connections(64));
        return PipedUpload.open(transport, "k", PARTS, pause);
    }

    /** The abort shows that the upload has failed without a call of its stream. */
    private PipedUpload abandoned() throws IOException {
        PipedUpload out = open(Duration.ofSeconds(1));
        out.write(new byte[2 * PART + 1]);
        awaitUpload();
        awaitNoUploads();
        return out;
    }

    private void awaitUpload() throws IOException {
        while (bucket.listMultipartUploads("").stream().toList().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** The upload fails just after its abort. */
    private static IOException failureOf(PipedUpload out) {
        return assertThrows(IOException.class, () -> {
            while (true) {
                out.write(1);
            }
        });
    }

    @Test
    void failsIfNothingIsWritten() throws Exception {
        PipedUpload out = abandoned();
        IOException e = failureOf(out);
        assertEquals(
                "the upload of k failed: nothing was written for 1 seconds: close the stream, for example by try-with-resources",
                e.getMessage());
        assertNull(e.getCause().getCause());
        assertThrows(IOException.class, out::complete);
        out.close();
    }

    @Test
    void printsOnRequestWhereAnAbandonedStreamWasOpened() throws Exception {
        System.setProperty("ossv4.streams", "trace");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, UTF_8));
        IOException e;
        try {
            e = failureOf(abandoned());
        } finally {
            System.setErr(before);
        }
        Throwable opened = e.getCause().getCause();
        assertEquals("the stream was opened", opened.getMessage());
        assertTrue(
                Arrays.stream(opened.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(PipedUploadTest.class.getName())),
                Arrays.toString(opened.getStackTrace()));
        assertTrue(printed.toString(UTF_8).contains("PipedUploadTest.open"), printed.toString(UTF_8));
    }

    @Test
    void anInterruptOfAWriteAbortsTheUpload() throws Exception {
        try (PipedUpload out = open(Duration.ofMinutes(10))) {
            out.write(new byte[2 * PART + 1]);
            awaitUpload();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> out.write(new byte[9 * PART]));
            assertTrue(Thread.interrupted(), "the flag is set");
            awaitNoUploads();
            assertThrows(IOException.class, out::complete);
        }
        assertFalse(bucket.exists("k"));
    }

    /** Half of an object must not be stored. */
    @Test
    void completeIsNoSuccessIfItIsInterruptedBeforeTheLastBytes() throws Exception {
        try (PipedUpload out = open(Duration.ofMinutes(10))) {
            out.write(1);
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, out::complete);
            assertTrue(Thread.interrupted(), "the flag is set");
        }
        assertFalse(bucket.exists("k"));
    }

    private enum End {
        INTERRUPT,
        CLOSE
    }

    /** The upload is completed, but the response is lost. */
    @ParameterizedTest
    @EnumSource
    void theOutcomeOfTheLastRequestIsUnknownIfTheStreamEnds(End end) throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch stored = new CountDownLatch(1);
        PipedUpload out = open(Duration.ofMinutes(10), () -> stored.countDown());
        out.write(new byte[2 * PART + 1]);
        Thread ending = new Thread(() -> {
            try {
                assertTrue(stored.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (end == End.INTERRUPT) {
                caller.interrupt();
            } else {
                transport.close();
            }
        });
        ending.start();
        IOException e = assertThrows(IOException.class, out::complete);
        ending.join();
        assertEquals(end == End.INTERRUPT, Thread.interrupted());
        assertInstanceOf(OutcomeUnknownException.class, e.getCause());
        assertEquals(end == End.INTERRUPT, e instanceof InterruptedIOException);
        assertTrue(bucket.exists("k"));
    }

    /** Single bytes fill a segment of the buffer only after minutes. */
    @Test
    @Tag("full")
    void staysOpenWhileBytesAreWritten() throws Exception {
        long start = System.nanoTime();
        try (PipedUpload out = open(Duration.ofSeconds(2))) {
            int written = 0;
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(7)) {
                out.write('a');
                written++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            out.complete();
            assertEquals(written, bucket.head("k").size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"InitiateMultipartUpload", "UploadPart"})
    @Tag("full")
    void staysOpenWhileTheNetworkIsSlow(String operation) throws Exception {
        emulator.inject(Fault.delay(Duration.ofSeconds(5)).on(operation));
        byte[] bytes = new byte[7 * PART];
        try (PipedUpload out = open(Duration.ofSeconds(1))) {
            out.write(bytes);
            out.complete();
        }
        assertEquals(bytes.length, bucket.head("k").size());
    }
}
