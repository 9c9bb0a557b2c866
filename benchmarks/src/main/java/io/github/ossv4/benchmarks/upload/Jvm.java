// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs of the same Java version as this one. */
final class Jvm {
    /** The unit of times in /proc. */
    private static final int MILLIS_PER_TICK = 10;

    private Jvm() {}

    static ProcessBuilder builder(List<String> flags, String classPath, String mainClass, String... arguments) {
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
    static Spent run(List<String> flags, String classPath, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(flags, classPath, mainClass, arguments);
        long cpu = childrenTicks();
        long start = System.nanoTime();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        long wall = System.nanoTime() - start;
        if (exit != 0) {
            throw new IOException(mainClass + " exited with status " + exit + ": " + output);
        }
        return new Spent(TimeUnit.NANOSECONDS.toMillis(wall), (childrenTicks() - cpu) * MILLIS_PER_TICK);
    }

    /** Returns the CPU time of all terminated children: cutime and cstime of proc(5). */
    private static long childrenTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The second field is a name in parentheses, which may contain spaces; the third one follows it.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fromThird[16 - 3]) + Long.parseLong(fromThird[17 - 3]);
    }
}
