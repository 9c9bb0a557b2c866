// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.UploadFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the server, of the network and of the source during an upload in parts. */
class UploadFailureTest extends UploadFixture {
    @Test
    void retriesEveryTransientFailure() throws Exception {
        // More attempts than faults: one part may meet all of them.
        bucket.close();
        bucket = client().retryPolicy(RetryPolicy.builder()
                        .attempts(8)
                        .baseDelay(Duration.ZERO)
                        .build())
                .build();
        byte[] bytes = write(12 * PART);
        for (Fault fault : List.of(
                Fault.error(500, "InternalError"),
                Fault.error(503, "ServiceUnavailable").header("Retry-After", "0"),
                Fault.uploadReset(0),
                Fault.uploadReset(PART / 2),
                Fault.uploadReset(PART),
                Fault.responseLost(),
                Fault.wrongCrc64(1))) {
            emulator.inject(fault.on("UploadPart"));
        }
        emulator.inject(Fault.error(500, "InternalError").on("InitiateMultipartUpload"));
        emulator.inject(Fault.error(500, "InternalError").on("CompleteMultipartUpload"));
        bucket.upload("k", file, options().build());
        assertArrayEquals(bytes, bytes("k"));
        assertEquals(19, sentParts.size());
        assertNoUploads();
    }

    /** CompleteMultipartUpload rejects the ETag that UploadPart returned. */
    @Test
    void failsOnAWrongEtagOfAPart() throws Exception {
        write(3 * PART);
        emulator.inject(Fault.wrongEtag().on("UploadPart"));
        ServiceException e = assertThrows(
                ServiceException.class, () -> bucket.upload("k", file, options().build()));
        assertEquals("InvalidPart", e.code());
        assertNoUploads();
    }

    @Test
    void succeedsAfterALostResponseOfComplete() throws Exception {
        byte[] bytes = write(3 * PART);
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        PutResult result =
                bucket.upload("k", file, options().forbidOverwrite(true).build());
        assertTrue(result.isCrcChecked());
        assertEquals(bucket.head("k").etag(), result.etag());
        assertArrayEquals(bytes, bytes("k"));
    }

    /** An object with the same bytes existed before, so its presence does not show that this upload has stored it. */
    @Test
    void doesNotAcceptAnOlderObjectWithTheSameBytes() throws Exception {
        byte[] bytes = write(3 * PART);
        TestClock clock = new TestClock(Instant.now().minus(Duration.ofHours(1)));
        stop();
        start(Emulator.builder().clock(clock));
        bucket.upload("k", file, options().contentType("text/plain").build());
        clock.advance(Duration.ofHours(1));
        emulator.inject(Fault.error(500, "InternalError").on("CompleteMultipartUpload"));
        bucket.upload("k", file, options().contentType("image/png").build());
        assertEquals("image/png", bucket.head("k").contentType());
        assertNoUploads();
        assertEquals(bytes.length, bucket.head("k").size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortsAfterAFailureUnlessPartsAreKept(boolean keep) throws Exception {
        write(5 * PART);
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(9));
        UploadOptions.Builder options = options().keepParts(keep);
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", file, options.build()));
        assertEquals("AccessDenied", e.code());
        assertEquals(
                keep ? 1 : 0,
                bucket.listMultipartUploads(ListOptions.NONE).stream().toList().size());
    }

    @Test
    void reportsAnUploadThatCannotBeAborted() throws Exception {
        write(5 * PART);
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(3));
        emulator.inject(Fault.error(403, "AccessDenied").on("AbortMultipartUpload"));
        ServiceException e = assertThrows(
                ServiceException.class, () -> bucket.upload("k", file, options().build()));
        assertTrue(e.getSuppressed()[0].getMessage().contains(remainingUploadId()), e.getSuppressed()[0].getMessage());
    }

    private interface Change {
        void apply() throws IOException;
    }

