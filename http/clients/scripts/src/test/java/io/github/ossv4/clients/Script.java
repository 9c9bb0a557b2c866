// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The scripts of a client in a directory, and the commands that run them. */
final class Script {
    static final String DOMAIN = "oss.example.test";

    private final Path directory;

    private Script(Path directory) {
        this.directory = directory;
    }

    /** Copies the scripts of a client into a directory. */
    static Script copyOf(String client, Path directory) throws IOException {
        try (var files = Files.list(Path.of("src/test", client))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        return new Script(directory);
    }

    /** Returns a directory for scripts, without those of a client. */
    static Script in(Path directory) {
        return new Script(directory);
    }

    /** Returns an extension whose emulator serves {@link #DOMAIN} and may call a closed port. */
    static EmulatorExtension emulator() {
        return EmulatorExtension.builder()
                .configure(emulator -> emulator.domain(DOMAIN).callbackTarget(9))
                .build();
    }

    /** Returns the environment variables that the scripts require. */
    static Map<String, String> variables(EmulatorExtension oss) {
        Emulator emulator = oss.emulator();
        return Map.of(
                "EMULATOR_PORT", Integer.toString(emulator.port()),
                "EMULATOR_DOMAIN", DOMAIN,
                "EMULATOR_ID", emulator.accessKeyId(),
                "EMULATOR_SECRET", emulator.accessKeySecret(),
                "CALLBACK_URL", oss.callbackUrl());
    }

    /** Runs a script of bash, which must succeed, and returns its output, without progress that curl writes. */
    String shell(String script) throws Exception {
        return run(Map.of(), "bash", "-c", "curl() { command curl -sS \"$@\"; }\n" + script);
    }

    /** Runs a command, which must succeed, and returns its output. */
    String run(Map<String, String> variables, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(4, TimeUnit.MINUTES);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, text);
            assertEquals(0, process.exitValue(), text);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
