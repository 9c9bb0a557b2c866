// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of bytes that are not a file or an array. */
class AnySourceTest extends EmulatorFixture {
    private static final byte[] BYTES = new byte[700_000];

    static {
        new Random(7).nextBytes(BYTES);
    }

    @TempDir
    private Path directory;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private InputStream open(byte[] bytes, long offset) {
        opened.incrementAndGet();
        return new FilterInputStream(new ByteArrayInputStream(bytes, (int) offset, bytes.length)) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private BucketClient retrying() {
        return client().retryPolicy(IMMEDIATE_RETRIES).build();
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(100 * 1024).threshold(0);
    }

    /** The faults of an upload, after which a retry stores the object. */
    static Stream<Fault> faults() {
        return Stream.of(
                Fault.error(503, "ServiceUnavailable"),
                Fault.error(500, "InternalError"),
                Fault.uploadReset(0),
                Fault.uploadReset(1),
                Fault.uploadReset(65_536),
                Fault.uploadReset(Long.MAX_VALUE),
                Fault.responseLost(),
                Fault.noCrc64(),
                Fault.delay(Duration.ofMillis(10)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void opensABodyForEachAttempt(Fault fault) throws Exception {
        emulator.inject(fault.on("PutObject"));
        try (BucketClient client = retrying()) {
            client.put("k", Body.of(BYTES.length, () -> open(BYTES, 0)));
        }
        assertArrayEquals(BYTES, bytes("k"));
        assertEquals(opened.get(), closed.get());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void opensASourceForEachPart(Fault fault) throws Exception {
        emulator.inject(fault.on("UploadPart"));
        emulator.inject(fault.on("UploadPart"));
        try (BucketClient client = retrying()) {
            client.upload("k", UploadSource.of("s", BYTES.length, offset -> open(BYTES, offset)), parts().build());
        }
        assertArrayEquals(BYTES, bytes("k"));
        assertTrue(opened.get() >= 7, "" + opened);
        assertEquals(opened.get(), closed.get());
    }

    /** OSS rejects the wrong ETag when the upload is completed. */
    @Test
    void failsIfThePartsOfASourceHaveOtherEtags() throws Exception {
        emulator.inject(Fault.wrongEtag().on("UploadPart"));
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> bucket.upload(
                        "k", UploadSource.of("s", BYTES.length, offset -> open(BYTES, offset)), parts().build()));
        assertEquals("InvalidPart", e.code());
        assertNoUploads();
    }

    @Test
    void reportsAWrongChecksumOfAnOpenedBody() {
        emulator.inject(Fault.wrongCrc64(1).on("PutObject"));
        assertThrows(
                ChecksumMismatchException.class, () -> bucket.put("k", Body.of(BYTES.length, () -> open(BYTES, 0))));
    }

    /** The second stream differs in one byte of those that the first attempt sent. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 65_535, 699_999})
    void noticesThatASourceGivesOtherBytes(int changed) throws Exception {
        byte[] other = BYTES.clone();
        other[changed] ^= 1;
        emulator.inject(Fault.responseLost().on("PutObject"));
        try (BucketClient client = retrying()) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> client.put("k", Body.of(BYTES.length, () -> open(opened.get() == 0 ? BYTES : other, 0))));
            assertTrue(e.getMessage().contains("differ from those that were sent before"), e.getMessage());
        }
        // That of the first attempt, whose response was lost.
        assertArrayEquals(BYTES, bytes("k"));
        assertEquals(2, opened.get());
    }

    @Test
    void noticesOtherBytesOfAnInterruptedAttempt() throws Exception {
        byte[] other = BYTES.clone();
        other[10] ^= 1;
        emulator.inject(Fault.uploadReset(300_000).on("PutObject"));
        try (BucketClient client = retrying()) {
            assertThrows(
                    IOException.class,
                    () -> client.put("k", Body.of(BYTES.length, () -> open(opened.get() == 0 ? BYTES : other, 0))));
        }
        assertFalse(bucket.exists("k"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void rejectsStreamsOfAnotherLength(int difference) {
        int length = BYTES.length + difference;
        IOException e = assertThrows(IOException.class, () -> bucket.put("k", Body.of(length, () -> open(BYTES, 0))));
        assertTrue(e.getMessage().contains("the opened stream"), e.getMessage());
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(5, () -> null)));
        assertThrows(IllegalArgumentException.class, () -> Body.of(-1, () -> open(BYTES, 0)));
        assertEquals(opened.get(), closed.get());
    }

    @Test
    void resumesASource() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        UploadSource source = UploadSource.of("id", BYTES.length, offset -> open(BYTES, offset));
        UploadOptions options = parts().parallel(1).checkpoint(checkpoint).build();
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart"));
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart"));
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        assertThrows(ServiceException.class, () -> bucket.upload("k", source, options));
        assertTrue(Files.exists(checkpoint));
        assertThrows(
                IOException.class,
                () -> bucket.upload(
                        "k", UploadSource.of("other", BYTES.length, offset -> open(BYTES, offset)), options));
        assertThrows(IOException.class, () -> bucket.upload("k", Path.of("id"), options));

        byte[] changed = BYTES.clone();
        changed[5] ^= 1;
        bucket.upload("k", UploadSource.of("id", BYTES.length, offset -> open(changed, offset)), options);
        assertArrayEquals(changed, bytes("k"));
        assertFalse(Files.exists(checkpoint));
        assertEquals(opened.get(), closed.get());
        assertNoUploads();
    }

    @Test
    void noticesAnOpenerThatIgnoresTheOffset() throws Exception {
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.upload(
                        "k", UploadSource.of("s", BYTES.length, offset -> open(BYTES, 0)), parts().build()));
        assertTrue(e.getMessage().contains("grew beyond"), e.getMessage());
        assertFalse(bucket.exists("k"));
        assertThrows(
                IOException.class,
                () -> bucket.upload(
                        "k", UploadSource.of("s", BYTES.length - 1, offset -> open(BYTES, offset)), parts().build()));
        assertNoUploads();
    }

    @Test
    void failsAnOpenStreamWhenTheClientIsClosed() throws Exception {
        BucketClient closing = client().build();
        try (UploadStream out = closing.openUpload("k")) {
            out.write(1);
            closing.close();
            IOException e = assertThrows(IOException.class, out::complete);
            assertTrue(e.getMessage().contains("closed"), e.getMessage());
        }
        assertFalse(bucket.exists("k"));
    }

    @Test
    void rejectsAnOpenerThatReturnsNull() throws Exception {
        for (int threshold : new int[] {0, BYTES.length}) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> bucket.upload(
                            "k",
                            UploadSource.of("s", BYTES.length, offset -> null),
                            parts().threshold(threshold).build()));
            assertTrue(e.getMessage().contains("the opener of s returned null for offset "), e.getMessage());
        }
        assertNoUploads();
    }

    @Test
    void rejectsInvalidSources() {
        assertThrows(IllegalArgumentException.class, () -> UploadSource.of("", 1, offset -> open(BYTES, offset)));
        assertThrows(IllegalArgumentException.class, () -> UploadSource.of("a", -1, offset -> open(BYTES, offset)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void sendsABodyOfOkHttp(Fault fault) throws Exception {
        emulator.inject(fault.on("PutObject"));
        try (BucketClient client = retrying()) {
            client.put("k", Body.of(RequestBody.create(BYTES, MediaType.get("image/x-own"))));
        }
        assertArrayEquals(BYTES, bytes("k"));
        assertEquals("image/x-own", bucket.head("k").contentType());
    }

    private static RequestBody body(long length, boolean oneShot, int written) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return length;
            }

            @Override
            public boolean isOneShot() {
                return oneShot;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeAll(Okio.source(new ByteArrayInputStream(BYTES, 0, written)));
            }
        };
    }

    @Test
    void checksABodyOfOkHttp() throws Exception {
        for (int written : new int[] {0, 99_999, 100_001, 200_000}) {
            IOException e =
                    assertThrows(IOException.class, () -> bucket.put("k", Body.of(body(100_000, false, written))));
            assertTrue(e.getMessage().contains("RequestBody of null wrote"), e.getMessage());
        }
        assertFalse(bucket.exists("k"));
        bucket.put("k", Body.of(body(100_000, false, 100_000)));
        assertArrayEquals(Arrays.copyOf(BYTES, 100_000), bytes("k"));
        bucket.put("empty", Body.of(body(0, false, 0)));
        assertEquals(0, bytes("empty").length);
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(body(-1, false, 5))));
    }

    @Test
    void doesNotRepeatAOneShotBody() throws Exception {
        emulator.inject(Fault.uploadReset(0).on("PutObject"));
        try (BucketClient client = retrying()) {
            assertThrows(IOException.class, () -> client.put("one-shot", Body.of(body(5, true, 5))));
        }
        assertFalse(bucket.exists("one-shot"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void writesToAnUpload(Fault fault) throws Exception {
        emulator.inject(fault.on("UploadPart"));
        try (BucketClient client = retrying();
                UploadStream out = client.openUpload("k", parts().build())) {
            out.write(BYTES[0]);
            for (int at = 1; at < BYTES.length; at += 999) {
                out.write(BYTES, at, Math.min(999, BYTES.length - at));
                out.flush();
            }
            PutResult stored = out.complete();
            assertTrue(stored.isCrcChecked());
        }
        assertArrayEquals(BYTES, bytes("k"));
    }

    @Test
    void writesSmallObjectsInOneRequest() throws Exception {
        try (UploadStream out = bucket.openUpload("text.txt")) {
            GZIPOutputStream gzip = new GZIPOutputStream(out);
            gzip.write(HELLO);
            gzip.finish();
            out.complete();
        }
        assertEquals("Normal", bucket.head("text.txt").type());
        assertEquals(
                "hello",
                new String(new GZIPInputStream(new ByteArrayInputStream(bytes("text.txt"))).readAllBytes(), UTF_8));
        try (UploadStream out = bucket.openUpload("empty")) {
            out.complete();
        }
        assertEquals(0, bytes("empty").length);
    }

    @Test
    void abortsAnUploadThatIsNotCompleted() throws Exception {
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> {
            try (UploadStream out = bucket.openUpload("k", parts().build())) {
                out.write(BYTES);
                throw new IllegalStateException("of the writer");
            }
        });
        assertEquals(
                "the upload of k was closed before complete(): it is aborted", thrown.getSuppressed()[0].getMessage());
        assertFalse(bucket.exists("k"));
        assertNoUploads();
        UploadStream forgotten = bucket.openUpload("k");
        forgotten.write(1);
        assertThrows(IOException.class, forgotten::close);
        assertThrows(IOException.class, forgotten::complete);
        assertThrows(IOException.class, () -> forgotten.write(1));
        forgotten.close();
        assertFalse(bucket.exists("k"));
    }

    @Test
    void failsAWriteAfterAFailedPart() throws Exception {
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        UploadStream out = bucket.openUpload("k", parts().parallel(1).build());
        IOException e = assertThrows(IOException.class, () -> {
            while (true) {
                out.write(BYTES);
            }
        });
        assertTrue(e.getMessage().startsWith("the upload of k failed: UploadPart k (part 1)"), e.getMessage());
        assertEquals("AccessDenied", ((ServiceException) e.getCause()).code());
        assertEquals(e, assertThrows(IOException.class, () -> out.write(1)).getCause());
        assertThrows(IOException.class, out::complete);
        out.close();
        assertNoUploads();
    }

    @Test
    void failsToCompleteAfterAFailure() throws Exception {
        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject"));
        try (UploadStream out = bucket.openUpload("k")) {
            out.write(HELLO);
            assertEquals(
                    "AccessDenied",
                    assertThrows(ServiceException.class, out::complete).code());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> bucket.openUpload(
                        "k",
                        UploadOptions.builder()
                                .checkpoint(directory.resolve("c"))
                                .build()));
    }
}
