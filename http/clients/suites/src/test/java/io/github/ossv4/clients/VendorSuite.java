// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A suite in a repository of the vendor. It runs in a copy of the checkout that a system property names. */
final class VendorSuite {
    private static final int MAX_SHOWN = 4000;

    private final String name;
    private final Path checkout;
    private final Path directory;

    private VendorSuite(String name, Path checkout) {
        this.name = name;
        this.checkout = checkout;
        this.directory = Path.of("target", "suites", name).toAbsolutePath();
    }

    /** Returns the suite in the checkout that a system property names. Skips the test if it is not set. */
    static VendorSuite of(String name, String property, String repository) {
        String checkout = System.getProperty(property, "");
        assumeTrue(
                !checkout.isEmpty(),
                () -> "-D" + property + "=PATH must name a checkout of https://github.com/" + repository);
        return new VendorSuite(name, Path.of(checkout).toAbsolutePath());
    }

    /** Returns the directory of the copy. */
    Path directory() {
        return directory;
    }

    /** Copies the checkout to a directory inside that of this suite. */
    Path copyTo(String place) throws IOException {
        Path copy = directory.resolve(place);
        Checkout.copy(checkout, copy);
        return copy;
    }

    /** Returns the environment variables with which the SDKs' suites find the emulator. */
    static Map<String, String> variables(EmulatorExtension oss) {
        Emulator emulator = oss.emulator();
        return Map.of(
                "OSS_TEST_ENDPOINT", emulator.endpoint(),
                "OSS_TEST_REGION", emulator.region(),
                "OSS_TEST_ACCESS_KEY_ID", emulator.accessKeyId(),
                "OSS_TEST_ACCESS_KEY_SECRET", emulator.accessKeySecret(),
                "OSS_TEST_CALLBACK_URL", oss.callbackUrl());
    }

    /**
     * Runs a command in a directory and returns its output, which is also in a file with the command's name. The command does
     * not have this process's variables for clients of OSS: they could name a real bucket.
     */
    String run(Path in, Map<String, String> variables, Duration limit, String... command) throws Exception {
        Path output = Files.createDirectories(directory).resolve(command[0] + ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(VendorSuite::isForClients);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertTrue(ended, () -> String.join(" ", command) + " must end within " + limit + "\n" + end(text));
            return text;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isForClients(String variable) {
        return variable.contains("OSS_") || variable.startsWith("ALI") || variable.startsWith("USER_ACCESS_KEY_");
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - MAX_SHOWN));
    }

    /** Compares the results with the committed list. Rewrites the list first with {@code -Dsuites.write=1}. */
    void check(List<SuiteResult> results, String output) throws Exception {
        assertFalse(results.isEmpty(), () -> "the suite must report results\n" + end(output));
        writeFailures(results);
        Path file = Path.of("src", "test", "suites", name + ".txt");
        FailureList list = FailureList.parse(file.toString(), Files.readString(file));
        String commit = commit();
        if (!System.getProperty("suites.write", "").isEmpty()) {
            list = list.updated(commit, results);
            Files.writeString(file, list.text());
        }
        List<String> differences = list.differences(commit, results);
        if (!differences.isEmpty()) {
            fail(differences.size() + " differences\n" + String.join("\n", differences));
        }
    }

    private void writeFailures(List<SuiteResult> results) throws IOException {
        Files.write(
                directory.resolve("failures.txt"),
                results.stream()
                        .filter(result -> result.outcome() == SuiteResult.Outcome.FAILED)
                        .map(result -> result.test() + " | " + result.failure())
                        .sorted()
                        .toList());
    }

    /** Returns the commit of the checkout, or "unknown" without git or history. */
    private String commit() throws Exception {
        Map<String, String> notAbove = Map.of("GIT_CEILING_DIRECTORIES", String.valueOf(checkout.getParent()));
        try {
            String commit = run(checkout, notAbove, Duration.ofMinutes(1), "git", "rev-parse", "--short=12", "HEAD")
                    .strip();
            return commit.matches("[0-9a-f]{12,}") ? commit : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
