// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.UploadFixture;
import io.github.ossv4.http.testing.WireFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that are cancelled or interrupted. */
class UploadCancelTest extends UploadFixture {
    @Test
    void interruptCancelsTheUpload() throws Exception {
        write(10 * PART);
        Thread caller = Thread.currentThread();
        UploadOptions options = options()
                .parallel(1)
                .progress(progress -> {
                    if (progress.parts() == 3) {
                        caller.interrupt();
                    }
                })
                .build();
        emulator.inject(Fault.delay(Duration.ofMillis(50)).on("UploadPart").times(10));
        assertThrows(InterruptedIOException.class, () -> bucket.upload("k", file, options));
        assertTrue(Thread.interrupted());
        awaitNoUploads();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void leavesNothingAfterACancellation(String kind) throws Exception {
        byte[] bytes = write(20 * PART);
        CountDownLatch sending = new CountDownLatch(1);
        UploadOptions options =
                options().progress(progress -> sending.countDown()).build();
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("UploadPart").times(3));
        Transfer<PutResult> upload = kind.equals("file")
                ? bucket.async().upload("k", file, options)
                : bucket.async().upload("k", new ByteArrayInputStream(bytes), options);
        assertTrue(sending.await(1, TimeUnit.MINUTES));
        assertTrue(upload.cancel(true));
        upload.idle().get(1, TimeUnit.MINUTES);
        assertNoUploads();
        // The connections may become idle shortly after the upload.
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (http.dispatcher().runningCallsCount() + http.dispatcher().queuedCallsCount() > 0
                    || http.connectionPool().connectionCount() > 0) {
                http.connectionPool().evictAll();
                Thread.onSpinWait();
            }
        });
        assertThrows(CancellationException.class, upload::join);
    }

    @Test
    void reportsACancelledUploadThatCannotBeAborted() throws Exception {
        write(10 * PART);
        emulator.inject(Fault.error(403, "AccessDenied").on("AbortMultipartUpload"));
        Transfer<PutResult> upload = uploadAndCancelAfter(2, options());
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> upload.idle().get(1, TimeUnit.MINUTES));
        assertTrue(
                e.getCause().getMessage().contains(remainingUploadId()),
                e.getCause().getMessage());
    }

    /** The upload has no checkpoint yet, so that it is aborted even if its parts are to be kept. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortsAnUploadThatIsCancelledDuringInitiate(boolean keepParts) throws Exception {
        write(10 * PART);
        CountDownLatch initiating = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        List<String> aborts = new CopyOnWriteArrayList<>();
        String initiated = "<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>";
        try (RawServer server = new RawServer(peer -> {
                    while (true) {
                        String request = peer.head();
                        if (request.startsWith("DELETE ")) {
                            aborts.add(request.substring(0, request.indexOf('\r')));
                            peer.respond("204 No Content", "x-oss-request-id: 1");
                            continue;
                        }
                        initiating.countDown();
                        await(cancelled);
                        peer.respond("200 OK", "x-oss-request-id: 1", "Content-Length: " + initiated.length())
                                .send(initiated);
                    }
                });
                BucketClient client = WireFixture.client(server)) {
            UploadOptions.Builder options = options();
            Transfer<PutResult> upload = client.async()
                    .upload("k", file, options.keepParts(keepParts).build());
            await(initiating);
            assertTrue(upload.cancel(true));
            cancelled.countDown();
            upload.idle().get(1, TimeUnit.MINUTES);
        }
        assertEquals("DELETE /examplebucket/k?uploadId=U HTTP/1.1", aborts.get(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The upload id is in the response that the client did not receive. */
    @Test
    void namesTheKeyOfAnUploadThatMayBeLeftAfterACancelledInitiate() throws Exception {
        write(10 * PART);
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("InitiateMultipartUpload"));
        Transfer<PutResult> upload =
                bucket.async().upload("photos/cat", file, options().build());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (bucket.listMultipartUploads(ListOptions.NONE).stream()
                    .toList()
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        });
        assertTrue(upload.cancel(true));
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> upload.idle().get(1, TimeUnit.MINUTES));
        assertEquals(
                "an upload of photos/cat without parts may be left",
                e.getCause().getMessage());
    }

    @Test
    void isIdleWhenItsBlockedStreamReturns() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        InputStream blocking = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("bytes are read in bulk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                reading.countDown();
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        Transfer<PutResult> upload =
                bucket.async().upload("k", blocking, options().build());
        assertTrue(reading.await(1, TimeUnit.MINUTES));
        assertTrue(upload.cancel(true));
        assertFalse(upload.idle().isDone());
        blocked.countDown();
        upload.idle().get(1, TimeUnit.MINUTES);
    }
}
