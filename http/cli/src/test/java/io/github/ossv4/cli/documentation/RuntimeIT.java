// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.AppServer;
import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution with its own Java runtime, unpacked in another directory, on a machine without Java. */
class RuntimeIT {
    /** The programs that the start script, {@code ossv4} and these tests call. */
    private static final List<String> PROGRAMS = List.of("sh", "dirname", "readlink", "locale", "stty");

    @TempDir
    private static Path unpacked;

    private static Path program;
    private static Path path;

    @TempDir
    private Path home;

    private record Result(int exitCode, String out, String err) {
        Result expectSuccess() {
            assertEquals(0, exitCode, this::toString);
            return this;
        }
    }

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(CliProcess.DISTRIBUTION.getParent())) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findAny()
                    .orElseThrow();
        }
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", unpacked.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        String folder = archive.getFileName().toString().replace(".tar.gz", "");
        program = unpacked.resolve(folder).resolve("bin/ossv4");
        path = Files.createDirectory(unpacked.resolve("path"));
        for (String name : PROGRAMS) {
            for (String directory : List.of("/usr/bin", "/bin")) {
                if (Files.exists(Path.of(directory, name)) && !Files.exists(path.resolve(name))) {
                    Files.createSymbolicLink(path.resolve(name), Path.of(directory, name));
                }
            }
        }
        assertFalse(Files.exists(path.resolve("java")));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .directory(home.toFile())
                .redirectOutput(home.resolve("out").toFile())
                .redirectError(home.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Process process = start(environment, arguments);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the command does not end");
        return new Result(
                process.exitValue(), Files.readString(home.resolve("out")), Files.readString(home.resolve("err")));
    }

    private static Map<String, String> settings(String endpoint) {
        return Map.of(
                "OSS_ENDPOINT",
                endpoint,
                "OSS_REGION",
                "cn-hangzhou",
                "OSS_ACCESS_KEY_ID",
                "id",
                "OSS_ACCESS_KEY_SECRET",
                "secret",
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED",
                "true");
    }

    private static Map<String, String> and(Map<String, String> environment, String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return more;
    }

    private static Emulator.Builder emulator() {
        return Emulator.builder().accessKey("id", "secret");
    }

    @Test
    void printsVersionWithEmptyEnvironment() throws IOException, InterruptedException {
        Result result = run(Map.of(), "--version").expectSuccess();
        assertTrue(result.out().matches("ossv4 [0-9.]+(-SNAPSHOT)?\n"), result::toString);
        assertEquals("", result.err());
    }

    @Test
    void ignoresOtherJava() throws IOException, InterruptedException {
        Map<String, String> other = Map.of("JAVA_HOME", home.toString());
        run(other, "--version").expectSuccess();
    }

    /** JDK 17 finds no classes in an archive that was moved. */
    @Test
    void startsWithArchive() throws IOException, InterruptedException {
        Path lib = program.getParent().resolveSibling("lib");
        boolean hasProfiles = Files.exists(lib.resolve("ossv4-cli.aot"));
        assertTrue(hasProfiles || Files.exists(lib.resolve("ossv4-cli.jsa")));
        run(Map.of("OSSV4_JAVA_OPTIONS", "-Xlog:class+load:file=loaded"), "--version")
                .expectSuccess();
        try (Stream<String> lines = Files.lines(home.resolve("loaded"))) {
            assertEquals(
                    hasProfiles,
                    lines.anyMatch(line -> line.contains(" io.github.ossv4.cli.Main source: shared objects file")));
        }
    }

    @Test
    void presigns() throws IOException, InterruptedException {
        Result result = run(
                        settings("https://oss-cn-hangzhou.aliyuncs.com"), "presign", "get", "oss://examplebucket/key")
                .expectSuccess();
        assertTrue(result.out().contains("x-oss-signature="), result::toString);
    }

    @Test
    void transfersManyFilesInParallel() throws IOException, InterruptedException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path files = Files.createDirectory(home.resolve("files"));
        for (int i = 0; i < 200; i++) {
            Files.write(files.resolve("ü " + i), bytes);
        }
        try (Emulator emulator = emulator().start()) {
            Map<String, String> settings = settings(emulator.endpoint());
            run(settings, "upload", "--files", "64", "files", "oss://examplebucket/f")
                    .expectSuccess();
            run(settings, "download", "--files", "64", "-r", "oss://examplebucket/f", "copy")
                    .expectSuccess();
            Result synced =
                    run(settings, "sync", "files", "oss://examplebucket/f").expectSuccess();
            assertEquals("ossv4: uploaded 0 files, 0 B; 200 unchanged\n", synced.err());
        }
        try (Stream<Path> copies = Files.list(home.resolve("copy"))) {
            for (Path copy : copies.toList()) {
                assertEquals(-1, Files.mismatch(files.resolve(copy.getFileName()), copy));
            }
        }
    }

    @Test
    void transfersPartsInParallel() throws IOException, InterruptedException {
        byte[] bytes = new byte[40 << 20];
        new Random(2).nextBytes(bytes);
        Files.write(home.resolve("large"), bytes);
        try (Emulator emulator = emulator().start()) {
            Map<String, String> settings = settings(emulator.endpoint());
            run(settings, words("upload --parallel 64 --part-size 100k large oss://examplebucket/l"))
                    .expectSuccess();
            run(settings, words("download --parallel 64 --part-size 100k oss://examplebucket/l copy"))
                    .expectSuccess();
        }
        assertEquals(-1, Files.mismatch(home.resolve("large"), home.resolve("copy")));
    }

    private static String[] words(String command) {
        return command.split(" ", -1);
    }

    @Test
    void probesCallbacks() throws IOException, InterruptedException {
        try (AppServer server = AppServer.start(200, "application/json", "{}")) {
            Result result = run(Map.of(), "callback", "probe", server.url()).expectSuccess();
            assertTrue(result.out().contains("verdict: the response is right"), result::toString);
        }
    }

    @Test
    void trustsAuthorityOfTrustStore() throws IOException, InterruptedException {
        Files.writeString(home.resolve("f"), "hello");
        try (Emulator emulator = emulator().https().start()) {
            String options = "-Djavax.net.ssl.trustStore=" + emulator.https().trustStore()
                    + " -Djavax.net.ssl.trustStorePassword=changeit";
            Map<String, String> settings = and(settings(emulator.https().url()), "OSSV4_JAVA_OPTIONS", options);
            run(settings, "upload", "f", "oss://examplebucket/f").expectSuccess();
            assertEquals(
                    "hello",
                    run(settings, "cat", "oss://examplebucket/f")
                            .expectSuccess()
                            .out());
            run(settings, "doctor", "oss://examplebucket").expectSuccess();
        }
    }

    @Test
    void runsEmulator() throws IOException, InterruptedException {
        Process emulator = start(settings("http://127.0.0.1:9"), "emulator");
        try {
            Path out = home.resolve("out");
            while (!Files.readString(out).contains("\n  page ")) {
                assertFalse(emulator.waitFor(50, TimeUnit.MILLISECONDS), "the emulator has ended");
            }
            String endpoint = Files.readString(out).split("endpoint +", -1)[1].split("\n", -1)[0];
            Result listed = run(settings(endpoint), "ls");
            assertTrue(listed.expectSuccess().out().contains("examplebucket"), listed::toString);
        } finally {
            emulator.destroy();
            emulator.waitFor();
        }
    }
}
