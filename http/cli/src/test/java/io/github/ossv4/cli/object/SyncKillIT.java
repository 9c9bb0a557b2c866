// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.PackagedFixture;
import io.github.ossv4.cli.testing.RunningCli;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.http.FileCrc64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;

/**
 * A sync whose process is killed at a random request, and then runs once more. The seed is in the message of a failure.
 */
class SyncKillIT extends PackagedFixture {
    private static final int FILES = 30;
    private static final int PARTS = 8;

    private final AtomicInteger requestsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch reached = new CountDownLatch(1);

    @Override
    protected void received(String request) {
        super.received(request);
        if (requestsLeft.decrementAndGet() == 0) {
            reached.countDown();
        }
    }

    /** Without the temporary files that a killed process leaves. */
    private static Map<String, Long> contents(Path directory) throws IOException {
        Map<String, Long> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(SyncKillIT::isUserFile)::iterator) {
                contents.put(directory.relativize(file).toString(), FileCrc64.compute(file, 1));
            }
        }
        return contents;
    }

    private static boolean isUserFile(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().matches("\\.ossv4-[0-9a-f-]{36}\\.part");
    }

    @RepeatedTest(5)
    void isCompleteAfterTheSameCommand(RepetitionInfo repetition) throws Exception {
        killAndSyncAgain(repetition.getCurrentRepetition());
    }

    @RepeatedTest(103)
    @Tag("stress")
    void isCompleteAfterTheSameCommandAfterManyKills(RepetitionInfo repetition) throws Exception {
        killAndSyncAgain(5 + repetition.getCurrentRepetition());
    }

    private void killAndSyncAgain(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            write("source/" + (i % 4) + "/name " + i, random.nextInt(5_000));
        }
        write("source/large", PARTS * 100 * 1024);
        Path copy = Files.createDirectories(home.resolve("copy"));
        Files.writeString(copy.resolve("extra"), "extra");
        bucket.put("p/extra", "extra");
        bucket.put("outside", "outside");
        boolean up = random.nextBoolean();
        if (!up) {
            bucket.delete("p/extra");
            Directories.of(bucket).syncToBucket(home.resolve("source"), "p").throwIfFailed();
        }
        String[] command = up
                ? new String[] {"sync", "--delete", "--max-delete", "1", "--part-size", "100k", "source", oss("p")}
                : new String[] {"sync", "--delete", "--max-delete", "1", "--part-size", "100k", oss("p"), "copy"};

        requestsLeft.set(1 + random.nextInt(FILES));
        RunningCli killed = cli.start(command);
        assertTrue(reached.await(2, TimeUnit.MINUTES), "seed " + seed);
        killed.process().destroyForcibly();
        killed.await();
        requestsLeft.set(Integer.MAX_VALUE);

        cli.run(command).expect(0);

        Path synced = up ? home.resolve("source") : copy;
        cli.run("verify", "--extra", synced.toString(), oss("p")).expect(0);
        assertEquals(contents(home.resolve("source")), contents(synced), "seed " + seed);
        assertEquals("outside", bucket.getText("outside"));
        assertEquals(up, Files.exists(copy.resolve("extra")), "seed " + seed);
    }
}
