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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Uploads and a comparison that a signal interrupts, and the progress bar. */
class UploadInterruptionIT extends PackagedFixture {
    private static final int PARTS = 10;
    private static final int FAST_PARTS = 3;

    private final CountDownLatch stored = new CountDownLatch(FAST_PARTS);

    @Override
    protected void received(String request) {
        super.received(request);
        if (request.contains(" PUT ")) {
            stored.countDown();
        }
    }

    /** The first parts are stored; the responses to the others are delayed. */
    private RunningCli startLarge(String... arguments) throws Exception {
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart").times(FAST_PARTS));
        emulator.inject(Fault.delay(Duration.ofMinutes(2)).on("UploadPart").times(PARTS));
        RunningCli upload = cli.start(arguments);
        assertTrue(stored.await(2, TimeUnit.MINUTES));
        return upload;
    }

    private CliResult interrupt(String... arguments) throws Exception {
        RunningCli upload = startLarge(arguments);
        upload.interrupt();
        CliResult result = upload.await();
        emulator.clearFaults();
        requests.clear();
        return result;
    }

    @Test
    void resumesAfterInterrupt() throws Exception {
        byte[] bytes = write("large", PARTS * 100 * 1024);
        String[] command = {"upload", "large", oss("large"), "--part-size", "100k", "--parallel", "1"};

        CliResult interrupted = interrupt(command);

        assertEquals(130, interrupted.exitCode(), interrupted::toString);
        assertEquals(
                "ossv4: interrupted: parts that were sent are kept; run the same command again to resume the upload\n",
                interrupted.err());
        assertFalse(bucket.exists("large"));

        assertEquals(
                "ossv4: an upload of large was not completed; it continues if OSS still has it and the file is unchanged\n",
                cli.run(command).expect(0).err());

        assertArrayEquals(bytes, bucket.getBytes("large"));
        assertTrue(count("PUT") <= PARTS - FAST_PARTS, requests::toString);
    }

    @Test
    void drawsBarAndWritesLinesDuringTransfer() throws Exception {
        write("large", PARTS * 100 * 1024);
        emulator.inject(Fault.delay(Duration.ZERO).on("UploadPart").times(FAST_PARTS));
        emulator.inject(Fault.delay(Duration.ofMinutes(2)).on("UploadPart").times(PARTS));
        RunningCli upload =
                cli.startInTerminal("ossv4 upload --stats 1s --part-size 100k --parallel 1 large " + oss("large"));
        try {
            String drawn = upload.awaitOut("upload  " + 100 * FAST_PARTS / PARTS + "% [");
            assertTrue(drawn.split("upload ").length > 2, drawn);
            upload.awaitOut("ossv4: upload: ");
        } finally {
            upload.process().destroy();
        }
    }

    @Test
    void endsSummaryAndLogAfterInterrupt() throws Exception {
        write("large", PARTS * 100 * 1024);

        CliResult result =
                interrupt("upload", "--summary", "--log", "log", "large", oss("large"), "--part-size", "100k");

        assertEquals(130, result.exitCode(), result::toString);
        assertTrue(result.out().startsWith("{\"summary\":{\"exitCode\":130,\"done\":0,"), result::toString);
        assertEquals(1, result.lines().size(), result::toString);
        assertTrue(Files.readString(home.resolve("log")).contains("END     {\"summary\":"));
    }

    @Test
    void printsInterruptionAsJson() throws Exception {
        write("large", PARTS * 100 * 1024);

        CliResult result = interrupt("upload", "--json", "large", oss("large"), "--part-size", "100k");

        assertEquals(130, result.exitCode(), result::toString);
        assertEquals(
                "{\"error\":{\"message\":\"interrupted: parts that were sent are kept;"
                        + " run the same command again to resume the upload\"}}\n",
                result.err());
    }

