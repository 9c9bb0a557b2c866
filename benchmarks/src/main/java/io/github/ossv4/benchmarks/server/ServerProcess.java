// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.server;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in its own JVM, with default flags. */
public final class ServerProcess implements AutoCloseable {
    private static final long TIME_LIMIT = TimeUnit.MINUTES.toNanos(1);

    private final Process process;
    private final MeasuredServer server;
    private final int port;
    private final long firstResponseMillis;

    /** Starts a server that logs nothing, and waits for its first response. */
    public ServerProcess(MeasuredServer server, Path jar, int port) throws IOException, InterruptedException {
        this(server, jar, port, ProcessBuilder.Redirect.DISCARD, server.quiet());
    }

    /** Starts an emulator without a log, and waits for its first response. */
    public static ServerProcess quiet(Path jar, int port, String... options) throws IOException, InterruptedException {
        String[] all = Stream.concat(MeasuredServer.OSSV4.quiet().stream(), Stream.of(options))
                .toArray(String[]::new);
        return new ServerProcess(MeasuredServer.OSSV4, jar, port, ProcessBuilder.Redirect.DISCARD, List.of(all));
    }

    /** Starts an emulator with a log of each request, and waits for its first response. */
    public static ServerProcess logged(Path jar, int port, Path log, String... options)
            throws IOException, InterruptedException {
        return new ServerProcess(
                MeasuredServer.OSSV4, jar, port, ProcessBuilder.Redirect.to(log.toFile()), List.of(options));
    }

    private ServerProcess(
            MeasuredServer server, Path jar, int port, ProcessBuilder.Redirect output, List<String> options)
            throws IOException, InterruptedException {
        this.server = server;
        this.port = port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(server.arguments(port));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(server.environment());
        long start = System.nanoTime();
        this.process = builder.start();
        try {
            byte[] request = server.request("GET", "missing", new byte[0]);
            while (!responds(request)) {
                if (!process.isAlive() || System.nanoTime() - start > TIME_LIMIT) {
                    throw new IOException(server + " did not start");
                }
                Thread.sleep(1);
            }
        } catch (Throwable t) {
            process.destroyForcibly();
            throw t;
        }
        this.firstResponseMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private boolean responds(byte[] request) throws IOException {
        try (HttpExchange connection = new HttpExchange(port)) {
            return connection.send(request) == 404;
        } catch (ConnectException e) {
            return false;
        }
    }

    long firstResponseMillis() {
        return firstResponseMillis;
    }

    MeasuredServer server() {
        return server;
    }

    int port() {
        return port;
    }

    /** Returns the resident set in MB. */
    double residentMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line = lines.filter(each -> each.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no VmRSS"));
            return Long.parseLong(line.replaceAll("\\D", "")) / 1000.0 * 1.024;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
