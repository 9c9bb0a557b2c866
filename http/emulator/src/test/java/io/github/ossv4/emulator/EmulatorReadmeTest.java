// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.operation.EmulatedOperations;
import io.github.ossv4.emulator.internal.operation.OssOperation;
import io.github.ossv4.emulator.testing.JavaProgram;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the emulator's README.md, except that with the client, which ReadmeTest of http runs. */
class EmulatorReadmeTest {
    private static final String IMPORTS = """
            import io.github.ossv4.callback.*;
            import io.github.ossv4.emulator.*;
            import io.github.ossv4.sign.*;
            import java.net.*;
            import java.net.http.*;
            import java.nio.file.*;
            import java.time.*;
            import org.junit.jupiter.api.*;
            """;

    @TempDir
    private Path directory;

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static List<String> examples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme())
                .results()
                .map(example -> example.group(1))
                .filter(example -> !example.contains("BucketClient"))
                .toList();
    }

    private static String mainMethod(String code) {
        return "class Example { public static void main(String[] arguments) throws Exception { " + code + " } }";
    }

    private String compile(String code) throws IOException {
        Path source = Files.writeString(directory.resolve("Example.java"), IMPORTS + code);
        return JavaProgram.compile(directory, List.of("-classpath", classPath()), source);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void compiles(String example) throws IOException {
        String variables = example.contains("Emulator emulator") ? "" : "Emulator emulator = null;";
        assertEquals(
                "",
                compile(
                        example.contains("class ")
                                ? example
                                : mainMethod("int applicationServerPort = 8080;" + variables + example)));
    }

    @Test
    void firstExampleRuns() throws Exception {
        String example = examples().get(0);
        assertTrue(example.lines().count() <= 12, "more than 12 lines");
        assertEquals("", compile(mainMethod(example)));

        assertEquals(
                "200", JavaProgram.run(List.of("-classpath", directory + File.pathSeparator + classPath(), "Example")));
    }

    /** Options of curl and Docker. */
    private static final Set<String> OTHERS = Set.of("--cacert", "--read-only", "--rm", "--tmpfs");

    @Test
    void namesExistingOptions() throws IOException {
        Matcher options = Pattern.compile("(?<![-|])--[a-z][a-z0-9-]*").matcher(readme());
        List<String> named =
                options.results().map(MatchResult::group).distinct().toList();
        assertTrue(named.contains("--callback-target"), named::toString);
        for (String option : named) {
            assertTrue(CommandLine.usage("").contains("  " + option + " ") || OTHERS.contains(option), option);
        }
    }

    @Test
    void listsEachOption() throws IOException {
        String table = CommandLine.ALL.stream()
                .map(option -> "| `" + option.usage() + "` | "
                        + (option.variable() == null ? "" : "`" + option.variable() + "`") + " | " + option.help()
                        + " |\n")
                .collect(Collectors.joining());
        assertTrue(
                readme().contains("\n| option | variable | |\n|---|---|---|\n" + table + "\n"),
                "the table of options must be:\n" + table);
    }

    @Test
    void listsEachOperation() throws IOException {
        String table =
                readme().substring(readme().indexOf("## What it does\n"), readme().indexOf("## What it does not do"));
        assertEquals(
                EmulatedOperations.all().stream()
                        .map(OssOperation::name)
                        .sorted()
                        .toList(),
                Pattern.compile("\\b[A-Z][a-z]+[A-Z]\\w+")
                        .matcher(table)
                        .results()
                        .map(MatchResult::group)
                        .sorted()
                        .toList());
    }

    @Test
    void showsTheOutputOfTheJar() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Emulator emulator = Emulator.start()) {
            Main.introduce(emulator.server(), new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        for (String line : out.toString(StandardCharsets.UTF_8).lines().limit(2).toList()) {
            assertTrue(readme().contains(line.replaceAll("[0-9]+$", "9000")), line);
        }
    }
}
