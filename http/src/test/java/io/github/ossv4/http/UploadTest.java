// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.object.ObjectAcl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole uploads, against an OSS that has its faults. */
class UploadTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private Path file;
    private Path checkpoint;
    private OkHttpClient http;

    /** The numbers of the parts that were sent, one entry for each attempt. */
    private final List<Integer> sent = Collections.synchronizedList(new ArrayList<>());

    private final List<Part> done = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void files() {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
    }

    @Override
    public BucketClient.Builder client() {
        http = new OkHttpClient();
        http.dispatcher().setMaxRequestsPerHost(64);
        return super.client()
                .okHttpClient(http)
                .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals("UploadPart")) {
                            sent.add(attempt.partNumber());
                        }
                    }

                    @Override
                    public void partCompleted(String key, Part part) {
                        done.add(part);
                    }
                });
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(PART);
    }

    private byte[] write(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Files.write(file, bytes);
        return bytes;
    }

    private byte[] stored(String key) throws IOException {
        try (GetResult got = bucket.get(key)) {
            return got.bytes();
        }
    }

    private void nothingIsLeft() throws IOException {
        assertEquals(
                List.of(), bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads());
    }

    private String uploadLeft() throws IOException {
        return bucket.listMultipartUploads(ListUploadsOptions.NONE)
                .uploads()
                .get(0)
                .uploadId();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 10 * PART + 7})
    void everySize(int size) throws Exception {
        byte[] bytes = write(size);
        PutResult result =
                bucket.upload("k", file, parts().contentType("text/plain").build());
        assertTrue(result.crcChecked());
        assertEquals(Crc64.compute(bytes), result.crc64());
        assertArrayEquals(bytes, stored("k"));
        ObjectMetadata metadata = bucket.head("k");
        assertEquals(size <= PART ? "Normal" : "Multipart", metadata.type());
        assertEquals("text/plain", metadata.contentType());
        assertEquals(result.etag(), metadata.etag());
        nothingIsLeft();
        result = bucket.upload("stream", new ByteArrayInputStream(bytes), parts().build());
        assertEquals(Crc64.compute(bytes), result.crc64());
        assertArrayEquals(bytes, stored("stream"));
        assertEquals(size < PART ? "Normal" : "Multipart", bucket.head("stream").type());
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PART, 3 * PART})
    void theThresholdIsOnesOwn(int threshold) throws Exception {
        write(2 * PART);
        bucket.upload("k", file, parts().threshold(threshold).build());
        assertEquals(
                threshold >= 2 * PART ? "Normal" : "Multipart", bucket.head("k").type());
    }

    @Test
    void whatIsSaidOfTheObject() throws Exception {
        write(3 * PART);
        for (int threshold : new int[] {0, 3 * PART}) {
            UploadOptions options = parts().threshold(threshold)
                    .metadata("a", "1")
                    .tag("t", "2")
                    .acl(ObjectAcl.PUBLIC_READ)
                    .build();
            bucket.upload("k" + threshold, file, options);
            ObjectMetadata metadata = bucket.head("k" + threshold);
            assertEquals("1", metadata.metadata().get("a"));
            assertEquals("1", metadata.header("x-oss-tagging-count"));
            assertEquals(200, statusForAnybody("k" + threshold));
        }
    }

    @Test
    void asManyPartsAtATimeAsThereAreWorkers() throws Exception {
        write(12 * PART);
        for (int workers : new int[] {1, 3, 8}) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch together = new CountDownLatch(workers);
            OkHttpClient counting = http.newBuilder()
                    .addInterceptor(chain -> {
                        if (chain.request().url().queryParameter("partNumber") == null) {
                            return chain.proceed(chain.request());
                        }
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        together.countDown();
                        try {
                            assertTrue(together.await(1, TimeUnit.MINUTES));
                            return chain.proceed(chain.request());
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        } finally {
                            now.decrementAndGet();
                        }
                    })
                    .build();
            try (BucketClient own = super.client().okHttpClient(counting).build()) {
                own.upload("k", file, parts().workers(workers).build());
            }
            assertEquals(workers, most.get());
        }
    }

    @Test
    void sequential() throws Exception {
        write(5 * PART);
        bucket.upload("k", file, parts().sequential().workers(5).build());
        assertEquals(List.of(1, 2, 3, 4, 5), sent);
        assertTrue(bucket.head("k").header("Content-MD5") != null);
    }

    @Test
    void progressIsToldAndNeverFromTwoThreads() throws Exception {
        write(20 * PART);
        List<TransferProgress> told = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        TransferListener listener = progress -> {
            assertEquals(1, inside.incrementAndGet());
            told.add(progress);
            inside.decrementAndGet();
            throw new IllegalStateException("a listener that fails");
        };
        bucket.upload("k", file, parts().progress(listener).build());
        TransferProgress last = told.get(told.size() - 1);
        assertEquals(20 * PART, last.bytes());
        assertEquals(20 * PART, last.totalBytes());
        assertEquals(20, last.parts());
        assertEquals(20, last.totalParts());
        assertTrue(told.size() >= 20);
        assertEquals(20, done.size());
        told.clear();
        bucket.upload(
                "k",
                new ByteArrayInputStream(stored("k")),
                parts().progress(listener).build());
        last = told.get(told.size() - 1);
        assertEquals("2048000 of 2048000 bytes, 20 of 20 parts", last.toString().replaceAll(", \\d+ bytes/s", ""));
        assertEquals(-1, told.get(0).totalBytes());
    }

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
                Fault.answerLost(),
                Fault.wrongCrc64(1))) {
            emulator.inject(fault.on("UploadPart"));
        }
        emulator.inject(Fault.error(500, "InternalError").on("InitiateMultipartUpload"));
        emulator.inject(Fault.error(500, "InternalError").on("CompleteMultipartUpload"));
        bucket.upload("k", file, parts().build());
        assertArrayEquals(bytes, stored("k"));
        assertEquals(19, sent.size());
        nothingIsLeft();
    }

    /** What UploadPart says is not what CompleteMultipartUpload wants. */
    @Test
    void aWrongEtagIsAClearError() throws Exception {
        write(3 * PART);
        emulator.inject(Fault.wrongEtag().on("UploadPart"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", file, parts().build()));
        assertEquals("InvalidPart", e.code());
        nothingIsLeft();
    }

    @Test
    void aLostCompleteIsNoFailure() throws Exception {
        byte[] bytes = write(3 * PART);
        emulator.inject(Fault.answerLost().on("CompleteMultipartUpload"));
        PutResult result = bucket.upload("k", file, parts().forbidOverwrite().build());
        assertTrue(result.crcChecked());
        assertEquals(bucket.head("k").etag(), result.etag());
        assertArrayEquals(bytes, stored("k"));
    }

    @Test
    void overwritingIsForbiddenOnBothEnds() throws Exception {
        write(3 * PART);
        bucket.put("there", Body.of(HELLO));
        UploadOptions options = parts().forbidOverwrite().build();
        assertEquals(
                "FileAlreadyExists",
                assertThrows(ServiceException.class, () -> bucket.upload("there", file, options))
                        .code());
        assertEquals(List.of(), sent);
        nothingIsLeft();
        // Somebody else is quicker.
        Transfer<PutResult> upload = bucket.async()
                .upload(
                        "k",
                        file,
                        parts().forbidOverwrite()
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
                assertThrows(ServiceException.class, upload::await).code());
        assertEquals("hello", got("k"));
        nothingIsLeft();
    }

    private String application(List<String> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        emulator.addCallbackTarget(server.getAddress().getPort());
        closing.add(() -> server.stop(0));
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/cb";
    }

    private final List<Runnable> closing = new ArrayList<>();

    @Override
    @AfterEach
    public void stop() {
        super.stop();
        closing.forEach(Runnable::run);
    }

    @Test
    void callbacks() throws Exception {
        write(3 * PART);
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        Callback callback = Callback.builder(application(received))
                .formBody("o=${object}&s=${size}")
                .build();
        PutResult result = bucket.upload("k", file, parts().callback(callback).build());
        assertEquals("{}", result.callbackAnswer().utf8());
        result = bucket.upload(
                "k2",
                new ByteArrayInputStream(HELLO),
                parts().callback(callback).build());
        assertEquals("{}", result.callbackAnswer().utf8());
        assertEquals(List.of("o=k&s=307200", "o=k2&s=5"), received);
        emulator.inject(Fault.answerLost().on("CompleteMultipartUpload"));
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class,
                () -> bucket.upload("k3", file, parts().callback(callback).build()));
        assertEquals(bucket.head("k3").etag(), e.stored().etag());
        assertEquals(3, received.size(), "once, and nobody knows");
        emulator.inject(Fault.uploadReset(1000).on("CompleteMultipartUpload"));
        // The upload still exists, so nothing was done: completed again, its callback is performed once.
        result = bucket.upload("k4", file, parts().callback(callback).build());
        assertEquals("{}", result.callbackAnswer().utf8());
        nothingIsLeft();
        assertEquals(4, received.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeDoneLeavesNothingUnlessAsked(boolean keep) throws Exception {
        write(5 * PART);
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(9));
        UploadOptions.Builder options = keep ? parts().keepParts() : parts();
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", file, options.build()));
        assertEquals("AccessDenied", e.code());
        assertEquals(
                keep ? 1 : 0,
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads().size());
    }

    @Test
    void partsThatMayBeLeftAreNamed() throws Exception {
        write(5 * PART);
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(3));
        emulator.inject(Fault.error(403, "AccessDenied").on("AbortMultipartUpload"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", file, parts().build()));
        assertTrue(e.getSuppressed()[0].getMessage().contains(uploadLeft()), e.getSuppressed()[0].getMessage());
    }

    @Test
    void aFileThatChangesIsNoticed() throws Exception {
        write(5 * PART);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Transfer<PutResult> upload = bucket.async()
                .upload(
                        "k",
                        file,
                        parts().workers(1)
                                .progress(progress -> {
                                    if (progress.parts() == 2) {
                                        try {
                                            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    }
                                })
                                .build());
        IOException e = assertThrows(IOException.class, upload::await);
        assertTrue(e.getMessage().contains("changed while it was uploaded"), e.getMessage());
        nothingIsLeft();
        assertThrows(ServiceException.class, () -> bucket.head("k"));
    }

    @Test
    void aFileThatBecomesShorterIsNoticed() throws Exception {
        write(5 * PART);
        Transfer<PutResult> upload = bucket.async()
                .upload(
                        "k",
                        file,
                        parts().workers(1)
                                .progress(progress -> {
                                    try {
                                        Files.write(file, HELLO);
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                })
                                .build());
        IOException e = assertThrows(IOException.class, upload::await);
        assertTrue(e.getMessage().contains("ended after"), e.getMessage());
        nothingIsLeft();
    }

    @Test
    void filesThatAreNone() {
        assertThrows(NoSuchFileException.class, () -> bucket.upload("k", folder.resolve("missing")));
        assertThrows(IOException.class, () -> bucket.upload("k", folder));
        assertThrows(
                NoSuchFileException.class,
                () -> bucket.async()
                        .upload("k", folder.resolve("missing"), UploadOptions.NONE)
                        .await());
        assertThrows(IllegalArgumentException.class, () -> bucket.upload("", file));
    }

    @Test
    void aFileOfTooManyParts() throws Exception {
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(HELLO), 10_000L * PART);
        }
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> bucket.upload("k", file, parts().build()));
        assertTrue(e.getMessage().contains("10000"), e.getMessage());
        nothingIsLeft();
    }

    /** Stops an upload when so many parts are done. */
    private void interrupted(int parts) throws Exception {
        AtomicReference<Transfer<PutResult>> upload = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        upload.set(bucket.async()
                .upload(
                        "k",
                        file,
                        parts().checkpoint(checkpoint)
                                .workers(1)
                                .progress(progress -> {
                                    try {
                                        assertTrue(begun.await(1, TimeUnit.MINUTES));
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                    if (progress.parts() == parts) {
                                        upload.get().cancel(true);
                                    }
                                })
                                .build()));
        begun.countDown();
        upload.get().idle().get(1, TimeUnit.MINUTES);
        assertThrows(CancellationException.class, () -> upload.get().join());
        sent.clear();
        done.clear();
    }

    private PutResult resumed() throws IOException {
        return bucket.upload("k", file, parts().checkpoint(checkpoint).build());
    }

    @Test
    void anUploadGoesOnWhereItWas() throws Exception {
        byte[] bytes = write(10 * PART);
        interrupted(4);
        assertTrue(Files.readString(checkpoint).contains(uploadLeft()));
        List<TransferProgress> told = Collections.synchronizedList(new ArrayList<>());
        assertTrue(bucket.upload(
                        "k",
                        file,
                        parts().checkpoint(checkpoint).progress(told::add).build())
                .crcChecked());
        assertEquals(Set.of(5, 6, 7, 8, 9, 10), new TreeSet<>(sent));
        assertEquals(10, done.size());
        assertEquals(10 * PART, told.get(told.size() - 1).bytes());
        assertArrayEquals(bytes, stored("k"));
        assertFalse(Files.exists(checkpoint));
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @Test
    void aPartThatIsNotThatOfTheFileIsSentAgain() throws Exception {
        byte[] bytes = write(10 * PART);
        interrupted(4);
        bytes[2 * PART + 5]++;
        Files.write(file, bytes);
        bucket.multipartUpload("k", uploadLeft()).uploadPart(1, Body.of(new byte[PART - 1]));
        sent.clear();
        assertTrue(resumed().crcChecked());
        assertEquals(Set.of(1, 3, 5, 6, 7, 8, 9, 10), new TreeSet<>(sent));
        assertArrayEquals(bytes, stored("k"));
    }

    @Test
    void aFileOfAnotherSizeBeginsAnew() throws Exception {
        write(10 * PART);
        interrupted(4);
        byte[] bytes = write(10 * PART + 1);
        assertTrue(resumed().crcChecked());
        assertEquals(11, sent.size());
        assertArrayEquals(bytes, stored("k"));
        nothingIsLeft();
    }

    @Test
    void anUploadThatIsGoneBeginsAnew() throws Exception {
        byte[] bytes = write(10 * PART);
        interrupted(4);
        bucket.multipartUpload("k", uploadLeft()).abort();
        assertTrue(resumed().crcChecked());
        assertEquals(10, sent.size());
        assertArrayEquals(bytes, stored("k"));
        nothingIsLeft();
    }

    /** The process ended between the last request and the deletion of its checkpoint. */
    @Test
    void anUploadThatWasCompletedIsNotSentAgain() throws Exception {
        write(3 * PART);
        emulator.inject(Fault.answerLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));
        assertThrows(OutcomeUnknownException.class, this::resumed);
        assertTrue(Files.readString(checkpoint).contains("crc64"));
        sent.clear();
        PutResult result = resumed();
        assertTrue(result.crcChecked());
        assertEquals(bucket.head("k").etag(), result.etag());
        assertEquals(List.of(), sent);
        assertFalse(Files.exists(checkpoint));
        // And if it was another that has been completed.
        bucket.delete("k");
        emulator.inject(Fault.answerLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));
        assertThrows(OutcomeUnknownException.class, this::resumed);
        bucket.put("k", Body.of(HELLO));
        sent.clear();
        assertTrue(resumed().crcChecked());
        assertEquals(3, sent.size());
    }

    @Test
    void checkpointsOfSomethingElse() throws Exception {
        write(3 * PART);
        interrupted(1);
        UploadOptions options = parts().checkpoint(checkpoint).build();
        IOException other = assertThrows(IOException.class, () -> bucket.upload("other", file, options));
        assertTrue(other.getMessage().contains("examplebucket/k"), other.getMessage());
        for (String foreign : new String[] {
            "{}", "[1]", "{\"format\":\"ossv4 upload 1\"", "\u0000", "{\"format\":\"ossv4 upload 1\",\"size\":\"x\"}"
        }) {
            Files.writeString(checkpoint, foreign);
            IOException e = assertThrows(IOException.class, () -> bucket.upload("k", file, options));
            assertTrue(e.getMessage().contains("not a checkpoint of an upload"), e.getMessage());
            assertEquals(foreign, Files.readString(checkpoint), "it stays");
            assertThrows(IOException.class, () -> bucket.discardUpload(checkpoint));
        }
    }

    @Test
    void anUploadIsGivenUp() throws Exception {
        write(3 * PART);
        interrupted(1);
        assertTrue(bucket.discardUpload(checkpoint));
        nothingIsLeft();
        assertFalse(Files.exists(checkpoint));
        assertFalse(bucket.discardUpload(checkpoint));
    }

    @Test
    void aCheckpointThatCannotBeWrittenFailsTheUpload() throws Exception {
        write(3 * PART);
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.upload(
                        "k",
                        file,
                        parts().checkpoint(folder.resolve("missing/checkpoint")).build()));
        assertTrue(e.getMessage().contains("cannot write "), e.getMessage());
        assertEquals(List.of(), sent);
    }

    @Test
    void anInterruptEndsTheUpload() throws Exception {
        write(10 * PART);
        Thread caller = Thread.currentThread();
        UploadOptions options = parts().workers(1)
                .progress(progress -> {
                    if (progress.parts() == 3) {
                        caller.interrupt();
                    }
                })
                .build();
        emulator.inject(Fault.delay(Duration.ofMillis(50)).on("UploadPart").times(10));
        assertThrows(InterruptedIOException.class, () -> bucket.upload("k", file, options));
        assertTrue(Thread.interrupted());
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void aCancelledUploadLeavesNothingOpen(String kind) throws Exception {
        byte[] bytes = write(20 * PART);
        CountDownLatch sending = new CountDownLatch(1);
        UploadOptions options =
                parts().progress(progress -> sending.countDown()).build();
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("UploadPart").times(3));
        Transfer<PutResult> upload = kind.equals("file")
                ? bucket.async().upload("k", file, options)
                : bucket.async().upload("k", new ByteArrayInputStream(bytes), options);
        assertTrue(sending.await(1, TimeUnit.MINUTES));
        assertTrue(upload.cancel(true));
        upload.idle().get(1, TimeUnit.MINUTES);
        nothingIsLeft();
        // OkHttp counts a call until it has returned from the callback that ended the upload.
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
    void aCancelledUploadWhosePartsCannotBeDroppedSaysSo() throws Exception {
        write(10 * PART);
        AtomicReference<Transfer<PutResult>> upload = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        emulator.inject(Fault.error(403, "AccessDenied").on("AbortMultipartUpload"));
        upload.set(bucket.async()
                .upload(
                        "k",
                        file,
                        parts().workers(1)
                                .progress(progress -> {
                                    try {
                                        assertTrue(begun.await(1, TimeUnit.MINUTES));
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                    if (progress.parts() == 2) {
                                        upload.get().cancel(true);
                                    }
                                })
                                .build()));
        begun.countDown();
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> upload.get().idle().get(1, TimeUnit.MINUTES));
        assertTrue(
                e.getCause().getMessage().contains(uploadLeft()), e.getCause().getMessage());
    }

    /** A part that fails at once, while the stream is still being read on. */
    @Test
    void aStreamWhoseFirstPartFailsEnds() throws Exception {
        byte[] bytes = write(5 * PART);
        for (int i = 0; i < 100; i++) {
            emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(9));
            Transfer<PutResult> upload = bucket.async().upload("k", new ByteArrayInputStream(bytes), parts().build());
            upload.idle().get(1, TimeUnit.MINUTES);
            assertThrows(ServiceException.class, upload::await);
            emulator.clearFaults();
        }
        nothingIsLeft();
    }

    @Test
    void aCancelledUploadDoesNotWaitForAStreamThatBlocks() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        InputStream blocking = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("bytes are read in bulk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                reading.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        Transfer<PutResult> upload = bucket.async().upload("k", blocking, parts().build());
        assertTrue(reading.await(1, TimeUnit.MINUTES));
        upload.cancel(true);
        upload.idle().get(1, TimeUnit.MINUTES);
        never.countDown();
    }

    /** The same bytes were there before: that they are there does not tell that this upload has stored them. */
    @Test
    void anObjectOfTheSameBytesThatWasThereIsNotThisOne() throws Exception {
        byte[] bytes = write(3 * PART);
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofHours(-1));
        try (Emulator other = Emulator.builder()
                        .credentials(CREDENTIALS)
                        .clock(new java.time.Clock() {
                            @Override
                            public java.time.Instant instant() {
                                return java.time.Instant.now().plus(ahead.get());
                            }

                            @Override
                            public java.time.ZoneId getZone() {
                                return java.time.ZoneOffset.UTC;
                            }

                            @Override
                            public java.time.Clock withZone(java.time.ZoneId zone) {
                                throw new UnsupportedOperationException();
                            }
                        })
                        .start();
                BucketClient own = BucketClient.builder(other.endpoint(), other.bucket())
                        .region(other.region())
                        .credentials(CREDENTIALS)
                        .retryPolicy(
                                RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                        .build()) {
            own.upload("k", file, parts().contentType("text/plain").build());
            ahead.set(Duration.ZERO);
            other.inject(Fault.error(500, "InternalError").on("CompleteMultipartUpload"));
            own.upload("k", file, parts().contentType("image/png").build());
            assertEquals("image/png", own.head("k").contentType());
            assertEquals(
                    List.of(), own.listMultipartUploads(ListUploadsOptions.NONE).uploads());
            assertEquals(bytes.length, own.head("k").size());
        }
    }

    @Test
    void listenersThatThrowErrorsHarmNothing() throws Exception {
        write(3 * PART);
        try (BucketClient own = super.client()
                .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                .listener(CallListener.log(line -> {
                    throw new StackOverflowError(line);
                }))
                .build()) {
            UploadOptions options = parts().progress(progress -> {
                        throw new AssertionError(progress);
                    })
                    .build();
            emulator.inject(Fault.error(500, "InternalError").on("UploadPart"));
            assertTrue(own.upload("k", file, options).crcChecked());
            assertTrue(own.upload("k", new ByteArrayInputStream(new byte[2 * PART]), options)
                    .crcChecked());
        }
    }

    @Test
    void aStreamThatFailsLeavesNothing() throws Exception {
        InputStream failing = new InputStream() {
            private int left = 5 * PART + 7;

            @Override
            public int read() {
                throw new AssertionError("bytes are read in bulk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("the tape is torn");
                }
                int read = Math.min(left, Math.min(length, 1000));
                left -= read;
                return read;
            }
        };
        IOException e = assertThrows(IOException.class, () -> bucket.upload("k", failing, parts().build()));
        assertEquals("the tape is torn", e.getMessage());
        nothingIsLeft();
    }

    @Test
    void aStreamHasNoCheckpoint() {
        assertThrows(
                IllegalArgumentException.class,
                () -> bucket.upload(
                        "k",
                        new ByteArrayInputStream(HELLO),
                        parts().checkpoint(checkpoint).build()));
    }

    @Test
    void optionsThatAreNone() {
        UploadOptions.Builder builder = UploadOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.partSize(PART - 1));
        assertThrows(IllegalArgumentException.class, () -> builder.partSize((5L << 30) + 1));
        assertThrows(IllegalArgumentException.class, () -> builder.workers(0));
        assertThrows(IllegalArgumentException.class, () -> builder.workers(65));
        assertThrows(IllegalArgumentException.class, () -> builder.threshold(-1));
    }

    @Test
    void aClosedClientFailsTheUpload() throws Exception {
        write(3 * PART);
        bucket.close();
        assertThrows(IllegalStateException.class, () -> bucket.upload("k", file, parts().build()));
    }
}
