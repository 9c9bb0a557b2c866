// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.sign.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An emulator in its own process, with the bucket examplebucket. */
public final class EmulatorProcess implements AutoCloseable {
    /** The credentials that it accepts. */
    public static final Credentials CREDENTIALS = Credentials.of("id", "secret");

    private static final Pattern ENDPOINT = Pattern.compile("  endpoint +http://127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private EmulatorProcess(Process process, BufferedReader output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts an emulator.
     *
     * @param java the arguments of the JVM, up to the main class
     * @param options of the emulator
     */
    public static EmulatorProcess start(List<String> java, String... options) throws IOException {
        return start(ProcessBuilder.Redirect.INHERIT, java, options);
    }

    /**
     * Like {@link #start(List, String...)}, with another standard error.
     *
     * @param errors its standard error
     */
    public static EmulatorProcess start(ProcessBuilder.Redirect errors, List<String> java, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().keySet().removeIf(name -> name.startsWith("OSS_") || name.startsWith("OSSV4_"));
        builder.environment().put("OSS_ACCESS_KEY_ID", "id");
        builder.environment().put("OSS_ACCESS_KEY_SECRET", "secret");
        Process process = builder.start();
        try {
            BufferedReader output = process.inputReader();
            return new EmulatorProcess(process, output, port(output));
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher endpoint = ENDPOINT.matcher(line);
            if (endpoint.matches()) {
                return Integer.parseInt(endpoint.group(1));
            }
        }
        throw new AssertionError("the emulator did not start");
    }

    public int port() {
        return port;
    }

    /** Kills the process, as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Returns the process. */
    public Process process() {
        return process;
    }

    /** Returns the resident set of the process. Requires Linux. */
    public long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
    }

    /** Stops the process and waits for its end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        output.close();
    }
}
