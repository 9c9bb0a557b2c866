// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.AppServer;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.OssCallback;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each command once, packaged: the jar has only the classes that other classes mention. */
class PackagedCommandsIT extends PackagedFixture {
    /** Also a test that arguments are UTF-8. */
    private static final String KEY = "dir/中 ü";

    /** The arguments that follow the command, the exit code, and a part of standard output. */
    private record Example(List<String> arguments, int exitCode, String output) {}

    private static Example example(int exitCode, String output, String... arguments) {
        return new Example(List.of(arguments), exitCode, output);
    }

    static Stream<String> commands() {
        return commands("", RootCommand.withAllSubcommands());
    }

    private static Stream<String> commands(String parents, CommandLine parent) {
        return parent.getSubcommands().entrySet().stream()
                .flatMap(entry -> entry.getValue().getSubcommands().isEmpty()
                        ? Stream.of(parents + entry.getKey())
                        : commands(parents + entry.getKey() + " ", entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runs(String command) throws Exception {
        Files.writeString(home.resolve("f"), "hello");
        Files.writeString(home.resolve("request.txt"), OssCallback.REQUEST);
        Files.writeString(home.resolve("error.xml"), "<Error><Code>AccessDenied</Code><Message>m</Message></Error>");
        bucket.put(KEY, "hello");
        try (AppServer server = AppServer.start(200, "application/json", "{}")) {
            Example example = example(command, server);
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(example.arguments());

            CliResult result = cli.run(arguments.toArray(new String[0])).expect(example.exitCode());

            assertTrue(result.out().contains(example.output()), result::toString);
        }
    }

    private Example example(String command, AppServer server) {
        return switch (command) {
            case "upload" -> example(0, oss("new") + "  CRC64 ", "f", oss("new"));
            case "download" -> example(0, "(checked)", oss(KEY), "copy");
            case "sync" -> example(0, " -> " + oss("dir/f"), ".", oss("dir/"));
            case "verify" -> example(0, "the same: ", "f", oss(KEY));
            case "crc64" -> example(0, "  f\n", "f");
            case "ls" -> example(0, KEY + "\n", "--recursive", oss(""));
            case "du" -> example(0, "1 objects", oss(""));
            case "stat" -> example(0, oss(KEY) + "\n", oss(KEY));
            case "cat" -> example(0, "hello", oss(KEY));
            case "cp" -> example(0, oss(KEY) + " -> " + oss("copy"), oss(KEY), oss("copy"));
            case "rm" -> example(0, "deleted " + oss(KEY), oss(KEY));
            case "set" -> example(0, "changed " + oss(KEY), "--meta", "color=red", oss(KEY));
            case "restore" -> example(2, "", "--days", "0", oss(KEY));
            case "uploads" -> example(0, "", oss(""));
            case "presign" -> example(0, "x-oss-signature=", "get", oss(KEY));
            case "form" -> example(0, "\"policy\"", oss("dir/"));
            case "explain signature" -> example(0, "no policy allows the action", "error.xml");
            case "explain callback" -> example(1, "! problem: ", "e30=");
            case "explain policy" -> example(1, "! problem: the policy has no expiration", "e30=");
            case "callback verify" -> example(0, "genuine: ", "request.txt");
            case "callback probe" ->
                example(0, "verdict: the response is right, but OSS does not call this address", server.url());
            case "doctor" -> example(0, "OK    write", "oss://" + emulator.bucket(), "--write");
            case "emulator" -> example(0, "usage: ossv4 emulator [option...]\n", "--help");
            default -> throw new AssertionError("no example of " + command);
        };
    }
}
