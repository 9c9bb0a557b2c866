// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of 1 GiB by processes that are killed, and by one with a small heap. This process runs the server. */
@Tag("stress")
class UploadStressTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PART = 6 * MEBIBYTE;
    private static final int PARTS = PartPlan.of(1024L * MEBIBYTE, PART).count();

    @TempDir
    private Path folder;

    private Emulator emulator;
    private BucketClient bucket;
    private Path file;
    private Path checkpoint;
    private long crc64;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .directory(folder.resolve("emulator"))
                .start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
        byte[] piece = new byte[MEBIBYTE];
        Random random = new Random(1);
        Crc64 crc = new Crc64();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 1024; i++) {
                random.nextBytes(piece);
                out.write(piece);
                crc.update(piece);
            }
        }
        crc64 = crc.getValue();
    }

    @AfterEach
    void stop() {
        bucket.close();
        emulator.close();
    }

    private TransferProcess start(String heap, Path checkpointOrNull, int pauseAfter) throws IOException {
        return TransferProcess.start(
                heap,
                "upload",
                emulator.endpoint(),
                file.toString(),
                checkpointOrNull == null ? "" : checkpointOrNull.toString(),
                Integer.toString(PART),
                "3",
                Integer.toString(pauseAfter));
    }

    private void assertUploaded() throws IOException {
        ObjectMetadata metadata = bucket.head("large");
        assertEquals(1024L * MEBIBYTE, metadata.size());
        assertEquals(crc64, metadata.crc64());
        assertTrue(bucket.listMultipartUploads("").stream().toList().isEmpty());
        assertFalse(Files.exists(checkpoint));
    }

    /** Kills before the first part is completed, at three times between, and before the upload is completed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 120, 171})
    void resumesAfterAKill(int after) throws Exception {
        assertEquals(171, PARTS);
        try (TransferProcess killed = start("-Xmx64m", checkpoint, after)) {
            killed.awaitLine("paused");
            assertEquals(after, killed.numbers("done").size());
            killed.kill();
        }
        Set<Integer> missing = new TreeSet<>();
        for (int number = 1; number <= PARTS; number++) {
            missing.add(number);
        }
        String uploadId =
                bucket.listMultipartUploads("").stream().toList().get(0).uploadId();
        bucket.multipartUpload("large", uploadId).listParts().forEach(part -> missing.remove(part.number()));
        assertTrue(missing.size() <= PARTS - after, missing + " are missing");
        try (TransferProcess second = start("-Xmx64m", checkpoint, -1)) {
            second.awaitLine("ended");
            // OSS may have stored any of the three parts in progress, if all its bytes were sent before the kill.
            Set<Integer> sent = second.numbers("part");
            assertTrue(missing.containsAll(sent), sent + " of " + missing);
            assertTrue(missing.size() - sent.size() <= 3, sent + " of " + missing);
            assertEquals(PARTS, second.numbers("done").size());
        }
        assertUploaded();
    }

    @Test
    void uploadsAGibibyteInAnEightMegabyteHeap() throws Exception {
        try (TransferProcess process = start("-Xmx8m", null, -1)) {
            process.awaitLine("ended");
        }
        assertUploaded();
    }
}
