// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.list.ListedUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumed uploads, whose checkpoint is compared with the file, the upload and the object. */
class UploadResumeTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;
    private static final int PARTS = 3;

    private final TestClock clock = new TestClock();
    private final AtomicInteger sent = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path file;
    private Path checkpoint;
    private byte[] bytes;
    private ApplicationServer application;
    private volatile int applicationStatus = 200;

    /** The object that exists after another client aborted the upload. */
    enum Found {
        OLDER,
        MUCH_LATER,
        WITH_OTHER_METADATA,
        OF_OTHER_BYTES,
        WITHOUT_TIME_IN_CHECKPOINT
    }

    @Override
    @BeforeEach
    public void start() throws IOException {
        application = new ApplicationServer(
                exchange -> ApplicationServer.respond(exchange, applicationStatus, "application/json", "{}"));
        start(Emulator.builder().clock(clock).callbackTarget(application.port()));
        bytes = TestFiles.randomBytes(1, (PARTS - 1) * PART + 5);
        file = Files.write(folder.resolve("file"), bytes);
        checkpoint = folder.resolve("checkpoint");
    }

    @Override
    @AfterEach
    public void stop() {
        super.stop();
        application.close();
    }

    @Override
    public BucketClient.Builder client() {
        return super.client().clock(clock).retryPolicy(IMMEDIATE_RETRIES).listener(new CallListener() {
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
                .parallel(1)
                .metadata("author", "me")
                .checkpoint(checkpoint);
        if (callback) {
            options.callback(
                    Callback.builder(application.url()).formBody("${object}").build());
        }
        return options.build();
    }

    private void put(byte[] content, String author) throws IOException {
        bucket.put(
                "k",
                Body.of(content),
                PutOptions.builder().metadata("author", author).build());
    }

    private void abortAsAnotherClient() throws IOException {
        for (ListedUpload upload : bucket.listMultipartUploads("")) {
            bucket.multipartUpload(upload.key(), upload.uploadId()).abort();
        }
    }

    /** Leaves the checkpoint of an upload whose CompleteMultipartUpload was sent and not executed. */
    private void interruptBeforeComplete(boolean callback) throws IOException {
        emulator.inject(
                Fault.uploadReset(1L << 40).on("CompleteMultipartUpload").times(4));
        assertThrows(IOException.class, () -> bucket.upload("k", file, options(callback)));
        assertTrue(Files.readString(checkpoint).contains("completing"));
        sent.set(0);
    }

    /** Leaves the checkpoint of an upload whose CompleteMultipartUpload was executed. */
    private void interruptAfterComplete(boolean callback) throws IOException {
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject").times(2));
        assertThrows(IOException.class, () -> bucket.upload("k", file, options(callback)));
        emulator.clearFaults();
        assertTrue(Files.readString(checkpoint).contains("completing"));
        sent.set(0);
    }

    /** Leaves the checkpoint of an upload whose second part failed. */
    private void interruptDuringParts() throws IOException {
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart"));
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        assertThrows(ServiceException.class, () -> bucket.upload("k", file, options(false)));
        assertEquals(2, sent.getAndSet(0));
    }

    private void storeAs(Found found) throws IOException {
        switch (found) {
            case OLDER -> {}
            case MUCH_LATER -> {
                clock.advance(Duration.ofHours(1));
                put(bytes, "me");
            }
            case WITH_OTHER_METADATA -> put(bytes, "you");
            case OF_OTHER_BYTES -> put(HELLO, "me");
            case WITHOUT_TIME_IN_CHECKPOINT -> {
                put(bytes, "me");
                String dated = Files.readString(checkpoint);
                String undated = dated.replaceFirst("\"initiated\" : \"[^\"]*\",", "");
                assertNotEquals(dated, undated);
                Files.writeString(checkpoint, undated);
            }
        }
    }

    private void interruptAndReplace(Found found, boolean callback) throws IOException {
        if (found == Found.OLDER) {
            put(bytes, "me");
            clock.advance(Duration.ofHours(1));
        }
        interruptBeforeComplete(callback);
        abortAsAnotherClient();
        storeAs(found);
    }

    private void assertRestarted(PutResult result) throws IOException {
        assertEquals(PARTS, sent.get());
        ObjectMetadata metadata = bucket.head("k");
        assertEquals("Multipart", metadata.type());
        assertEquals(metadata.etag(), result.etag());
        assertArrayEquals(bytes, bytes("k"));
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @Test
    void notifiesTheListenerOfPartsThatWereFound() throws Exception {
        interruptBeforeComplete(false);
        List<TransferProgress> progress = Collections.synchronizedList(new ArrayList<>());
        bucket.upload(
                "k", file, options(false).newBuilder().progress(progress::add).build());
        assertEquals(0, sent.get());
        TransferProgress last = progress.get(progress.size() - 1);
        assertEquals(List.of((long) bytes.length, (long) PARTS), List.of(last.bytes(), (long) last.parts()));
    }

    @ParameterizedTest
    @EnumSource
    void restartsIfAnotherObjectIsFound(Found found) throws Exception {
        interruptAndReplace(found, false);
        assertRestarted(bucket.upload("k", file, options(false)));
    }

    @Test
    void restartsWithItsCallbackIfAnOlderObjectIsFound() throws Exception {
        interruptAndReplace(Found.OLDER, true);
        assertRestarted(bucket.upload("k", file, options(true)));
        assertEquals(1, application.received.size());
    }

    /** The callback may have been performed before the object was replaced. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OLDER")
    void reportsAnUnknownOutcomeOfACallbackIfAnotherObjectIsFound(Found found) throws Exception {
        interruptAndReplace(found, true);
        String etag = bucket.head("k").etag();
        OutcomeUnknownException e =
                assertThrows(OutcomeUnknownException.class, () -> bucket.upload("k", file, options(true)));
        assertTrue(e.getMessage().contains("discardUpload"), e.getMessage());
        assertEquals(0, sent.get());
        assertEquals(etag, bucket.head("k").etag());
        assertEquals(0, application.received.size());
        assertTrue(bucket.discardUpload(checkpoint));
        assertRestarted(bucket.upload("k", file, options(true)));
        assertEquals(1, application.received.size());
    }

    @Test
    void uploadsTheBytesOfAFileThatChangedAfterComplete() throws Exception {
        interruptAfterComplete(false);
        bytes[7]++;
        Files.write(file, bytes);
        assertRestarted(bucket.upload("k", file, options(false)));
    }

    @Test
    void uploadsThePartOfAFileThatChanged() throws Exception {
        interruptDuringParts();
        bytes[7]++;
        Files.write(file, bytes);
        assertRestarted(bucket.upload("k", file, options(false)));
    }

    @Test
    void rejectsTheCheckpointOfAnotherFile() throws Exception {
        interruptDuringParts();
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
        interruptAfterComplete(true);
        CallbackFailedException e =
                assertThrows(CallbackFailedException.class, () -> bucket.upload("k", file, options(true)));
        assertEquals(bucket.head("k").etag(), e.stored().etag());
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
        assertEquals(1, application.received.size());
    }

    @ParameterizedTest
    @CsvSource({"19, true", "21, false"})
    void acceptsItsObjectForTwentyMinutes(int minutes, boolean accepted) throws Exception {
        interruptBeforeComplete(false);
        clock.advance(Duration.ofMinutes(minutes));
        ListedUpload remaining =
                bucket.listMultipartUploads("").stream().toList().get(0);
        // OSS completes an upload even if the client has closed the connection.
        bucket.multipartUpload("k", remaining.uploadId()).completeAll(CompleteOptions.NONE);
        bucket.upload("k", file, options(false));
        assertEquals(accepted ? 0 : PARTS, sent.get());
        assertFalse(Files.exists(checkpoint));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void completesAnInterruptedUploadThatStillExists(boolean callback) throws Exception {
        interruptBeforeComplete(callback);
        assertTrue(bucket.upload("k", file, options(callback)).isCrcChecked());
        assertEquals(0, sent.get());
        assertEquals(callback ? 1 : 0, application.received.size());
        assertNoUploads();
    }
}
