// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of a command, wrapped to the width of a terminal. No word is cut: picocli breaks lines within {@code
 * oss://BUCKET/KEY}, and has no layout for less than 55 columns. Not thread-safe.
 */
final class HelpText {
    /** Where names and descriptions in two columns are legible. */
    private static final int TWO_COLUMNS = 70;

    private static final int COLUMN = 26;

    /** So long that picocli does not break the synopsis. */
    private static final int ENDLESS = 10_000;

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final CommandLine line;
    private final ColorScheme colors;
    private final int width;

    private HelpText(CommandLine line, int width, Ansi ansi) {
        this.line = line;
        this.width = width;
        this.colors = Help.defaultColorScheme(ansi);
    }

    static String of(CommandLine line, int width, Ansi ansi) {
        HelpText help = new HelpText(line, width, ansi);
        help.addAll();
        return help.text.toString();
    }

    /** Joins the lines of each sentence, so that they can be wrapped again, but not examples, which are indented. */
    static List<String> paragraphs(String[] footer) {
        List<String> paragraphs = new ArrayList<>();
        boolean isOpen = false;
        for (String line : footer) {
            boolean isProse = !line.isEmpty() && line.charAt(0) != ' ';
            int last = paragraphs.size() - 1;
            if (isProse && isOpen) {
                paragraphs.set(last, paragraphs.get(last) + " " + line);
            } else {
                paragraphs.add(line);
            }
            isOpen = isProse && !line.endsWith(".") && !line.endsWith(":");
        }
        return paragraphs;
    }

    private void addAll() {
        CommandSpec command = line.getCommandSpec();
        line.setUsageHelpWidth(ENDLESS);
        command.usageMessage().abbreviateSynopsis(true);
        String synopsis = new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        add("Usage: " + synopsis.trim(), "       ");
        for (String description : command.usageMessage().description()) {
            add(format(description), "");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (!parameter.hidden()) {
                String label = parameter.paramLabel();
                item(label, colors.parameterText(label), parameter.description());
            }
        }
        for (OptionGroup group : OptionGroup.values()) {
            List<OptionSpec> options = group.of(command);
            text.append(options.isEmpty() ? "" : group.heading(command) + "\n");
            options.forEach(this::option);
        }
        if (!line.getSubcommands().isEmpty()) {
            add("Commands:", "");
        }
        for (Map.Entry<String, CommandLine> subcommand : line.getSubcommands().entrySet()) {
            String name = subcommand.getKey();
            CommandSpec spec = subcommand.getValue().getCommandSpec();
            item(name, colors.commandText(name), spec.usageMessage().description());
        }
        Map<String, String> codes = command.usageMessage().exitCodeList();
        text.append(codes.isEmpty() ? "" : format(command.usageMessage().exitCodeListHeading()));
        codes.forEach((code, meaning) -> item(code, colors.optionText(code), meaning));
        text.append(format(command.usageMessage().footerHeading()));
        for (String paragraph : paragraphs(command.usageMessage().footer())) {
            String formatted = format(paragraph);
            text.append(paragraph.startsWith(" ") ? formatted : wrap(formatted, "", width))
                    .append('\n');
        }
    }

    private void option(OptionSpec option) {
        String names = String.join(", ", option.names());
        String name = option.arity().max() > 0 ? names + " " + option.paramLabel() : names;
        item(name, colors.optionText(name), option.description());
    }

    /** Adds a name and its description, beside each other if there is space. */
    private void item(String name, Ansi.Text colored, String... descriptions) {
        String description = format(String.join(" ", descriptions));
        int start = text.length();
        if (width < TWO_COLUMNS) {
            add(INDENT + name, INDENT + INDENT + INDENT);
            add(INDENT + INDENT + description, INDENT + INDENT);
        } else if (name.length() > COLUMN - 2 * INDENT.length()) {
            add(INDENT + name, INDENT + INDENT + INDENT);
            add(" ".repeat(COLUMN) + description, " ".repeat(COLUMN));
        } else {
            String padding = " ".repeat(COLUMN - INDENT.length() - name.length());
            add(INDENT + name + padding + description, " ".repeat(COLUMN));
        }
        int nameStart = start + INDENT.length();
        if (text.indexOf(name, start) == nameStart) {
            text.replace(nameStart, nameStart + name.length(), colored.toString());
        }
    }

    /** Picocli formats its texts. */
    private static String format(String text) {
        return String.format(Locale.ROOT, text).replace("\r\n", "\n");
    }

    private void add(String paragraph, String indent) {
        text.append(wrap(paragraph, indent, width)).append('\n');
    }

    /**
     * Breaks a line at spaces. A word that is longer than a line stays whole.
     *
     * @param indent what the lines after the first start with
     */
    static String wrap(String line, String indent, int width) {
        StringBuilder lines = new StringBuilder();
        int start = line.length() - line.stripLeading().length();
        StringBuilder current = new StringBuilder(line.substring(0, start));
        boolean isEmpty = true;
        for (String word : line.strip().split(" ", -1)) {
            if (!isEmpty && current.length() + 1 + word.length() > width) {
                lines.append(current.toString().stripTrailing()).append('\n');
                current = new StringBuilder(indent);
                isEmpty = true;
            }
            current.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        return lines.append(current).toString();
    }
}
