// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs of the same Java as this one. */
final class Jvm {
    /** The unit of /proc, everywhere. */
    private static final int MILLIS_PER_TICK = 10;

    private Jvm() {}

    static ProcessBuilder of(List<String> flags, String classPath, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /**
     * Runs one to its end, which must be a good one.
     *
     * @throws IOException if it is not; the message is what it said
     */
    static Spent run(List<String> flags, String classPath, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = of(flags, classPath, mainClass, arguments);
        long cpu = childrensTicks();
        long began = System.nanoTime();
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        long wall = System.nanoTime() - began;
        if (exit != 0) {
            throw new IOException(mainClass + " ended with " + exit + ": " + said);
        }
        return new Spent(TimeUnit.NANOSECONDS.toMillis(wall), (childrensTicks() - cpu) * MILLIS_PER_TICK);
    }

    /** The CPU time of all children that are gone and were waited for: cutime and cstime of proc(5). */
    private static long childrensTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The second field is a name, in parentheses, which may hold blanks; the third follows it.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fromThird[16 - 3]) + Long.parseLong(fromThird[17 - 3]);
    }
}
