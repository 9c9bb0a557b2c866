// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.harness.Median;
import io.github.ossv4.benchmarks.harness.Rounds;
import io.github.ossv4.benchmarks.harness.Table;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The time of a put and of a get of a small object on a connection that is open, by size. Each client has a JVM of its
 * own in each round.
 */
final class LatencyBenchmark {
    private static final int[] SIZES_KB = {1, 2, 4, 8, 9, 12, 16, 20, 32, 64};
    private static final int WARM_UP = 200;
    private static final int CALLS = 51;

    private LatencyBenchmark() {}

    /** Runs the benchmark; the arguments are the number of rounds, default 3, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Rounds rounds = Rounds.of(arguments, 3);
        List<MeasuredClient> clients = MeasuredClient.all();
        clients.add(MeasuredClient.OKHTTP_WITH_DEFAULTS);
        try (SinkProcess sink = new SinkProcess()) {
            Map<MeasuredClient, List<double[][]>> millis = rounds.measure(clients, client -> {
                try (ClientProcess process = new ClientProcess(client, sink.endpoint())) {
                    return new double[][] {measure(process, Call.PUT), measure(process, Call.GET)};
                }
            });
            print(Call.PUT, 0, millis);
            print(Call.GET, 1, millis);
        }
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

    private static void print(Call call, int index, Map<MeasuredClient, List<double[][]>> millis) {
        Table table = Table.of(Stream.concat(
                        Stream.of(call + " of KB"), millis.keySet().stream().map(MeasuredClient::name))
                .toArray(String[]::new));
        for (int i = 0; i < SIZES_KB.length; i++) {
            int size = i;
            table.cell(SIZES_KB[size]);
            millis.values().forEach(rounds -> table.median(2, rounds, round -> round[index][size]));
            table.end();
        }
    }
}
