// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

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
     * Runs a JVM until it exits with status 0.
     *
     * @throws IOException if it exits with another status; the message contains its output
     */
    public static Spent run(List<String> flags, String classPath, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        return run(builder(flags, classPath, mainClass, arguments));
    }

    /**
     * Runs a process until it exits with status 0.
     *
     * @throws IOException if it exits with another status; the message contains its output
     */
    public static Spent run(ProcessBuilder builder) throws IOException, InterruptedException {
        long cpu = childrenTicks();
        long start = System.nanoTime();
        Process process = builder.start();
        String output = output(process);
        requireSuccess(process, String.join(" ", builder.command()), output);
        long wall = System.nanoTime() - start;
        return new Spent(TimeUnit.NANOSECONDS.toMillis(wall), (childrenTicks() - cpu) * MILLIS_PER_TICK);
    }

    /** Like {@link #run(ProcessBuilder)}, but returns the output. */
    public static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String output = output(process);
        requireSuccess(process, String.join(" ", builder.command()), output);
        return output;
    }

    /**
     * Runs a JVM until it exits with status 0.
     *
     * @return the largest resident set in bytes, which is read every millisecond
     * @throws IOException if it exits with another status; the message contains its output
     */
    public static long peakMemory(List<String> flags, String classPath, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        Process process = builder(flags, classPath, mainClass, arguments).start();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peak = 0;
        do {
            try (Stream<String> lines = Files.lines(status)) {
                peak = Math.max(peak, lines.mapToLong(Jvm::peakBytes).max().orElse(0));
            } catch (IOException | UncheckedIOException e) {
                // The process has exited.
                break;
            }
        } while (!process.waitFor(1, TimeUnit.MILLISECONDS));
        requireSuccess(process, mainClass, output(process));
        return peak;
    }

    private static long peakBytes(String line) {
        return line.startsWith("VmHWM:") ? Long.parseLong(line.replaceAll("\\D", "")) * 1024 : 0;
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

    /** Returns the CPU time of all terminated children: cutime and cstime of proc(5). */
    private static long childrenTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The second field is a name in parentheses, which may contain spaces; the third one follows it.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fromThird[16 - 3]) + Long.parseLong(fromThird[17 - 3]);
    }
}
