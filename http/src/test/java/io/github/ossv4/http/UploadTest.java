// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.UploadFixture;
import io.github.ossv4.object.ObjectAcl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of files and streams that succeed, and their options. */
class UploadTest extends UploadFixture {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 10 * PART + 7})
    void uploadsFilesAndStreamsOfAnySize(int size) throws Exception {
        byte[] bytes = write(size);
        PutResult result =
                bucket.upload("k", file, options().contentType("text/plain").build());
        assertTrue(result.isCrcChecked());
        assertEquals(Crc64.compute(bytes), result.crc64());
        assertArrayEquals(bytes, bytes("k"));
        ObjectMetadata metadata = bucket.head("k");
        assertEquals(size <= PART ? "Normal" : "Multipart", metadata.type());
        assertEquals("text/plain", metadata.contentType());
        assertEquals(result.etag(), metadata.etag());
        assertNoUploads();
        result = bucket.upload(
                "stream", new ByteArrayInputStream(bytes), options().build());
        assertEquals(Crc64.compute(bytes), result.crc64());
        assertArrayEquals(bytes, bytes("stream"));
        assertEquals(size < PART ? "Normal" : "Multipart", bucket.head("stream").type());
        assertNoUploads();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PART, 3 * PART})
    void appliesTheThreshold(int threshold) throws Exception {
        write(2 * PART);
        bucket.upload("k", file, options().threshold(threshold).build());
        assertEquals(
                threshold >= 2 * PART ? "Normal" : "Multipart", bucket.head("k").type());
    }

    @Test
    void storesTheOptions() throws Exception {
        write(3 * PART);
        for (int threshold : new int[] {0, 3 * PART}) {
            UploadOptions options = options()
                    .threshold(threshold)
                    .metadata("a", "1")
                    .tag("t", "2")
                    .acl(ObjectAcl.PUBLIC_READ)
                    .build();
            bucket.upload("k" + threshold, file, options);
            ObjectMetadata metadata = bucket.head("k" + threshold);
            assertEquals("1", metadata.metadata().get("a"));
            assertEquals("1", metadata.header("x-oss-tagging-count"));
            assertEquals(200, anonymousStatus("k" + threshold));
        }
    }

    @Test
    void sendsAsManyPartsInParallelAsWorkers() throws Exception {
        write(12 * PART);
        for (int workers : new int[] {1, 3, 8}) {
            AtomicInteger current = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch together = new CountDownLatch(workers);
            OkHttpClient counting = http.newBuilder()
                    .addInterceptor(chain -> {
                        if (chain.request().url().queryParameter("partNumber") == null) {
                            return chain.proceed(chain.request());
                        }
                        most.accumulateAndGet(current.incrementAndGet(), Math::max);
                        together.countDown();
                        try {
                            assertTrue(together.await(1, TimeUnit.MINUTES));
                            return chain.proceed(chain.request());
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        } finally {
                            current.decrementAndGet();
                        }
                    })
                    .build();
            try (BucketClient own = super.client().okHttpClient(counting).build()) {
                own.upload("k", file, options().parallel(workers).build());
            }
            assertEquals(workers, most.get());
        }
    }

    @Test
    void sendsPartsInOrderIfSequential() throws Exception {
        write(5 * PART);
        bucket.upload("k", file, options().sequential(true).parallel(5).build());
        assertEquals(List.of(1, 2, 3, 4, 5), sentParts);
        assertTrue(bucket.head("k").header("Content-MD5") != null);
    }

    @Test
    void reportsProgressOnOneThreadAtATime() throws Exception {
        write(20 * PART);
        List<TransferProgress> reports = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        TransferListener listener = progress -> {
            assertEquals(1, inside.incrementAndGet());
            reports.add(progress);
            inside.decrementAndGet();
            throw new IllegalStateException("listener failed");
        };
        bucket.upload("k", file, options().progress(listener).build());
        TransferProgress last = reports.get(reports.size() - 1);
        assertEquals(20 * PART, last.bytes());
        assertEquals(20 * PART, last.totalBytes());
        assertEquals(20, last.parts());
        assertEquals(20, last.totalParts());
        assertTrue(reports.size() >= 20);
        assertEquals(20, completedParts.size());
        reports.clear();
        bucket.upload(
                "k",
                new ByteArrayInputStream(bytes("k")),
                options().progress(listener).build());
        last = reports.get(reports.size() - 1);
        assertEquals("2048000 of 2048000 bytes, 20 of 20 parts", last.toString().replaceAll(", \\d+ bytes/s", ""));
        assertEquals(-1, reports.get(0).totalBytes());
    }

    @Test
    void doesNotOverwriteIfForbidden() throws Exception {
        write(3 * PART);
        bucket.put("there", Body.of(HELLO));
        UploadOptions options = options().forbidOverwrite(true).build();
        assertEquals(
                "FileAlreadyExists",
                assertThrows(ServiceException.class, () -> bucket.upload("there", file, options))
                        .code());
        assertEquals(List.of(), sentParts);
        assertNoUploads();
        // Another client stores the object during the upload.
        Transfer<PutResult> upload = bucket.async()
                .upload(
                        "k",
                        file,
                        options()
                                .forbidOverwrite(true)
                                .progress(progress -> {
                                    if (progress.parts() == 3) {
                                        try {
                                            bucket.put("k", Body.of(HELLO));
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    }
                                })
                                .build());
        assertEquals(
                "FileAlreadyExists",
                assertInstanceOf(ServiceException.class, failureOf(upload)).code());
        assertEquals("hello", text("k"));
        assertNoUploads();
    }

    @Test
    void performsTheCallbackOnce() throws Exception {
        write(3 * PART);
        try (ApplicationServer application = new ApplicationServer()) {
            emulator.addCallbackTarget(application.port());
            UploadOptions options = options()
                    .callback(Callback.builder(application.url())
                            .formBody("o=${object}&s=${size}")
                            .build())
                    .build();
            assertEquals(
                    "{}", bucket.upload("k", file, options).callbackResponse().utf8());
            PutResult result = bucket.upload("k2", new ByteArrayInputStream(HELLO), options);
            assertEquals("{}", result.callbackResponse().utf8());
            assertEquals(List.of("o=k&s=307200", "o=k2&s=5"), application.received);

            emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
            CallbackFailedException e =
                    assertThrows(CallbackFailedException.class, () -> bucket.upload("k3", file, options));
            assertEquals(bucket.head("k3").etag(), e.stored().etag());
            assertEquals(3, application.received.size(), "performed once, with an unknown result");

            emulator.inject(Fault.uploadReset(1000).on("CompleteMultipartUpload"));
            // CompleteMultipartUpload was not executed, so its retry performs the callback once.
            assertEquals(
                    "{}", bucket.upload("k4", file, options).callbackResponse().utf8());
            assertNoUploads();
            assertEquals(4, application.received.size());
        }
    }

    @Test
    void rejectsMissingAndIrregularFiles() {
        assertThrows(NoSuchFileException.class, () -> bucket.upload("k", folder.resolve("missing")));
        assertThrows(IOException.class, () -> bucket.upload("k", folder));
        assertInstanceOf(
                NoSuchFileException.class,
                failureOf(bucket.async().upload("k", folder.resolve("missing"), UploadOptions.NONE)));
        assertThrows(IllegalArgumentException.class, () -> bucket.upload("", file));
    }

    @Test
    void rejectsMoreThanTenThousandParts() throws Exception {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(HELLO), 10_000L * PART);
        }
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> bucket.upload("k", file, options().build()));
        assertTrue(e.getMessage().contains("10000"), e.getMessage());
        assertNoUploads();
    }

    @Test
    void rejectsACheckpointForAStream() {
        assertThrows(
                IllegalArgumentException.class,
                () -> bucket.upload(
                        "k",
                        new ByteArrayInputStream(HELLO),
                        options().checkpoint(checkpoint).build()));
    }

    @Test
    void rejectsOptionsOutOfRange() {
        UploadOptions.Builder builder = UploadOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.partSize(PART - 1));
        assertThrows(IllegalArgumentException.class, () -> builder.partSize((5L << 30) + 1));
        assertThrows(IllegalArgumentException.class, () -> builder.parallel(0));
        assertThrows(IllegalArgumentException.class, () -> builder.parallel(65));
        assertThrows(IllegalArgumentException.class, () -> builder.threshold(-1));
    }

    @Test
    void failsAfterClose() throws Exception {
        write(3 * PART);
        bucket.close();
        assertThrows(
                IllegalStateException.class,
                () -> bucket.upload("k", file, options().build()));
    }
}
