// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options and help that all commands share. */
class RootCommandTest {
    private static final int WIDTH = 98;

    private static List<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>();
        collect(RootCommand.withAllSubcommands(), commands);
        return commands;
    }

    private static void collect(CommandLine line, List<CommandSpec> to) {
        to.add(line.getCommandSpec());
        line.getSubcommands().values().forEach(each -> collect(each, to));
    }

    @Test
    void eachCommandIsDescribedAndHasAnExample() {
        for (CommandSpec command : commands()) {
            String name = command.qualifiedName();
            assertEquals(1, command.usageMessage().description().length, name);
            assertTrue(command.usageMessage().description()[0].endsWith("."), name);
            if (command.parent() != null && command.subcommands().isEmpty()) {
                assertTrue(
                        Arrays.stream(command.usageMessage().footer()).anyMatch(line -> line.contains("ossv4 ")), name);
            }
        }
    }

    @Test
    void eachOptionIsDescribedInOneSentence() {
        for (CommandSpec command : commands()) {
            for (OptionSpec option : command.options()) {
                String name = command.qualifiedName() + " " + option.longestName();
                assertEquals(1, option.description().length, name);
                assertTrue(option.description()[0].endsWith("."), name);
                assertFalse(option.longestName().contains("secret"), name);
            }
        }
    }

    @Test
    void helpNamesVariablesOfCredentials() {
        String footer = String.join(
                " ",
                RootCommand.withAllSubcommands().getCommandSpec().usageMessage().footer());
        for (String name : List.of(
                "OSS_REGION", "OSS_ENDPOINT", "OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN")) {
            assertTrue(footer.contains(name), name);
        }
    }

    /** Longer ones are wrapped. */
    @Test
    void linesOfFootersAreShort() {
        for (CommandSpec command : commands()) {
            for (String line : command.usageMessage().footer()) {
                assertTrue(line.replace("$$", "$").length() <= WIDTH, () -> command.qualifiedName() + ": " + line);
            }
        }
    }

    @Test
    void registersOnlyTheCommandThatRuns() {
        assertEquals(
                List.of("crc64"),
                List.copyOf(RootCommand.with(Subcommand.CRC64).getSubcommands().keySet()));
        assertEquals(Subcommand.LS, Subcommand.named("ls"));
        assertNull(Subcommand.named("LS"));
    }
}
