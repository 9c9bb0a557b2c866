// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.RequiredTool;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the tutorial, on an emulator that refuses what OSS refuses to a new account. */
class TutorialIT {
    private static final Path TUTORIAL = Path.of(System.getProperty("cli.readme"))
            .resolveSibling("../TUTORIAL.md")
            .normalize();

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.strict(true)
                    .domain("files.localhost", "examplebucket")
                    .accessKey("id", "secret"))
            .build();

    @TempDir
    private Path home;

    @Test
    void runsEachCommand(Emulator emulator) throws Exception {
        RequiredTool.assumeInstalled("bash");
        RequiredTool.assumeInstalled("curl");
        RequiredTool.assumeInstalled("node");
        int port = freePort();
        emulator.addCallbackTarget(port);
        Files.write(home.resolve("cat.jpg"), new byte[1000]);
        String script = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(TUTORIAL))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining())
                .replace("LTAI5t…", "id")
                .replace("…", "secret")
                .replace("https://files.example.com", "http://files.localhost:" + emulator.port())
                .replace("https://app.example.com/uploaded", "http://127.0.0.1:" + port + "/uploaded")
                .replace(
                        "listen(8080)' &\n",
                        "listen(" + port + ")' >node.log 2>&1 &\nuntil curl -s -o answer http://127.0.0.1:" + port
                                + "; do :; done\n");

        CliResult result = CliProcess.in(home).runScript("set -e; trap 'kill %1' EXIT\n" + script);

        assertEquals(0, result.exitCode(), result::toString);
        for (String part : List.of(
                "OK    objects: the endpoint serves objects",
                "(checked)",
                "the same: cat.jpg and oss://examplebucket/photos/cat.jpg",
                "callback response: {}",
                "\"x-oss-signature\"",
                "http://files.localhost:" + emulator.port() + "/photos/dog.jpg?")) {
            assertTrue(result.out().contains(part), () -> part + " is missing in " + result);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
