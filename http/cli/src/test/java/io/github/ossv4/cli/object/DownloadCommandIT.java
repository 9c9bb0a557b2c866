// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
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

/** {@code ossv4 download}, packaged. */
class DownloadCommandIT extends CliFixture {
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
    void downloadsObjectToFileOrDirectory() throws Exception {
        byte[] bytes = put("x/cat.jpg", 300_000);

        CliResult result = cli.run("download", oss("x/cat.jpg"), "copy", "--part-size", "100k")
                .expect(0);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("copy")));
        assertEquals(
                "oss://examplebucket/x/cat.jpg -> copy  300000 bytes  CRC64 " + Crc64.toString(Crc64.compute(bytes))
                        + " (checked)\n",
                result.out());
        assertEquals("", result.err());

        JsonNode json = cli.run("download", "--json", oss("x/cat.jpg"), ".")
                .expect(0)
                .json()
                .get(0);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("cat.jpg")));
        assertTrue(json.get("crcChecked").booleanValue());
        assertEquals(300_000, json.get("size").intValue());
    }

    @Test
    void downloadsFolder() throws Exception {
        byte[] large = put("x/b/large", 300_000);
        put("x/a", 1);
        put("x/../evil", 1);
        put("xyz", 1);

        CliResult result = cli.run("download", "-r", oss("x"), "copy", "--part-size", "100k")
                .expect(3);

        assertArrayEquals(large, Files.readAllBytes(home.resolve("copy/b/large")));
        assertEquals(1, Files.size(home.resolve("copy/a")));
        assertFalse(Files.exists(home.resolve("evil")));
        assertTrue(result.out().contains("oss://examplebucket/x/a -> copy/a  1 bytes"), result::toString);
        assertTrue(result.err().contains("x/../evil: the key is no path"), result::toString);
        assertTrue(result.err().contains("downloaded 2 files, 293 KiB; 1 failed"), result::toString);
    }

    @Test
    void skipsSameFiles() throws Exception {
        put("x/a", 1);
        put("x/b", 2);
        cli.run("download", "-r", oss("x"), "copy").expect(0);
        Files.delete(home.resolve("copy/b"));
        requests.clear();

        CliResult result =
                cli.run("download", "-r", "--skip-same", oss("x"), "copy").expect(0);

        assertTrue(result.err().contains("downloaded 1 file, 2 B; 1 skipped"), result::toString);
        assertEquals(2, Files.size(home.resolve("copy/b")));
        assertTrue(cli.run("download", "--skip-same", oss("x/a"), "f")
                .expect(2)
                .err()
                .contains("requires --recursive"));
    }

    @Test
    void explainsWhatIsMissing() throws Exception {
        assertEquals(
                "NoSuchKey",
                cli.run("download", "--json", oss("missing"), "f")
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
        assertFalse(Files.exists(home.resolve("f")));
        put("a", 1);
        assertTrue(cli.run("download", oss("a"), "no/such/directory/f")
                .expect(2)
                .err()
                .contains("no/such/directory"));
        assertTrue(cli.run("download", oss("a"), "new/").expect(2).err().contains("no such directory: new/"));
        assertTrue(cli.run("download", "-r", oss("x"), "d").expect(1).err().contains("no objects below"));
        assertTrue(cli.run("download", oss("x/"), "f").expect(2).err().contains("--recursive is required"));
        assertTrue(cli.run("download", "a", "f").expect(2).err().contains("oss://BUCKET/KEY"));
        assertTrue(cli.run("download", "oss://X/a", "f").expect(2).err().contains("bucket"));
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

    @Test
    void reportsDamagedBytes() throws Exception {
        put("a", 1000);
        emulator.inject(Fault.wrongCrc64(1).on("GetObject").times(9));
        emulator.inject(Fault.wrongCrc64(1).on("HeadObject").times(9));

        CliResult result = cli.run("download", oss("a"), "f").expect(1);

        assertTrue(result.err().contains("CRC64"), result::toString);
        assertFalse(Files.exists(home.resolve("f")));
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
        cli.run(command).expect(0);
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
