// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of Spark whose output can be awaited: a master, a worker or a driver. */
final class SparkProcess implements AutoCloseable {
    static final String TEST_CLASSES =
            Path.of("target", "test-classes").toAbsolutePath().toString();
    private static final long LIMIT = Duration.ofMinutes(8).toNanos();

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private SparkProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read);
        reader.start();
    }

    static SparkProcess start(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("spark-class").toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(OSS|OSSV4|ALIBABA_CLOUD|SPARK)_.*"));
        builder.environment()
                .putAll(Map.of("SPARK_JAVA_OPTS", "-XX:TieredStopAtLevel=1", "SPARK_CLASSPATH", TEST_CLASSES));
        builder.environment().putAll(environment);
        return new SparkProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Waits for a line that contains a match, from the first on. */
    synchronized Matcher await(String pattern) throws InterruptedException {
        Pattern compiled = Pattern.compile(pattern);
        long start = System.nanoTime();
        for (int next = 0; ; next++) {
            while (next == lines.size()) {
                long left = (LIMIT - (System.nanoTime() - start)) / 1_000_000;
                if (left <= 0 || !reader.isAlive()) {
                    throw new AssertionError("no line with " + pattern + " in\n" + String.join("\n", lines));
                }
                wait(Math.min(left, 1000));
            }
            Matcher matcher = compiled.matcher(lines.get(next));
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    /** Waits for the end, and returns the exit code. */
    int exitCode() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    synchronized String output() {
        return String.join("\n", lines);
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
