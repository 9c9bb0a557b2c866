// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that select files and objects by their names: the path below the directory, or the key after the folder.
 * As with ossutil the last pattern that matches decides. If none matches, a name is selected unless the first pattern
 * is an {@code --include}.
 */
public final class NameFilter {
    private static final int MAX_LIST_BYTES = 64 << 20;
    private static final Pattern NUL = Pattern.compile("\0");
    private static final Pattern LINE_BREAK = Pattern.compile("\r?\n");

    /** A control character as {@code ls} prints it without {@code --print0}. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\u[0-9a-f]{4}");

    private final List<Rule> rules = new ArrayList<>();

    @Option(
            names = "--files-from",
            paramLabel = "FILE",
            description =
                    "Select only the names in FILE, relative to the folder or directory, one a line or each ended by"
                            + " NUL; - for standard input.")
    private @Nullable String list;

    /** Returns a text without a byte order mark, which editors of Windows write. */
    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    record Rule(boolean includes, NamePattern pattern) {}

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            converter = NamePattern.Converter.class,
            description = "Select only names that match, such as '*.{jpg,png}'; repeatable.")
    void include(@Nullable List<NamePattern> patterns) {
        addLast(true, patterns);
    }

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            converter = NamePattern.Converter.class,
            description = "Leave out names that match; repeatable. The last pattern that matches decides.")
    void exclude(@Nullable List<NamePattern> patterns) {
        addLast(false, patterns);
    }

    @Option(
            names = "--exclude-from",
            paramLabel = "FILE",
            converter = ExcludeFile.class,
            description = "Leave out names that match a pattern in FILE, one a line.")
    void excludeFrom(@Nullable List<PatternFile> files) {
        if (files != null && !files.isEmpty()) {
            rules.addAll(files.get(files.size() - 1).rules());
        }
    }

    /** The patterns in a file, one a line, without comments. */
    record PatternFile(List<Rule> rules) {}

    /** Reads files of patterns. */
    static final class ExcludeFile implements ITypeConverter<PatternFile> {
        @Override
        public PatternFile convert(String file) {
            return new PatternFile(lines(file).stream()
                    .map(line -> new Rule(false, pattern(line)))
                    .toList());
        }

        private static NamePattern pattern(String line) {
            try {
                if (line.startsWith("/")) {
                    throw new IllegalArgumentException("must not start with a slash");
                }
                return NamePattern.parse(line);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "a pattern " + e.getMessage() + ", was " + PrintableText.escape(line));
            }
        }

        private static List<String> lines(String file) {
            try {
                String text = Utf8.decode(SmallInput.read(file, MAX_LIST_BYTES));
                if (text != null) {
                    return withoutMark(text)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                            .toList();
                }
            } catch (UsageException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new TypeConversionException("must be a file that can be read, was " + PrintableText.escape(file));
            }
            throw new TypeConversionException("must be UTF-8, was not: " + PrintableText.escape(file));
        }
    }

    /** @param patterns all of the option so far, of which the last is new; null when the parser resets the options */
    private void addLast(boolean includes, @Nullable List<NamePattern> patterns) {
        if (patterns != null && !patterns.isEmpty()) {
            rules.add(new Rule(includes, patterns.get(patterns.size() - 1)));
        }
    }

    /** Returns whether an option was used. */
    boolean isUsed() {
        return list != null || !rules.isEmpty();
    }

    /**
     * Checks that no option was used.
     *
     * @param what what the options require
     * @throws UsageException if one was used
     */
    void requireUnused(String what) {
        if (isUsed()) {
            throw new UsageException("--include, --exclude and other options that select names require " + what);
        }
    }

    /**
     * Reads the list of names, if there is one, and prints a message if it is empty.
     *
     * @throws UsageException if the list is not UTF-8, or has more than 64 MiB
     */
    Selection select(Console console) throws IOException {
        boolean selectsOthers = rules.isEmpty() || !rules.get(0).includes();
        return new Selection(List.copyOf(rules), selectsOthers, list == null ? null : names(list, console));
    }

    /** Names are separated by NUL if there is one, otherwise by line breaks, also of Windows. */
    private static Set<String> names(String list, Console console) throws IOException {
        String text = Utf8.decode(SmallInput.read(list, MAX_LIST_BYTES, console));
        if (text == null) {
            throw new UsageException("--files-from must be UTF-8, was not: " + SmallInput.name(list));
        }
        Set<String> names = new ConcurrentSkipListSet<>();
        Pattern end = text.indexOf('\0') >= 0 ? NUL : LINE_BREAK;
        end.splitAsStream(withoutMark(text)).filter(name -> !name.isEmpty()).forEach(names::add);
        if (names.isEmpty()) {
            console.message("the list of --files-from is empty: " + SmallInput.name(list));
        }
        return names;
    }

    /** The names that the options select. Thread-safe. */
    static final class Selection implements Predicate<String> {
        private final List<Rule> rules;
        private final boolean selectsOthers;
        private final @Nullable Set<String> listed;
        private final Set<String> notFound = new ConcurrentSkipListSet<>();

        private Selection(List<Rule> rules, boolean selectsOthers, @Nullable Set<String> listed) {
            this.rules = rules;
            this.selectsOthers = selectsOthers;
            this.listed = listed;
            if (listed != null) {
                notFound.addAll(listed);
            }
        }

        @Override
        public boolean test(String name) {
            notFound.remove(name);
            if (listed != null && !listed.contains(name)) {
                return false;
            }
            for (int i = rules.size() - 1; i >= 0; i--) {
                if (rules.get(i).pattern().matches(name)) {
                    return rules.get(i).includes();
                }
            }
            return selectsOthers;
        }

        /** Returns whether the options leave out some names. */
        boolean isRestricted() {
            return listed != null || !rules.isEmpty();
        }

        /** Returns the names of the list that were not tested until now, in order. */
        List<String> notFound() {
            return List.copyOf(notFound);
        }

        /** Prints a message for each name that was not found below a directory; returns success if there are none. */
        ExitCode reportNotFound(Console console, Path directory) throws IOException {
            return reportNotFound(console, PrintableText.escape(directory.toString()));
        }

        /** Prints a message for each name that was not found below a folder; returns success if there are none. */
        ExitCode reportNotFound(Console console, OssUrl folder) throws IOException {
            boolean hasEscape =
                    notFound.stream().anyMatch(name -> ESCAPE.matcher(name).find());
            return reportNotFound(
                    console,
                    folder + "; 'ossv4 ls -r --relative --print0' prints them"
                            + (hasEscape ? ", without escapes such as \\u000a" : ""));
        }

        private ExitCode reportNotFound(Console console, String expected) throws IOException {
            for (String name : notFound()) {
                console.message(PrintableText.escape(name) + ": named by --files-from, was not found");
            }
            if (notFound.isEmpty()) {
                return ExitCode.SUCCESS;
            }
            console.message("names of --files-from are relative to " + expected);
            return ExitCode.REFUSED;
        }
    }
}
