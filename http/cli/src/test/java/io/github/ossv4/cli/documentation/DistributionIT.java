// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.RootCommand;
import io.github.ossv4.cli.testing.CliProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory that users install: start script, archive of classes, man pages, completion. */
class DistributionIT {
    /** With profiles from JDK 25 on. */
    private static final String ARCHIVE = Runtime.version().feature() >= 25 ? "lib/ossv4-cli.aot" : "lib/ossv4-cli.jsa";

    /** With variables of credentials that must not be used. */
    private static final Map<String, String> CREDENTIALS =
            Map.of("OSS_ACCESS_KEY_ID", "do-not-use", "OSS_ACCESS_KEY_SECRET", "do-not-use");

    /**
     * A directory with an archive, which takes seconds to make. HotSpot finds no classes in it if the path contains a
     * space.
     */
    @TempDir
    private static Path withArchive;

    @TempDir
    private Path directory;

    private Path installed;

    private record Result(int exitCode, String out, String err) {}

    @BeforeAll
    static void makeArchive() throws IOException, InterruptedException {
        Path installed = install(withArchive.resolve("folder"));
        Result made = run(
                withArchive, CREDENTIALS, installed.resolve("bin/ossv4-archive").toString());
        assertEquals(0, made.exitCode(), made::toString);
    }

    @BeforeEach
    void install() throws IOException {
        installed = install(directory.resolve("a folder"));
        Files.createFile(directory.resolve("empty"));
    }

