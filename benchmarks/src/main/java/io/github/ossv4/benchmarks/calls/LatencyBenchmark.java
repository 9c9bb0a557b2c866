// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.upload.Median;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The time of a put and of a get of a small object on a connection that is open, by size. In each round every client
 * runs once, in a JVM of its own and in a random order.
 */
final class LatencyBenchmark {
    private static final int[] SIZES_KB = {1, 2, 4, 8, 9, 12, 16, 20, 32, 64};
    private static final int WARM_UP = 200;
    private static final int CALLS = 51;

    private LatencyBenchmark() {}

    /** Runs the benchmark; the arguments are the number of rounds, default 3, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, seed " + seed);
        List<MeasuredClient> clients = MeasuredClient.all();
        clients.add(MeasuredClient.OKHTTP_WITH_DEFAULTS);
        Map<Call, Map<MeasuredClient, List<double[]>>> millis = new LinkedHashMap<>();
        for (Call call : List.of(Call.PUT, Call.GET)) {
            Map<MeasuredClient, List<double[]>> byClient = new LinkedHashMap<>();
            clients.forEach(client -> byClient.put(client, new ArrayList<>()));
            millis.put(call, byClient);
        }
        try (SinkProcess sink = new SinkProcess()) {
            Random random = new Random(seed);
            for (int round = 0; round < rounds; round++) {
                Collections.shuffle(clients, random);
                for (MeasuredClient client : clients) {
                    try (ClientProcess process = new ClientProcess(client, sink.endpoint())) {
                        for (Map.Entry<Call, Map<MeasuredClient, List<double[]>>> call : millis.entrySet()) {
                            double[] medians = measure(process, call.getKey());
                            call.getValue()
                                    .computeIfAbsent(client, each -> new ArrayList<>())
                                    .add(medians);
                        }
                    }
                }
            }
        }
        millis.forEach(LatencyBenchmark::print);
    }

    /** Returns the median for each size in milliseconds. */
    private static double[] measure(ClientProcess process, Call call) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            process.use(Calls.one(call, SIZES_KB[i % SIZES_KB.length] * 1024));
        }
        double[] medians = new double[SIZES_KB.length];
        for (int size = 0; size < SIZES_KB.length; size++) {
            double[] each = new double[CALLS];
            for (int i = 0; i < CALLS; i++) {
                each[i] = process.use(Calls.one(call, SIZES_KB[size] * 1024)).wallNanos() / 1e6;
            }
            medians[size] = Median.of(each);
        }
        return medians;
    }

    private static void print(Call call, Map<MeasuredClient, List<double[]>> millis) {
        System.out.println("| " + call + " of KB | "
                + millis.keySet().stream().map(MeasuredClient::name).collect(Collectors.joining(" | ")) + " |");
        System.out.println("|---|" + "---|".repeat(millis.size()));
        IntStream.range(0, SIZES_KB.length)
                .mapToObj(size -> millis.values().stream()
                        .map(rounds -> String.format(
                                Locale.ROOT,
                                "%.2f",
                                Median.of(rounds.stream()
                                        .mapToDouble(round -> round[size])
                                        .toArray())))
                        .collect(Collectors.joining(" | ", "| " + SIZES_KB[size] + " | ", " |")))
                .forEach(System.out::println);
    }
}
