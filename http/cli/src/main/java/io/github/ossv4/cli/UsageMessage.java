// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.internal.text.PrintableText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message for invalid arguments of a command, in words of what the user typed. Pure functions. */
final class UsageMessage {
    private static final int MOST_TYPOS = 2;

    /** Options of one letter, or an option of words after one dash, but not a value without a space before it. */
    private static final Pattern OPTION_LETTERS = Pattern.compile("-([a-zA-Z]{1,3}|[a-z-]+)");

    private UsageMessage() {}

    static String of(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return ofUnmatched(command, unmatched);
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return ofMissing(command, missing.getMissing().get(0));
        }
        ArgSpec argument = failure.getArgSpec();
        if (failure.getCause() instanceof TypeConversionException invalid && argument != null) {
            String rule = String.valueOf(invalid.getMessage());
            if (rule.startsWith("must ")) {
                return name(argument) + " " + rule;
            }
            return argument.isOption() ? name(argument) + ": " + rule : rule;
        }
        return String.valueOf(failure.getMessage());
    }

    private static String ofUnmatched(CommandSpec command, UnmatchedArgumentException unmatched) {
        List<String> arguments = unmatched.getUnmatched();
        String first = PrintableText.escape(arguments.get(0));
        if (unmatched.isUnknownOption()) {
            return "unknown option " + PrintableText.escape(withoutValue(arguments.get(0)))
                    + hint(command, arguments.get(0));
        }
        if (!command.subcommands().isEmpty()) {
            String equivalent = COMMANDS.get(arguments.get(0));
            return "unknown command " + first
                    + (equivalent == null
                            ? meant(command.subcommands().keySet().stream(), arguments.get(0))
                            : "; here it is " + equivalent);
        }
        String expected = operands(command);
        return "unexpected argument " + first
                + (expected.isEmpty() ? ": only options are expected" : ": only " + expected + " is expected");
    }

    /** The value of an unknown option may be secret: other tools have an option for an AccessKey secret. */
    private static String withoutValue(String option) {
        int equals = option.indexOf('=');
        if (equals >= 0) {
            return option.substring(0, equals) + "=…";
        }
        return option.startsWith("--") || OPTION_LETTERS.matcher(option).matches()
                ? option
                : option.substring(0, 2) + "…";
    }

    /** The commands of ossutil, rclone and others that have another name here. */
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("copy", "cp, upload or download"),
            Map.entry("copyto", "cp, upload or download"),
            Map.entry("put", "upload"),
            Map.entry("get", "download"),
            Map.entry("move", "cp, then rm"),
            Map.entry("mv", "cp, then rm"),
            Map.entry("delete", "rm"),
            Map.entry("del", "rm"),
            Map.entry("purge", "rm --recursive"),
            Map.entry("check", "verify"),
            Map.entry("size", "du"),
            Map.entry("lsl", "ls --long"),
            Map.entry("list", "ls"),
            Map.entry("sign", "presign"),
            Map.entry("link", "presign"),
            Map.entry("set-meta", "set"),
            Map.entry("set-acl", "set --acl"));

    /** The options of ossutil and rclone that have another name here, or are the default. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("--bwlimit", "--bandwidth"),
            Map.entry("--maxupspeed", "--bandwidth"),
            Map.entry("--maxdownspeed", "--bandwidth"),
            Map.entry("--transfers", "--files"),
            Map.entry("--checkers", "--files"),
            Map.entry("--jobs", "--files"),
            Map.entry("-j", "--files"),
            Map.entry("--log-file", "--log"),
            Map.entry("--checkpoint", "--checkpoint-dir"),
            Map.entry("--force", "--yes"),
            Map.entry("-f", "--yes"),
            Map.entry("-c", "--checksum"),
            Map.entry("--metadata", "--keep-times"),
            Map.entry("--ignore-existing", "--forbid-overwrite"),
            Map.entry("--low-level-retries", "--retries"),
            Map.entry("--update", "--skip-same"),
            Map.entry("-u", "--skip-same"));

    /** Returns the option of this command that another tool names so, or the one that may be meant. */
    private static String hint(CommandSpec command, String typed) {
        String name = typed.replaceFirst("=.*", "");
        String equivalent = ELSEWHERE.get(name);
        if (equivalent != null && command.optionsMap().containsKey(equivalent)) {
            return "; here it is " + equivalent;
        }
        return name.equals("-u") || name.equals("--update")
                ? "; 'ossv4 sync' transfers only what has changed"
                : meant(
                        command.options().stream()
                                .filter(option -> !option.hidden())
                                .map(OptionSpec::longestName),
                        name);
    }

    /** Picocli suggests any name that has some letters in common. */
    private static String meant(Stream<String> names, String typed) {
        int typos = Math.min(MOST_TYPOS, typed.length() / 2);
        return names.filter(name -> typed.length() > 2 && distance(name, typed) <= typos)
                .min(Comparator.comparingInt(name -> distance(name, typed)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Returns the number of letters to insert, to delete or to replace. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String ofMissing(CommandSpec command, ArgSpec argument) {
        return argument.isOption()
                ? name(argument) + " requires a value: " + argument.paramLabel()
                : command.qualifiedName() + " requires " + operands(command);
    }

    private static String operands(CommandSpec command) {
        return command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .collect(Collectors.joining(" "));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
