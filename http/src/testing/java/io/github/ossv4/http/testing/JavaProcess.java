// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Java processes with the classes of the tests and the libraries of the client alone. */
public final class JavaProcess {
    private static final Pattern LIBRARY =
            Pattern.compile("(ossv4|jackson-core|okhttp|okio|kotlin-stdlib|annotations|jspecify)[^/\\\\]*\\.jar");

    private JavaProcess() {}

    /** The JVM holds the index of each jar in the heap, which those of the other tests would fill. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.isDirectory(Path.of(entry))
                        || LIBRARY.matcher(Path.of(entry).getFileName().toString())
                                .matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the path of the {@code java} command that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns the {@code java} command with the options of a process that lives for seconds. */
    public static List<String> command() {
        return List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    /**
     * Starts the main class with an option of the JVM such as {@code -Xmx8m}. Its error output is merged into its
     * output.
     */
    public static Process start(String option, Class<?> main, List<String> arguments) throws IOException {
        return start(List.of(option), main, arguments);
    }

    private static Process start(List<String> options, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * Runs the main class as {@link #start}, and returns its output without the whitespace around it. It must succeed.
     */
    public static String output(String option, Class<?> main, List<String> arguments) throws Exception {
        return output(List.of(option), main, arguments);
    }

    /** Equivalent to {@link #output(String, Class, List)} with several options. */
    public static String output(List<String> options, Class<?> main, List<String> arguments) throws Exception {
        Process process = start(options, main, arguments);
        // Otherwise a process that hangs would never end its output.
        CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
            assertEquals(0, process.exitValue(), output);
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }
}
