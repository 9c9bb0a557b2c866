// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.RequiredTool;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
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
        EMULATOR.respondToCallbacks(200, "{\"Status\":\"OK\"}");
        Files.write(home.resolve("cat.jpg"), new byte[1000]);
        String script = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(TUTORIAL))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining())
                .replace("LTAI5t…", "id")
                .replace("…", "secret")
                .replace("https://files.example.com", "http://files.localhost:" + emulator.port())
                .replace("https://app.example.com/uploaded", EMULATOR.callbackUrl());

        CliResult result = CliProcess.in(home).runScript("set -e\n" + script);

        assertEquals(0, result.exitCode(), result::toString);
        for (String part : List.of(
                "OK    objects: the endpoint serves objects",
                "(checked)",
                "the same: cat.jpg and oss://examplebucket/photos/cat.jpg",
                "callback response: {\"Status\":\"OK\"}",
                "http://files.localhost:" + emulator.port() + "/photos/dog.jpg?")) {
            assertTrue(result.out().contains(part), () -> part + " is missing in " + result);
        }
        assertTrue(Files.readString(home.resolve("upload.html")).contains("action=\"http://files.localhost:"));
        assertEquals(2, EMULATOR.callbacks().size());
    }
}
