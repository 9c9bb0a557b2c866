// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.upload.Median;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * CPU time, allocation and throughput of small calls in a process that has run for a while. In each round every client
 * has a new JVM; the clients take turns, in a random order, for each kind of calls.
 */
final class CallBenchmark {
    private static final int[] THREADS = {1, 16, 64};
    private static final int SMALL = 1024;
    private static final int LARGE = 64 * 1024;

    /** The largest share of the compilers in the CPU time when a warm-up ends. */
    private static final double MAX_COMPILERS = 0.05;

    private static final int MAX_WARM_UPS = 8;

    private static final long TURN_MILLIS = 500;
    private static final int TURNS = 3;

    /** A row of the table. */
    private record Row(Calls calls, MeasuredClient client) {
        @Override
        public String toString() {
            return calls + ": " + client.name();
        }
    }

    private final List<Calls> kinds = new ArrayList<>();
    private final Map<Row, List<Usage>> used = new LinkedHashMap<>();
    private final Random random;

    private CallBenchmark(long seed) {
        this.random = new Random(seed);
        for (int threads : THREADS) {
            for (Call call : Call.values()) {
                kinds.add(new Calls(call, SMALL, threads, TURN_MILLIS));
                if (!call.isAsync()) {
                    kinds.add(new Calls(call, LARGE, threads, TURN_MILLIS));
                }
            }
        }
    }

    /** Runs the benchmark; the arguments are the number of rounds, default 5, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, seed " + seed);
        CallBenchmark benchmark = new CallBenchmark(seed);
        List<MeasuredClient> clients = MeasuredClient.all();
        try (SinkProcess sink = new SinkProcess()) {
            for (int round = 0; round < rounds; round++) {
                benchmark.measure(clients, sink.endpoint());
            }
        }
        System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
        benchmark.print();
    }

    private void measure(List<MeasuredClient> clients, String endpoint) throws IOException {
        List<ClientProcess> processes = new ArrayList<>();
        try {
            for (MeasuredClient client : clients) {
                ClientProcess process = new ClientProcess(client, endpoint);
                processes.add(process);
                warmUp(process);
            }
            for (Calls calls : kinds) {
                measure(calls, processes);
            }
        } finally {
            processes.forEach(ClientProcess::close);
        }
    }

    /** Makes all calls until the compilers are idle. Before that a client appears slower than it is. */
    private void warmUp(ClientProcess process) throws IOException {
        for (int pass = 0; pass < MAX_WARM_UPS; pass++) {
            long compilerMillis = 0;
            long cpuMillis = 0;
            for (Calls calls : kinds) {
                if (process.client().makes(calls.call())) {
                    Usage usage = process.use(calls);
                    compilerMillis += usage.compilerMillis();
                    cpuMillis += usage.cpuMillis();
                }
            }
            if (compilerMillis < MAX_COMPILERS * cpuMillis) {
                return;
            }
        }
        System.out.println("the compilers of " + process.client().name() + " are not idle after the warm-up");
    }

    private void measure(Calls calls, List<ClientProcess> processes) throws IOException {
        Map<Row, Usage> round = new LinkedHashMap<>();
        for (ClientProcess process : processes) {
            if (process.client().makes(calls.call())) {
                round.put(new Row(calls, process.client()), Usage.NONE);
            }
        }
        List<ClientProcess> order = new ArrayList<>(processes);
        for (int turn = 0; turn < TURNS; turn++) {
            Collections.shuffle(order, random);
            for (ClientProcess process : order) {
                if (process.client().makes(calls.call())) {
                    round.merge(new Row(calls, process.client()), process.use(calls), Usage::plus);
                }
            }
        }
        round.forEach((row, usage) ->
                used.computeIfAbsent(row, each -> new ArrayList<>()).add(usage));
    }

    private void print() {
        System.out.println(
                "| | CPU, µs | of it system | allocated, KB | calls per second | CPU / OkHttp | min to max |");
        System.out.println("|---|---|---|---|---|---|---|");
        used.forEach((row, usages) -> {
            List<Usage> bare = used.getOrDefault(new Row(row.calls(), MeasuredClient.OKHTTP), List.of());
            double[] ratios = IntStream.range(0, usages.size())
                    .mapToDouble(i -> usages.get(i).cpuMicros() / bare.get(i).cpuMicros())
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.0f | %.2f | %.2f to %.2f |%n",
                    row,
                    median(usages, Usage::cpuMicros),
                    median(usages, Usage::systemMicros),
                    median(usages, Usage::allocated) / 1024,
                    median(usages, Usage::callsPerSecond),
                    Median.of(ratios),
                    ratios[0],
                    ratios[ratios.length - 1]);
        });
    }

    private static double median(List<Usage> usages, ToDoubleFunction<Usage> value) {
        return Median.of(usages.stream().mapToDouble(value).toArray());
    }
}
