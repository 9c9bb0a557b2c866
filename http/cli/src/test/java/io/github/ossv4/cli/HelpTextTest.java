// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

class HelpTextTest {
    private static List<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        collect(RootCommand.withAllSubcommands(), commands);
        return commands;
    }

    private static void collect(CommandLine line, List<CommandLine> to) {
        to.add(line);
        line.getSubcommands().values().forEach(each -> collect(each, to));
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split("\\s+")).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100, 160})
    void cutsNoWord(int width) {
        for (CommandLine command : commands()) {
            String name = command.getCommandSpec().qualifiedName();
            Set<String> whole = words(HelpText.of(command, 5000, Ansi.OFF));
            String text = HelpText.of(command, width, Ansi.OFF);
            for (String word : words(text)) {
                assertTrue(whole.contains(word), () -> name + ": " + word);
            }
            // The command of an example stays on its line.
            text.lines()
                    .filter(line -> line.strip().contains(" ") && !line.matches("  (tar|du|ossv4) .*|      --.*"))
                    .forEach(line -> assertTrue(line.length() <= width, () -> name + ": " + line));
        }
    }

    @Test
    void hasAllOptionsWhereThereIsLittleSpace() {
        for (CommandLine command : commands()) {
            String text = HelpText.of(command, 40, Ansi.OFF);
            for (OptionSpec option : command.getCommandSpec().options()) {
                Pattern name = Pattern.compile("  " + Pattern.quote(option.names()[0]) + "(?![\\w-])");
                assertEquals(!option.hidden(), name.matcher(text).find(), option.longestName());
            }
        }
    }

    @Test
    void joinsLinesOfSentences() {
        assertEquals(
                List.of("  ossv4 a", "  ossv4 b \\", "      --c d", "", "A sentence of two lines.", "JSON: a, b."),
                HelpText.paragraphs(new String[] {
                    "  ossv4 a", "  ossv4 b \\", "      --c d", "", "A sentence", "of two lines.", "JSON: a,", "b."
                }));
    }

    @Test
    void keepsLongWordsWhole() {
        assertEquals("a\n  oss://BUCKET/KEY\n  b c", HelpText.wrap("a oss://BUCKET/KEY b c", "  ", 6));
        assertFalse(HelpText.wrap("  x", "  ", 40).contains("\n"));
    }
}