    /** Uploads the file by one worker, and changes it when so many parts are completed. */
    private Transfer<PutResult> uploadAndChange(int parts, Change change) {
        UploadOptions options = options()
                .parallel(1)
                .progress(progress -> {
                    if (progress.parts() == parts) {
                        try {
                            change.apply();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                })
                .build();
        return bucket.async().upload("k", file, options);
    }

    @Test
    void failsIfTheFileChanges() throws Exception {
        write(5 * PART);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Transfer<PutResult> upload = uploadAndChange(2, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(1)));
        Throwable e = failureOf(upload);
        assertTrue(e.getMessage().contains("changed while it was uploaded"), e.getMessage());
        assertNoUploads();
        assertThrows(ServiceException.class, () -> bucket.head("k"));
    }

    @Test
    void failsIfTheFileBecomesShorter() throws Exception {
        write(5 * PART);
        Transfer<PutResult> upload = uploadAndChange(1, () -> Files.write(file, HELLO));
        Throwable e = failureOf(upload);
        assertTrue(e.getMessage().contains("ended after"), e.getMessage());
        assertNoUploads();
    }

    @Test
    void completesIfTheFirstPartOfAStreamFails() throws Exception {
        failTheFirstPartOfAStream(10);
    }

    @Test
    @Tag("full")
    void completesWheneverTheFirstPartOfAStreamFails() throws Exception {
        failTheFirstPartOfAStream(100);
    }

    /** The part fails while the stream is still being read. */
    private void failTheFirstPartOfAStream(int times) throws Exception {
        byte[] bytes = write(5 * PART);
        for (int i = 0; i < times; i++) {
            emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(9));
            Transfer<PutResult> upload = bucket.async()
                    .upload("k", new ByteArrayInputStream(bytes), options().build());
            upload.idle().get(1, TimeUnit.MINUTES);
            assertInstanceOf(ServiceException.class, failureOf(upload));
            emulator.clearFaults();
        }
        assertNoUploads();
    }

    @Test
    void leavesNothingIfTheStreamFails() throws Exception {
        InputStream failing = new InputStream() {
            private int remaining = 5 * PART + 7;

            @Override
            public int read() {
                throw new AssertionError("bytes are read in bulk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (remaining == 0) {
                    throw new IOException("read failed");
                }
                int read = Math.min(remaining, Math.min(length, 1000));
                remaining -= read;
                return read;
            }
        };
        IOException e = assertThrows(
                IOException.class, () -> bucket.upload("k", failing, options().build()));
        assertEquals("read failed", e.getMessage());
        assertNoUploads();
    }

    @Test
    void ignoresErrorsOfListeners() throws Exception {
        write(3 * PART);
        try (BucketClient own = super.client()
                .retryPolicy(IMMEDIATE_RETRIES)
                .listener(CallListener.log(line -> {
                    throw new StackOverflowError(line);
                }))
                .build()) {
            UploadOptions options = options()
                    .progress(progress -> {
                        throw new AssertionError(progress);
                    })
                    .build();
            emulator.inject(Fault.error(500, "InternalError").on("UploadPart"));
            assertTrue(own.upload("k", file, options).isCrcChecked());
            assertTrue(own.upload("k", new ByteArrayInputStream(new byte[2 * PART]), options)
                    .isCrcChecked());
        }
    }

    private BucketClient twoAttempts() {
        return client().retryPolicy(RetryPolicy.builder()
                        .attempts(2)
                        .baseDelay(Duration.ZERO)
                        .build())
                .build();
    }

    /** ListParts cannot show whether the upload was completed. An upload that cannot be aborted was. */
    @Test
    void reportsTheResultOfALostCompletionThatTheAbortShows() throws Exception {
        byte[] bytes = write(3 * PART);
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        OkHttpClient withoutListParts = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .addInterceptor(chain -> {
                    if (chain.request().url().queryParameter("max-parts") != null) {
                        throw new SocketException("reset");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (BucketClient once = client().okHttpClient(withoutListParts)
                .retryPolicy(RetryPolicy.NONE)
                .build()) {
            assertTrue(once.upload("k", file, options().threshold(0).build()).isCrcChecked());
        }
        assertArrayEquals(bytes, bytes("k"));
        assertNoUploads();
    }

    /** The upload no longer exists because it was aborted here: the same object was stored by another client. */
    @Test
    void reportsNoResultAfterItsOwnAbortWhoseResponseWasLost() throws Exception {
        byte[] bytes = write(3 * PART);
        bucket.put("k", Body.of(bytes));
        emulator.inject(
                Fault.error(500, "InternalError").on("CompleteMultipartUpload").times(2));
        emulator.inject(Fault.error(403, "AccessDenied").on("ListParts").times(2));
        emulator.inject(Fault.responseLost().on("AbortMultipartUpload"));
        try (BucketClient twice = twoAttempts()) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> twice.upload("k", file, options().threshold(0).build()));
            assertTrue(e.getMessage().contains("CompleteMultipartUpload k"), e.getMessage());
        }
        assertNoUploads();
    }
}
