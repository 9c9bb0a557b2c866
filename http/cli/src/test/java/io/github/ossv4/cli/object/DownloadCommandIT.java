// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import io.github.ossv4.cli.testing.RunningCli;
import io.github.ossv4.emulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ossv4 download}, packaged, with a full disk, a signal and a terminal. */
class DownloadCommandIT extends PackagedFixture {
    private static final int PARTS = 10;

    private static final int FAST_PARTS = 4;

    private final CountDownLatch slow = new CountDownLatch(FAST_PARTS + 1);

    @Override
    protected void received(String request) {
        super.received(request);
        if (request.contains(" GET ")) {
            slow.countDown();
        }
    }

    private byte[] put(String key, int size) throws Exception {
        byte[] bytes = write("source", size);
        bucket.put(key, bytes);
        return bytes;
    }

    @Test
    void reportsFullDiskAndKeepsFile() throws Exception {
        put("a", 500_000);
        Files.writeString(home.resolve("f"), "old");

        CliResult result = cli.runScript("ulimit -f 100; ossv4 download " + oss("a") + " f")
                .expect(3);

        assertTrue(result.err().startsWith("ossv4: "), result::toString);
        assertTrue(result.err().contains("File too large"), result::toString);
        assertEquals("old", Files.readString(home.resolve("f")));
    }

    /** Otherwise the disk stays full, also when the object is deleted. */
    @Test
    void keepsNoPartsThatFillTheDisk() throws Exception {
        put("p/a", 14_000_000);

        CliResult result = cli.runScript("ulimit -f 9000; ossv4 download -r " + oss("p")
                + " d; echo $?; find . -name '*.part'" + " -o -name '*.download'");

        assertEquals("3\n", result.out(), result::toString);
        assertTrue(result.err().contains("File too large"), result::toString);
    }

    @Test
    void resumesAfterInterrupt() throws Exception {
        byte[] bytes = put("large", PARTS * 100 * 1024);
        String[] command = {"download", oss("large"), "f", "--part-size", "100k", "--parallel", "1"};
        emulator.inject(Fault.delay(Duration.ZERO).on("GetObject").times(FAST_PARTS));
        emulator.inject(Fault.delay(Duration.ofMinutes(2)).on("GetObject").times(PARTS));
        RunningCli download = cli.start(command);
        await(FAST_PARTS);
        download.interrupt();

        CliResult interrupted = download.await();
        assertEquals(130, interrupted.exitCode(), interrupted::toString);
        assertTrue(interrupted.err().startsWith("ossv4: interrupted: parts that were received are kept"));
        assertFalse(Files.exists(home.resolve("f")));

        emulator.clearFaults();
        requests.clear();
        CliResult resumed = cli.run(command).expect(0);
        assertTrue(resumed.err().matches("ossv4: resumed: [1-9] of 10 parts were there\n"), resumed::toString);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("f")));
        assertTrue(count("GET") <= PARTS - FAST_PARTS + 1, requests::toString);
        try (Stream<Path> files = Files.list(home.resolve(".local/state/ossv4"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** Waits until so many parts were sent. */
    private void await(int parts) throws InterruptedException {
        for (int i = 0; i < 1200 && count("GET") < parts; i++) {
            slow.await(100, TimeUnit.MILLISECONDS);
        }
        assertTrue(count("GET") >= parts, requests::toString);
    }

    @Test
    void showsBarOnTerminal() throws Exception {
        put("a", 2 << 20);

        CliResult result =
                cli.runInTerminal("ossv4 download " + oss("a") + " f").expect(0);

        assertTrue(result.out().contains("download 100% ["), result::toString);
        assertEquals("", cli.run("download", oss("a"), "f").expect(0).err());
    }
}
