// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JVMs of the same Java version as this one. */
public final class Jvm {
    /** The unit of times in /proc. */
    private static final int MILLIS_PER_TICK = 10;

    /** Fields of proc(5): cutime and cstime. */
    private static final int USER = 16;

    private static final int SYSTEM = 17;

    private Jvm() {}

    /** Returns a builder for a JVM process; standard error is merged into standard output. */
    public static ProcessBuilder builder(List<String> flags, String classPath, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /**
     * Writes to most of the free memory, and frees it. On a virtual machine the first process that writes to a page
     * spends seconds of system time for each GiB.
     */
    public static void touchMemory() throws IOException, InterruptedException {
        String heap;
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            long available = lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            heap = available / 10 * 8 + "k";
        }
        List<String> flags = List.of("-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-Xms" + heap, "-Xmx" + heap);
        ProcessBuilder builder = builder(flags, "", "-version");
        run(builder);
    }

    /**
     * Runs a JVM until it exits with status 0.
     *
     * @throws IOException if it exits with another status; the message contains its output
     */
    public static Spent run(List<String> flags, String classPath, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        return run(builder(flags, classPath, mainClass, arguments));
    }

    /**
     * Runs a process until it exits with status 0. Its resident set is read every 2 ms: memory that it takes just
     * before its exit may be missed.
     *
     * @throws IOException if it exits with another status; the message contains its output
     */
    public static Spent run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ossv4-", ".output");
        try {
            builder.redirectOutput(output.toFile());
            long user = childrenMillis(USER);
            long system = childrenMillis(SYSTEM);
            long start = System.nanoTime();
            Process process = builder.start();
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            long peak = 0;
            do {
                peak = Math.max(peak, peakBytes(status));
            } while (!process.waitFor(2, TimeUnit.MILLISECONDS));
            long wall = System.nanoTime() - start;
            requireSuccess(process, String.join(" ", builder.command()), Files.readString(output));
            return new Spent(
                    TimeUnit.NANOSECONDS.toMillis(wall),
                    childrenMillis(USER) - user,
                    childrenMillis(SYSTEM) - system,
                    peak);
        } finally {
            Files.delete(output);
        }
    }

    /** Like {@link #run(ProcessBuilder)}, but returns the output. */
    public static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String output = output(process);
        requireSuccess(process, String.join(" ", builder.command()), output);
        return output;
    }

    /** Returns the largest resident set in bytes; 0 after the exit. */
    private static long peakBytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void requireSuccess(Process process, String command, String output)
            throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(command + " exited with status " + exit + ": " + output);
        }
    }

    /** Returns a time of all terminated children. */
    private static long childrenMillis(int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The second field is a name in parentheses, which may contain spaces; the third one follows it.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fromThird[field - 3]) * MILLIS_PER_TICK;
    }
}