    private static Path install(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(CliProcess.DISTRIBUTION)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(CliProcess.DISTRIBUTION.relativize(file));
                Files.copy(file, target);
            }
        }
        Files.deleteIfExists(to.resolve(ARCHIVE));
        return to;
    }

    private Path archive() {
        return installed.resolve(ARCHIVE);
    }

    private String program() {
        return installed.resolve("bin/ossv4").toString();
    }

    private Result run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return run(directory, environment, command);
    }

    private static Result run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().remove("OSSV4_JAVA_OPTIONS");
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(out), Files.readString(err));
    }

    private void printsChecksum(Result result) {
        assertEquals(new Result(0, "0  empty\n", ""), result);
    }

    @Test
    void runsFromAnyPlace() throws IOException, InterruptedException {
        printsChecksum(run(Map.of(), program(), "crc64", "empty"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(program()));
        Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("link"));
        printsChecksum(run(Map.of(), link.toString(), "crc64", "empty"));
        printsChecksum(run(Map.of(), second.toString(), "crc64", "empty"));
        Path folder = Files.createSymbolicLink(
                directory.resolve("folder"), Path.of(program()).getParent());
        printsChecksum(run(Map.of(), folder.resolve("ossv4").toString(), "crc64", "empty"));
    }

    @Test
    void passesArgumentsUnchanged() throws IOException, InterruptedException {
        Path file = Files.createFile(directory.resolve("two  blanks * $HOME"));
        Result result = run(Map.of(), program(), "crc64", file.getFileName().toString());
        assertEquals("0  two  blanks * $HOME\n", result.out());
    }

    @Test
    void saysThatJavaIsMissing() throws IOException, InterruptedException {
        Result result = run(Map.of("JAVA_HOME", directory.toString()), program(), "crc64", "empty");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().startsWith("ossv4: Java 17 or later is required"), result::toString);
    }

    @Test
    void startsWithArchive() throws IOException, InterruptedException {
        installed = withArchive.resolve("folder");
        assertTrue(Files.exists(archive()));

        printsChecksum(run(Map.of(), program(), "crc64", "empty"));
        String logging = "-Xlog:class+load:file=loaded";
        printsChecksum(run(Map.of("OSSV4_JAVA_OPTIONS", logging), program(), "crc64", "empty"));
        for (String name : List.of("io.github.ossv4.cli.Main", "picocli.CommandLine")) {
            try (Stream<String> lines = Files.lines(directory.resolve("loaded"))) {
                assertTrue(
                        lines.anyMatch(line -> line.contains(" " + name + " source: shared objects file")),
                        name + " is not from the archive");
            }
        }
    }

    /** Cron jobs have no locale. */
    @Test
    void readsNamesAsUtf8InAnyLocale() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("ü"));
        Map<String, String> locale = Map.of("LC_ALL", "C", "LANG", "C");
        assertEquals(new Result(0, "0  ü\n", ""), run(locale, program(), "crc64", "ü"));
    }

    /** A locale of another machine, as ssh passes it. */
    @Test
    void readsNamesAsUtf8IfLocaleIsNotInstalled() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("ü"));
        Map<String, String> locale = Map.of("LC_ALL", "xx_XX.UTF-8");
        assertEquals(new Result(0, "0  ü\n", ""), run(locale, program(), "crc64", "ü"));
    }

    /** The JVM exits if these contradict the options of the start script. */
    @ParameterizedTest
    @ValueSource(strings = {"OSSV4_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"})
    void acceptsOptionsOfTheJvm(String variable) throws IOException, InterruptedException {
        for (String option : List.of("-Xmx8m", "-XX:NewSize=64m", "-XX:+UseParallelGC", "-Xshare:off")) {
            Result result = run(Map.of(variable, option), program(), "crc64", "empty");
            assertEquals("0  empty\n", result.out(), () -> option + ": " + result);
        }
    }

    @Test
    void makesNoArchiveOfDamagedJar() throws IOException, InterruptedException {
        Files.writeString(installed.resolve("lib/ossv4-cli.jar"), "not a jar");
        Result result = run(Map.of(), installed.resolve("bin/ossv4-archive").toString());
        assertEquals(2, result.exitCode(), result::toString);
        assertTrue(result.err().contains("ossv4-cli.jar does not start"), result::toString);
        assertFalse(Files.exists(archive()));
    }

    /** A preloaded library such as that of faketime may open a file, which would become standard input. */
    @Test
    void readsNothingFromClosedStandardInput() throws IOException, InterruptedException {
        String script = "unset LD_PRELOAD; exec \"$0\" crc64 - <&-";
        assertEquals(new Result(0, "0  -\n", ""), run(Map.of(), "sh", "-c", script, program()));
    }

    @Test
    void usesHomeOfEnvironment() throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve(".aliyun"));
        Files.writeString(directory.resolve(".aliyun/config.json"), """
                {"current": "p", "profiles": [
                  {"name": "p", "mode": "AK", "access_key_id": "cli", "access_key_secret": "secret"}]}
                """);
        Result result = run(
                Map.of("OSS_ACCESS_KEY_ID", "", "ALIBABA_CLOUD_ACCESS_KEY_ID", ""),
                program(),
                "presign",
                "get",
                "oss://examplebucket/k",
                "--region",
                "cn-hangzhou",
                "--profile",
                "p");
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().contains("x-oss-credential=cli%2F"), result::toString);
    }

    /** An archive of another JVM or jar is no error, and no reason for a warning. */
    @ParameterizedTest
    @ValueSource(strings = {"jsa", "aot"})
    void ignoresForeignArchive(String kind) throws IOException, InterruptedException {
        Files.writeString(installed.resolve("lib/ossv4-cli." + kind), "not an archive");
        printsChecksum(run(Map.of(), program(), "crc64", "empty"));
    }

    @Test
    void makesArchiveWithoutRealCredentials() throws IOException {
        installed = withArchive.resolve("folder");
        String bytes = Files.readString(archive(), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("do-not-use"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET"})
    @Tag("full")
    void makesArchiveWithoutOneRealCredential(String variable) throws IOException, InterruptedException {
        run(
                Map.of(variable, "do-not-use"),
                installed.resolve("bin/ossv4-archive").toString());
        assertFalse(Files.readString(archive(), StandardCharsets.ISO_8859_1).contains("do-not-use"));
    }

    @Test
    void completesCommandsAndOptions() throws IOException, InterruptedException {
        Path script = installed.resolve("share/bash-completion/completions/ossv4");
        Result result = run(
                Map.of(),
                "bash",
                "-c",
                "source '" + script + "'; complete -p ossv4; COMP_WORDS=(ossv4 crc64 --ch); COMP_CWORD=2;"
                        + " COMP_LINE='ossv4 crc64 --ch'; _complete_ossv4; echo ${COMPREPLY[*]}");
        assertTrue(result.out().contains("_complete_ossv4"), result::toString);
        assertTrue(result.out().endsWith("--check\n"), result::toString);
        assertEquals("default private public-read public-read-write\n", complete(script, "upload", "--acl", ""));
        assertEquals("DeepColdArchive\n", complete(script, "upload", "--storage-class", "D"));
    }

    /** Returns what completes the last word. */
    private String complete(Path script, String... words) throws IOException, InterruptedException {
        String line = "ossv4 " + String.join(" ", words);
        String array = "ossv4 '" + String.join("' '", words) + "'";
        return run(
                        Map.of(),
                        "bash",
                        "-c",
                        "source '" + script + "'; COMP_WORDS=(" + array + "); COMP_CWORD=" + words.length
                                + "; COMP_LINE='" + line + "'; _complete_ossv4; echo ${COMPREPLY[*]}")
                .out();
    }

    @Test
    void hasManPageOfEachCommand() throws IOException {
        Path pages = installed.resolve("share/man/man1");
        String root = Files.readString(pages.resolve("ossv4.1"));
        for (String name : RootCommand.withAllSubcommands().getSubcommands().keySet()) {
            assertTrue(root.contains("\n\\fB" + name + "\\fP\n"), name);
            String page = Files.readString(pages.resolve("ossv4-" + name + ".1"));
            assertTrue(page.contains("\n\\fBossv4 " + name.replace("-", "\\-") + "\\fP"), name);
            assertFalse(page.contains("oss:\\fP"), name + ": the synopsis is wrapped within a URL");
            assertTrue(page.contains(".SH \"EXIT STATUS\""), name);
            assertTrue(page.contains(".SH \"SEE ALSO\""), name);
            assertEquals(!name.equals("emulator"), page.contains(".SH \"ENVIRONMENT\""), name);
            assertEquals(!name.equals("emulator"), page.contains("ossutilconfig"), name);
            assertEquals(name.equals("emulator"), page.contains("callback\\-target HOST:PORT"), name);
        }
    }
}
