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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The session in the README: runs its commands, and compares what they print. With {@code -Dsession.write=1} it writes
 * the session instead. Ports, times, signatures, and ids of requests have fixed values in the README.
 */
class SessionIT {
    private static final Path README = Path.of(System.getProperty("cli.readme", "the property cli.readme is missing"));
    private static final String START = "```console\n";
    private static final String END = "```\n";
    private static final String ENDPOINT = "http://127.0.0.1:9000";
    private static final String CALLBACK_URL = "http://127.0.0.1:8080/uploaded";

    /** Patterns of texts that differ between runs, and the placeholders in the README. */
    private static final String[][] VARIABLE_PARTS = {
        {"expires: \\S+", "expires: 2026-11-26T10:00:00Z"},
        {"(?<!expires: )\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-26T09:00:00Z"},
        {"\\d{8}T\\d{6}Z", "20261126T090000Z"},
        {"(x-oss-credential=id%2F|scope: )\\d{8}", "$120261126"},
        {"x-oss-signature=[0-9a-f]{64}", "x-oss-signature=3f0a9d"},
        {"(SHA-256[^0-9a-f]*)[0-9a-f]{64}", "$13f0a9d"},
        {"\\b[0-9A-F]{24}\\b", "6A17C0E5B54B443132F5C2D1"},
        {"\\b\\d+ ms\\b", "12 ms"},
        {"127\\.0\\.0\\.1:\\d+/callback_pub_key", "127.0.0.1:49152/callback_pub_key"},
    };

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.bucket("photos").accessKey("id", "secret"))
            .build();

    @TempDir
    private Path home;

    @Test
    void printsWhatReadmeShows(Emulator emulator) throws Exception {
        RequiredTool.assumeInstalled("bash");
        RequiredTool.assumeInstalled("curl");
        EMULATOR.respondToCallbacks(200, "{\"Status\":\"OK\"}");
        byte[] picture = new byte[300_000];
        new Random(42).nextBytes(picture);
        Files.write(home.resolve("cat.jpg"), picture);
        Files.writeString(home.resolve("notes.txt"), "Cats sleep 15 hours a day.\n");
        String readme = Files.readString(README);
        int start = readme.indexOf(START) + START.length();
        int end = readme.indexOf(END, start);
        String session = readme.substring(start, end);

        StringBuilder recorded = new StringBuilder();
        List<String> commands = commands(session);
        for (String command : commands) {
            recorded.append("$ ").append(command).append('\n').append(run(command, emulator));
        }

        assertTrue(commands.size() >= 10, commands::toString);
        if (System.getProperty("session.write") != null) {
            Files.writeString(README, readme.substring(0, start) + recorded + readme.substring(end));
        } else {
            assertEquals(session, recorded.toString());
        }
    }

    /** Returns the commands of a session. Those that end with a backslash have a second line. */
    private static List<String> commands(String session) {
        List<String> commands = new ArrayList<>();
        List<String> lines = session.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("$ ")) {
                StringBuilder command = new StringBuilder(lines.get(i).substring(2));
                while (command.charAt(command.length() - 1) == '\\') {
                    command.append('\n').append(lines.get(++i));
                }
                commands.add(command.toString());
            }
        }
        return commands;
    }

    private String run(String command, Emulator emulator) throws IOException, InterruptedException {
        String real = command.replace(CALLBACK_URL, EMULATOR.callbackUrl()).replace(ENDPOINT, emulator.endpoint());
        CliResult result = CliProcess.in(home).with(emulator).runScript("exec 2>&1\n" + real);
        String out = result.out()
                .replace(EMULATOR.callbackUrl(), CALLBACK_URL)
                .replace(URI.create(EMULATOR.callbackUrl()).getAuthority(), "127.0.0.1:8080")
                .replace(emulator.endpoint(), ENDPOINT)
                .replace(URI.create(emulator.endpoint()).getAuthority(), "127.0.0.1:9000")
                .replace(home.toString(), "~");
        for (String[] part : VARIABLE_PARTS) {
            out = out.replaceAll(part[0], part[1]);
        }
        byte[] bytes = out.getBytes(StandardCharsets.UTF_8);
        boolean complete = bytes.length == 0 || out.endsWith("\n");
        return out + (complete ? "" : "\n") + (result.exitCode() == 0 ? "" : "[exit code " + result.exitCode() + "]\n");
    }
}