    @Test
    void printsTerminationAsJson() throws Exception {
        write("large", PARTS * 100 * 1024);
        RunningCli upload = startLarge("upload", "--json", "--summary", "large", oss("large"), "--part-size", "100k");

        upload.terminate();
        CliResult result = upload.await();

        assertEquals(143, result.exitCode(), result::toString);
        assertTrue(result.out().startsWith("{\"summary\":{\"exitCode\":143,"), result::toString);
        assertTrue(result.error().get("message").textValue().startsWith("interrupted: "), result::toString);
    }

    /** The server accepts the first request, and never responds. */
    private CliResult interruptFirstRequest(String command) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(120_000);
            RunningCli running =
                    cli.start((command + " --endpoint http://127.0.0.1:" + silent.getLocalPort()).split(" "));
            try (Socket connection = silent.accept()) {
                connection.getInputStream().read();
                running.interrupt();
                return running.await().expect(130);
            }
        }
    }

    @Test
    void saysIfThereIsNothingToResume() throws Exception {
        write("small", 10);

        CliResult result = interruptFirstRequest("upload small " + oss("a"));

        assertEquals("ossv4: interrupted: there are no parts to resume; run the same command again\n", result.err());
    }

    /** OSS has the headers of the first upload: resuming it would ignore the new ones. */
    @Test
    void startsAgainWithOtherHeaders() throws Exception {
        byte[] bytes = write("large", PARTS * 100 * 1024);
        interrupt("upload", "large", oss("large"), "--part-size", "100k", "--parallel", "1");

        cli.run("upload", "large", oss("large"), "--part-size", "100k", "--meta", "a=b")
                .expect(0);

        assertArrayEquals(bytes, bucket.getBytes("large"));
        assertEquals("b", bucket.head("large").metadata().get("a"));
        assertEquals(List.of(), bucket.listMultipartUploads("").stream().toList());
    }

    @Test
    void resumesDirectoryAfterInterrupt() throws Exception {
        byte[] bytes = write("dir/large", PARTS * 100 * 1024);
        String[] command = {"upload", "dir", oss("x"), "--part-size", "100k", "--parallel", "1"};

        assertEquals(130, interrupt(command).exitCode());
        cli.run(command).expect(0);

        assertArrayEquals(bytes, bucket.getBytes("x/large"));
        assertTrue(count("PUT") <= PARTS - FAST_PARTS, requests::toString);
    }

    @Test
    void showsBarOnTerminalOnly() throws Exception {
        write("large", 3 << 20);
        String command = "ossv4 upload large " + oss("large");

        CliResult terminal = cli.runInTerminal(command).expect(0);
        assertTrue(terminal.out().contains("upload 100% ["), terminal::toString);
        assertTrue(terminal.out().contains("3.0 MiB of 3.0 MiB  "), terminal::toString);
        assertTrue(terminal.out().contains("B/s"), terminal::toString);
        int longest = terminal.out()
                .lines()
                .flatMap(
                        line -> line.replace("\u001b[K", "").replace('\r', '\n').lines())
                .filter(line -> line.contains("MiB of "))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
        assertTrue(longest <= 100, terminal::toString);
        assertTrue(longest > 80, terminal::toString);

        CliResult narrow = cli.runInTerminal("stty cols 40; " + command).expect(0);
        assertTrue(narrow.out().contains("upload 100%  "), narrow::toString);
        assertTrue(narrow.out().contains("B/s  in 0:"), narrow::toString);

        CliResult pipe = cli.runScript(command).expect(0);
        assertEquals("", pipe.err());
        CliResult without = cli.runInTerminal(command + " --quiet").expect(0);
        assertFalse(without.out().contains("100%"), without::toString);
        CliResult onlyErrors = cli.runInTerminal(command + " 2>/dev/null").expect(0);
        assertFalse(onlyErrors.out().contains("100%"), onlyErrors::toString);
    }

    @Test
    void showsBarWithEnglishDigits() throws Exception {
        write("large", 3 << 20);

        CliResult terminal = cli.with("OSSV4_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG")
                .runInTerminal("ossv4 upload large " + oss("large"))
                .expect(0);

        assertTrue(terminal.out().contains("3.0 MiB of 3.0 MiB  "), terminal::toString);
    }
}
