// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.multipart.UploadList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkpoint says is compared with the file, the upload and the object before an upload is resumed by it. */
class UploadResumeTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;
    private static final int PARTS = 3;

    private final TestClock clock = new TestClock();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger called = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path file;
    private Path checkpoint;
    private byte[] bytes;
    private HttpServer application;
    private volatile int applicationStatus = 200;

    /** An object that is found in place of that of an upload which somebody else has aborted. */
    enum Found {
        OLDER,
        MUCH_LATER,
        WITH_OTHER_METADATA,
        OF_OTHER_BYTES,
        WHERE_NO_TIME_IS_KNOWN
    }

    @Override
    @BeforeEach
    public void start() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            called.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(applicationStatus, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        application.start();
        start(Emulator.builder()
                .clock(clock)
                .callbackTarget(application.getAddress().getPort()));
        bytes = new byte[(PARTS - 1) * PART + 5];
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("file"), bytes);
        checkpoint = folder.resolve("checkpoint");
    }

    @Override
    @AfterEach
    public void stop() {
        super.stop();
        application.stop(0);
    }

    @Override
    public BucketClient.Builder client() {
        return super.client()
                .clock(clock)
                .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals("UploadPart")) {
                            sent.incrementAndGet();
                        }
                    }
                });
    }

    private UploadOptions options(boolean callback) {
        UploadOptions.Builder options = UploadOptions.builder()
                .partSize(PART)
                .workers(1)
                .metadata("author", "me")
                .checkpoint(checkpoint);
        if (callback) {
            options.callback(Callback.builder(
                            "http://127.0.0.1:" + application.getAddress().getPort() + "/")
                    .formBody("${object}")
                    .build());
        }
        return options.build();
    }

    private void put(byte[] content, String author) throws IOException {
        bucket.put(
                "k",
                Body.of(content),
                PutOptions.builder().metadata("author", author).build());
    }

    private byte[] stored() throws IOException {
        try (GetResult got = bucket.get("k")) {
            return got.bytes();
        }
    }

    private void abortAsAnotherClient() throws IOException {
        for (UploadList.Upload upload :
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads()) {
            bucket.multipartUpload(upload.key(), upload.uploadId()).abort();
        }
    }

    /** Leaves the checkpoint of an upload whose CompleteMultipartUpload was sent and not executed. */
    private void interruptedOnComplete(boolean callback) throws IOException {
        emulator.inject(
                Fault.uploadReset(1L << 40).on("CompleteMultipartUpload").times(4));
        assertThrows(IOException.class, () -> bucket.upload("k", file, options(callback)));
        assertTrue(Files.readString(checkpoint).contains("completing"));
        sent.set(0);
    }

    /** Leaves the checkpoint of an upload whose CompleteMultipartUpload was executed. */
    private void interruptedAfterComplete(boolean callback) throws IOException {
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject").times(2));
        assertThrows(IOException.class, () -> bucket.upload("k", file, options(callback)));
        emulator.clearFaults();
        assertTrue(Files.readString(checkpoint).contains("completing"));
        sent.set(0);
    }

    /** Leaves the checkpoint of an upload whose second part failed. */
    private void interruptedOnParts() throws IOException {
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart"));
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        assertThrows(ServiceException.class, () -> bucket.upload("k", file, options(false)));
        assertEquals(2, sent.getAndSet(0));
    }

    private void find(Found found) throws IOException {
        switch (found) {
            case OLDER -> {}
            case MUCH_LATER -> {
                clock.advance(Duration.ofHours(1));
                put(bytes, "me");
            }
            case WITH_OTHER_METADATA -> put(bytes, "you");
            case OF_OTHER_BYTES -> put(HELLO, "me");
            case WHERE_NO_TIME_IS_KNOWN -> {
                put(bytes, "me");
                String dated = Files.readString(checkpoint);
                String undated = dated.replaceFirst("\"initiated\" : \"[^\"]*\",", "");
                assertNotEquals(dated, undated);
                Files.writeString(checkpoint, undated);
            }
        }
    }

    private void interruptedThenReplaced(Found found, boolean callback) throws IOException {
        if (found == Found.OLDER) {
            put(bytes, "me");
            clock.advance(Duration.ofHours(1));
        }
        interruptedOnComplete(callback);
        abortAsAnotherClient();
        find(found);
    }

    private void assertUploadedAnew(PutResult result) throws IOException {
        assertEquals(PARTS, sent.get());
        ObjectMetadata metadata = bucket.head("k");
        assertEquals("Multipart", metadata.type());
        assertEquals(metadata.etag(), result.etag());
        assertArrayEquals(bytes, stored());
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @ParameterizedTest
    @EnumSource
    void restartsIfAnotherObjectIsFound(Found found) throws Exception {
        interruptedThenReplaced(found, false);
        assertUploadedAnew(bucket.upload("k", file, options(false)));
    }

    @Test
    void restartsWithItsCallbackIfAnOlderObjectIsFound() throws Exception {
        interruptedThenReplaced(Found.OLDER, true);
        assertUploadedAnew(bucket.upload("k", file, options(true)));
        assertEquals(1, called.get());
    }

    /** The callback may have been performed before the object was replaced. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OLDER")
    void reportsAnUnknownOutcomeOfACallbackIfAnotherObjectIsFound(Found found) throws Exception {
        interruptedThenReplaced(found, true);
        String etag = bucket.head("k").etag();
        OutcomeUnknownException e =
                assertThrows(OutcomeUnknownException.class, () -> bucket.upload("k", file, options(true)));
        assertTrue(e.getMessage().contains("discardUpload"), e.getMessage());
        assertEquals(0, sent.get());
        assertEquals(etag, bucket.head("k").etag());
        assertEquals(0, called.get());
        assertTrue(bucket.discardUpload(checkpoint));
        assertUploadedAnew(bucket.upload("k", file, options(true)));
        assertEquals(1, called.get());
    }

    @Test
    void uploadsTheBytesOfAFileThatChangedAfterComplete() throws Exception {
        interruptedAfterComplete(false);
        bytes[7]++;
        Files.write(file, bytes);
        assertUploadedAnew(bucket.upload("k", file, options(false)));
    }

    @Test
    void uploadsThePartOfAFileThatChanged() throws Exception {
        interruptedOnParts();
        bytes[7]++;
        Files.write(file, bytes);
        assertUploadedAnew(bucket.upload("k", file, options(false)));
    }

    @Test
    void rejectsTheCheckpointOfAnotherFile() throws Exception {
        interruptedOnParts();
        Path other = Files.write(folder.resolve("other"), bytes);
        IOException e = assertThrows(IOException.class, () -> bucket.upload("k", other, options(false)));
        assertTrue(e.getMessage().contains("belongs to an upload of " + file), e.getMessage());
        assertEquals(0, sent.get());
        assertTrue(Files.exists(checkpoint));
        bucket.upload("k", file, options(false));
        assertEquals(PARTS - 1, sent.get());
    }

    @Test
    void deletesTheCheckpointAfterAFailedCallback() throws Exception {
        applicationStatus = 500;
        CallbackFailedException e =
                assertThrows(CallbackFailedException.class, () -> bucket.upload("k", file, options(true)));
        assertEquals(bucket.head("k").etag(), e.stored().etag());
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @Test
    void deletesTheCheckpointAfterALostCallbackResponse() throws Exception {
        interruptedAfterComplete(true);
        CallbackFailedException e =
                assertThrows(CallbackFailedException.class, () -> bucket.upload("k", file, options(true)));
        assertEquals(bucket.head("k").etag(), e.stored().etag());
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
        assertEquals(1, called.get());
    }

    @ParameterizedTest
    @CsvSource({"19, true", "21, false"})
    void acceptsItsObjectForTwentyMinutes(int minutes, boolean accepted) throws Exception {
        interruptedOnComplete(false);
        clock.advance(Duration.ofMinutes(minutes));
        UploadList.Upload left =
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads().get(0);
        // OSS goes on completing an upload whose client has gone.
        bucket.multipartUpload("k", left.uploadId()).completeAll(CompleteOptions.NONE);
        bucket.upload("k", file, options(false));
        assertEquals(accepted ? 0 : PARTS, sent.get());
        assertFalse(Files.exists(checkpoint));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void completesAnInterruptedUploadThatStillExists(boolean callback) throws Exception {
        interruptedOnComplete(callback);
        assertTrue(bucket.upload("k", file, options(callback)).crcChecked());
        assertEquals(0, sent.get());
        assertEquals(callback ? 1 : 0, called.get());
        assertEquals(
                List.of(), bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads());
    }
}
