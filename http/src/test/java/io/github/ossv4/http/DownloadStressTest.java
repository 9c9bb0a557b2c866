// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.transfer.DownloadCheckpoint;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads by processes that are killed, and by one with a small heap. This process runs the server. */
@Tag("stress")
class DownloadStressTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PARTS = 40;

    @TempDir
    private Path folder;

    private Emulator emulator;
    private BucketClient bucket;
    private Path file;
    private Path checkpoint;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().accessKey("id", "secret").start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
    }

    @AfterEach
    void stop() {
        bucket.close();
        emulator.close();
    }

    private TransferProcess start(String heap, Path checkpointOrNull, int partSize, int pauseAfter) throws IOException {
        return TransferProcess.start(
                heap,
                "download",
                emulator.endpoint(),
                file.toString(),
                checkpointOrNull == null ? "" : checkpointOrNull.toString(),
                Integer.toString(partSize),
                "3",
                Integer.toString(pauseAfter));
    }

    /** Kills before the first part is completed, in the middle, and before the file is moved. */
    @ParameterizedTest
    @ValueSource(ints = {0, PARTS * 2 / 3, PARTS})
    void resumesAfterAKill(int after) throws Exception {
        byte[] bytes = TestFiles.randomBytes(after, PARTS * MEBIBYTE);
        bucket.put("large", Body.of(bytes));
        // The download takes several seconds, in which the checkpoint is written several times.
        emulator.inject(Fault.delay(Duration.ofMillis(200)).on("GetObject").times(after == 0 ? 1 : after));
        TransferProcess killed = start("-Xmx64m", checkpoint, MEBIBYTE, after);
        Set<Integer> done;
        try {
            killed.awaitLine("paused");
            done = killed.numbers("done");
            DownloadOptions same = DownloadOptions.builder()
                    .partSize(MEBIBYTE)
                    .checkpoint(checkpoint)
                    .build();
            IOException e = assertThrows(IOException.class, () -> bucket.download("large", file, same));
            assertTrue(e.getMessage().contains("another transfer with the checkpoint"), e.getMessage());
        } finally {
            killed.kill();
        }
        assertEquals(after, done.size());
        assertFalse(Files.exists(file));
        Set<Integer> noted =
                DownloadCheckpoint.parse(Files.readAllBytes(checkpoint)).parts().keySet();
        // Parts whose notification waits for the paused one are noted as well.
        assertTrue(noted.containsAll(done) && noted.size() <= after + 2, () -> noted + " are noted, not " + done);

        try (TransferProcess second = start("-Xmx64m", checkpoint, MEBIBYTE, -1)) {
            Set<Integer> missing =
                    new TreeSet<>(IntStream.rangeClosed(1, PARTS).boxed().toList());
            missing.removeAll(noted);
            second.awaitLine("ended");
            assertEquals(missing, second.numbers("part"));
        }
        assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(file)));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void resumesAfterKillsAtRandomTimes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = new byte[PARTS * MEBIBYTE];
        random.nextBytes(bytes);
        bucket.put("large", Body.of(bytes));
        // The download takes longer than the longest time before a kill.
        emulator.inject(Fault.delay(Duration.ofMillis(100)).on("GetObject").times(10_000));
        int kills = 0;
        while (!Files.exists(file)) {
            try (TransferProcess process = start("-Xmx64m", checkpoint, MEBIBYTE, -1)) {
                if (process.endsWithin(100 + random.nextInt(1000))) {
                    assertEquals(0, process.exitValue(), () -> "seed " + seed + " " + process.rest());
                } else if (process.killUnlessEnded()) {
                    kills++;
                }
            }
        }
        assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(file)), "seed " + seed);
        assertTrue(kills > 0, "the download completed before any kill");
    }

    @Test
    void downloadsAGibibyteInAnEightMegabyteHeap() throws Exception {
        byte[] piece = TestFiles.randomBytes(1, MEBIBYTE);
        bucket.put("large", Body.of(new Repeating(piece), 1024L * MEBIBYTE));
        for (Path checkpointOrNull : new Path[] {null, checkpoint}) {
            try (TransferProcess process = start("-Xmx8m", checkpointOrNull, 6 * MEBIBYTE, -1)) {
                process.awaitLine("ended");
            }
            assertEquals(VerifyResult.Outcome.SAME, bucket.verify("large", file).outcome());
            assertEquals(List.of("file"), TestFiles.names(folder));
        }
    }

    /** An endless repetition of some bytes. */
    private static final class Repeating extends InputStream {
        private final byte[] piece;
        private int at;

        Repeating(byte[] piece) {
            this.piece = piece;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, count);
            at = (at + count) % piece.length;
            return count;
        }
    }
}
