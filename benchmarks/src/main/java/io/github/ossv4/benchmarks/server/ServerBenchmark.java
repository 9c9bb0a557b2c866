// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.server;

import io.github.ossv4.benchmarks.upload.Median;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Starts the emulator and S3Mock in turn, in alternating order, and measures the time to the first response, the memory
 * at rest, and rates with 16 connections. Arguments: the jar of the emulator, the jar of S3Mock, the number of rounds.
 * Requires Linux.
 */
public final class ServerBenchmark {
    private static final int CONNECTIONS = 16;
    private static final int PORT = 19090;
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    /** A request that is repeated. */
    private enum Work {
        PUT_1_KB("PUT", 1 << 10),
        GET_1_KB("GET", 1 << 10),
        PUT_1_MB("PUT", 1 << 20),
        GET_1_MB("GET", 1 << 20);

        private final String method;
        private final int size;

        Work(String method, int size) {
            this.method = method;
            this.size = size;
        }

        /** Each connection has an object of its own. */
        private byte[] request(MeasuredServer server, int connection) {
            byte[] body = method.equals("PUT") ? new byte[size] : new byte[0];
            return server.request(method, "object-" + size + "-" + connection, body);
        }
    }

    /** The results of a server in one round. */
    private record Round(double firstResponse, double megabytes, Map<Work, Double> rates) {}

    private ServerBenchmark() {}

    /** Runs the benchmark and prints a table in Markdown. */
    public static void main(String[] arguments) throws Exception {
        List<Map.Entry<MeasuredServer, Path>> servers = new ArrayList<>(List.of(
                Map.entry(MeasuredServer.OSSV4, Path.of(arguments[0])),
                Map.entry(MeasuredServer.S3MOCK, Path.of(arguments[1]))));
        Map<MeasuredServer, List<Round>> results = new EnumMap<>(MeasuredServer.class);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            for (Map.Entry<MeasuredServer, Path> server : servers) {
                Round round = measure(server.getKey(), server.getValue());
                System.err.println(server.getKey() + " " + round);
                results.computeIfAbsent(server.getKey(), key -> new ArrayList<>())
                        .add(round);
            }
            Collections.reverse(servers);
        }
        System.out.println("| | emulator | S3Mock | ratio |");
        System.out.println("|---|---|---|---|");
        row("first response, ms", results, Round::firstResponse);
        row("memory at rest, MB", results, Round::megabytes);
        for (Work work : Work.values()) {
            row(
                    work.name().toLowerCase(Locale.ROOT) + ", per second",
                    results,
                    round -> round.rates().get(work));
        }
    }

    private static void row(String name, Map<MeasuredServer, List<Round>> results, ToDoubleFunction<Round> value) {
        List<Round> ours = results.getOrDefault(MeasuredServer.OSSV4, List.of());
        List<Round> theirs = results.getOrDefault(MeasuredServer.S3MOCK, List.of());
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f |%n",
                name,
                Median.of(ours.stream().mapToDouble(value).toArray()),
                Median.of(theirs.stream().mapToDouble(value).toArray()),
                Median.ofRatios(ours, theirs, value));
    }

    private static Round measure(MeasuredServer server, Path jar) throws Exception {
        try (ServerProcess process = new ServerProcess(server, jar, PORT)) {
            // After this time, a server is at rest.
            Thread.sleep(3000);
            double megabytes = process.residentMegabytes();
            Map<Work, Double> rates = new EnumMap<>(Work.class);
            for (Work work : Work.values()) {
                run(process, work, WARM_UP);
                rates.put(work, run(process, work, MEASURED));
            }
            return new Round(process.firstResponseMillis(), megabytes, rates);
        }
    }

    /** Returns the number of requests per second. */
    private static double run(ServerProcess process, Work work, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long start = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                byte[] request = work.request(process.server(), i);
                counts.add(threads.submit(() -> repeat(process.port(), request, start + time.toNanos())));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long repeat(int port, byte[] request, long end) throws IOException {
        long count = 0;
        try (HttpExchange connection = new HttpExchange(port)) {
            while (System.nanoTime() < end) {
                int status = connection.send(request);
                if (status != 200) {
                    throw new IOException("status " + status);
                }
                count++;
            }
        }
        return count;
    }
}
