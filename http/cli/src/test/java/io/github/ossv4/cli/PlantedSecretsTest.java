// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands with a secret in each operand and in each option, where nobody expects one. */
class PlantedSecretsTest extends CliFixture {
    private static final String SECRET = "hush4f2c9d";

    private static final List<String> PLANTED = List.of(
            "https://b.oss-cn-hangzhou.aliyuncs.com/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature="
                    + SECRET,
            "https://b.oss-cn-hangzhou.aliyuncs.com/k?OSSAccessKeyId=id&Expires=1&Signature=" + SECRET + "%3D",
            "oss://u:" + SECRET + "@examplebucket/x");

    private static final Set<String> TAKES_SECRETS =
            Set.of("--var", "--header", "--callback-url", "--callback-body", "--callback-host");

    /** All but the emulator, which parses its own arguments ({@code CommandLineTest}). */
    static Stream<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>();
        RootCommand.withAllSubcommands().getSubcommands().forEach((name, line) -> {
            if (!name.equals(Subcommand.EMULATOR.title())) {
                collect(line, commands);
            }
        });
        return commands.stream();
    }

    private static void collect(CommandLine line, List<CommandSpec> to) {
        if (line.getSubcommands().isEmpty()) {
            to.add(line.getCommandSpec());
        }
        line.getSubcommands().values().forEach(each -> collect(each, to));
    }

    private void run(CommandSpec command, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(Arrays.asList(command.qualifiedName(" ").split(" ")));
        all.remove(0);
        all.addAll(Arrays.asList(arguments));
        Path log = home.resolve("log");
        boolean hasLog = command.optionsMap().containsKey("--log") && !all.contains("--log");
        if (hasLog) {
            all.addAll(List.of("--log", "log"));
        }
        CliResult result = cli.run(all.toArray(new String[0]));
        String shown = all + "\n" + result + (Files.exists(log) ? "--- log\n" + Files.readString(log) : "");
        // A result that is complete may have what was typed: a form, a signed URL.
        String messages = result.exitCode() == 0 ? result.err() : result.toString();
        assertFalse(messages.contains(SECRET), shown);
        assertFalse(Files.exists(log) && Files.readString(log).contains(SECRET), shown);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void inOperands(CommandSpec command) throws Exception {
        write("f", 1);
        for (String planted : PLANTED) {
            run(command, planted);
            run(command, "--json", planted);
            run(command, planted, oss("k"));
            run(command, oss("k"), planted);
            run(command, "f", planted);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void inOptions(CommandSpec command) throws Exception {
        write("f", 1);
        for (OptionSpec option : command.options()) {
            for (String planted : PLANTED) {
                run(command, option.longestName() + "=" + planted, oss("k"));
                run(command, option.longestName(), planted, "f", oss("k"));
            }
            if (TAKES_SECRETS.contains(option.longestName())) {
                run(command, option.longestName() + "=X=" + SECRET, "f", oss("k"));
                run(command, option.longestName(), "X:" + SECRET, "f", oss("k"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void inOptionsOfOtherTools(CommandSpec command) throws Exception {
        run(command, "--access-key-secret=" + SECRET, oss("k"));
        run(command, "--access-key-secret", SECRET, oss("k"));
        run(command, oss("k"), "--access-key-secret", SECRET);
        run(command, "-k" + SECRET, oss("k"));
        run(command, "-k=" + SECRET, oss("k"));
    }

    @Test
    void namesWhatWasTyped() {
        assertTrue(cli.run("ls", "--access-key-secret=" + SECRET)
                .expect(2)
                .err()
                .contains("unknown option --access-key-secret=…"));
        assertEquals(
                "ossv4: https:/b.oss-cn-hangzhou.aliyuncs.com/k…: no such file or directory",
                cli.run("upload", PLANTED.get(0), oss("k"))
                        .expect(2)
                        .err()
                        .lines()
                        .findFirst()
                        .orElseThrow());
    }
}
