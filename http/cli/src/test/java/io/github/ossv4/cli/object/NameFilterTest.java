// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.OutputFormat;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.TypedSecrets;
import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class NameFilterTest {
    @TempDir
    Path directory;

    private static NameFilter.Selection select(String... arguments) throws IOException {
        NameFilter filter = new NameFilter();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("filter", spec(filter))).parseArgs(arguments);
        return filter.select(
                new Console(OutputOptions.of(OutputFormat.TEXT), ProcessContext.current(), TypedSecrets.NONE));
    }

    private static CommandLine.Model.CommandSpec spec(NameFilter filter) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(filter);
    }

    @ParameterizedTest
    @CsvSource({
        "*.jpg, a.jpg, true",
        "*.jpg, a/b.jpg, true",
        "*.jpg, a.JPG, false",
        "*.jpg, ajpg, false",
        "a/*, a/b/c, true",
        "a/*, b/a/c, false",
        "?, \u5b57, true",
        "?, \uD83D\uDE00, true",
        "?, ab, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "[]]x, ]x, true",
        "a+b(c), a+b(c), true",
        "\\*, *, true",
        "\\*, a, false",
        "[&&a], &, true",
    })
    void matchesWholeNames(String pattern, String name, boolean matches) {
        assertEquals(matches, NamePattern.parse(pattern).matches(name));
    }

    @Test
    void matchesNamesWithLineBreaks() {
        assertTrue(NamePattern.parse("a*b").matches("a\nb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ab", "a\\", "[z-a]", "["})
    void rejectsMalformedPatterns(String pattern) {
        String message = assertThrows(ParameterException.class, () -> select("--include", pattern))
                .getMessage();
        assertTrue(message.contains("must") && message.endsWith(", was " + pattern), message);
    }

    @Test
    void selectsAllWithoutOptions() throws Exception {
        assertTrue(select().test("a"));
    }

    @Test
    void excludesOthersIfTheFirstPatternIncludes() throws Exception {
        NameFilter.Selection jpg = select("--include", "*.jpg", "--exclude", "tmp/*");
        assertTrue(jpg.test("a.jpg"));
        assertFalse(jpg.test("a.png"));
        assertFalse(jpg.test("tmp/a.jpg"));
    }

    @Test
    void acceptsSeveralPatternsOfEachOption() throws Exception {
        NameFilter.Selection selected = select(
                "--include", "*.jpg", "--exclude", "a*", "--include", "*.png", "--exclude", "b*", "--include", "ab*");
        assertTrue(selected.test("c.jpg"));
        assertTrue(selected.test("c.png"));
        assertFalse(selected.test("a.jpg"));
        assertFalse(selected.test("b.png"));
        assertTrue(selected.test("ab.txt"));
        assertFalse(selected.test("c.txt"));
    }

    @Test
    void appliesTheLastPatternThatMatches() throws Exception {
        NameFilter.Selection kept = select("--exclude", "tmp/*", "--include", "tmp/keep");
        assertFalse(kept.test("tmp/a"));
        assertTrue(kept.test("tmp/keep"));
        assertTrue(kept.test("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb/c\n", "a\r\nb/c", "a\0b/c\0"})
    void readsListsOfNames(String content) throws Exception {
        Path list = Files.writeString(directory.resolve("list"), content);
        NameFilter.Selection listed = select("--files-from", list.toString());
        assertEquals(List.of("a", "b/c"), listed.notFound());
        assertTrue(listed.test("b/c"));
        assertFalse(listed.test("b"));
        assertEquals(List.of("a"), listed.notFound());
    }

    @Test
    void readsNamesWithLineBreaksFromListsWithNul() throws Exception {
        Path list = Files.writeString(directory.resolve("list"), "a\nb\0c\0");
        assertTrue(select("--files-from", list.toString()).test("a\nb"));
    }

    /** A device need not end. */
    @Test
    void rejectsListsThatAreTooLong() throws Exception {
        Path list = directory.resolve("list");
        try (RandomAccessFile sparse = new RandomAccessFile(list.toFile(), "rw")) {
            sparse.setLength((64L << 20) + 1);
        }
        String message = assertThrows(UsageException.class, () -> select("--files-from", list.toString()))
                .getMessage();
        assertTrue(message.endsWith(" must have at most 67108864 bytes"), message);
    }

    @Test
    void rejectsListsThatAreNotUtf8() throws Exception {
        Path list = Files.write(directory.resolve("list"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        String message = assertThrows(UsageException.class, () -> select("--files-from", list.toString()))
                .getMessage();
        assertTrue(message.startsWith("--files-from must be UTF-8"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.{jpg,png} a/b.png true",
                "*.{jpg,png} a.gif false",
                "a,b} a,b} true",
                "{a*,b?}/c bx/c true",
                "\\{a} {a} true"
            })
    void expandsBraces(String pattern, String name, boolean matches) {
        assertEquals(matches, NamePattern.parse(pattern).matches(name));
    }

    @Test
    void readsExcludedPatterns() throws IOException {
        Path file = directory.resolve("patterns");
        Files.writeString(file, "# comment\n*.tmp\ncache/*\n");
        NameFilter.Selection names = select("--exclude-from", file.toString(), "--include", "cache/keep");
        assertFalse(names.test("a/b.tmp"));
        assertFalse(names.test("cache/a"));
        assertTrue(names.test("cache/keep"));
        assertTrue(names.test("a"));
    }

    @Test
    void ignoresByteOrderMark() throws IOException {
        Path file = Files.writeString(directory.resolve("patterns"), "\ufeff*.tmp\r\n*.log\r\n");
        NameFilter.Selection excluded = select("--exclude-from", file.toString());
        assertFalse(excluded.test("a.tmp"));
        assertFalse(excluded.test("a.log"));
        Files.writeString(file, "\ufeffa\r\nb\r\n");
        NameFilter.Selection listed = select("--files-from", file.toString());
        assertTrue(listed.test("a"));
        assertTrue(listed.test("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--exclude-from | a{b | a pattern must close its brace by }, was a{b",
                "--exclude-from | /cache/ | a pattern must not start with a slash, was /cache/",
                "--exclude-from | [ | a pattern must close its bracket by ], was ["
            })
    void rejectsMalformedFile(String option, String text, String problem) throws IOException {
        Path file = directory.resolve("rules");
        Files.writeString(file, text);
        ParameterException refused = assertThrows(ParameterException.class, () -> select(option, file.toString()));
        assertTrue(String.valueOf(refused.getMessage()).contains(problem), refused::getMessage);
        assertThrows(
                ParameterException.class,
                () -> select(option, directory.resolve("missing").toString()));
    }
}
