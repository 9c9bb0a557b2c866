// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.RunningCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 emulator}, packaged, and another command that uses it. */
class EmulatorCommandIT {
    private static final Pattern ENDPOINT = Pattern.compile("endpoint +(http://127\\.0\\.0\\.1:\\d+)");

    @TempDir
    Path home;

    @Test
    void servesUntilItIsInterrupted() throws Exception {
        CliProcess cli = CliProcess.in(home)
                .with("OSS_ACCESS_KEY_ID", "id")
                .with("OSS_ACCESS_KEY_SECRET", "secret")
                .with("OSS_REGION", "cn-hangzhou");
        Files.writeString(home.resolve("a"), "hello");
        RunningCli emulator = cli.start("emulator", "--bucket", "mybucket", "--quiet");
        Matcher endpoint = ENDPOINT.matcher(emulator.awaitOut("echo hello"));
        assertTrue(endpoint.find());

        cli.run("upload", "a", "oss://mybucket/a", "--endpoint", endpoint.group(1))
                .expect(0);
        assertEquals(
                "hello",
                cli.with("OSS_ENDPOINT", endpoint.group(1))
                        .run("cat", "oss://mybucket/a")
                        .expect(0)
                        .out());

        emulator.interrupt();
        emulator.await().expect(130);
    }

    @Test
    void passesOptions() throws Exception {
        CliProcess cli = CliProcess.in(home);

        CliResult help = cli.run("emulator", "--help").expect(0);
        assertTrue(help.out().startsWith("usage: ossv4 emulator [option...]\n"), help::toString);
        assertTrue(help.out().contains("--persist DIR"), help::toString);
        CliResult unknown = cli.run("emulator", "--nonsense").expect(2);
        assertEquals("ossv4: unknown option: --nonsense\n", unknown.err());
    }

    @Test
    void failsLikeOtherCommands() throws Exception {
        Files.createFile(home.resolve("file"));
        CliResult result =
                CliProcess.in(home).run("emulator", "--persist", "file").expect(3);
        assertEquals("ossv4: file is not a directory\n", result.err());
    }
}
