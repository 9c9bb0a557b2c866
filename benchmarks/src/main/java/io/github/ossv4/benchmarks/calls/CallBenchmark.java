// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.harness.Rounds;
import io.github.ossv4.benchmarks.harness.Table;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final Rounds rounds;
    private final List<MeasuredClient> clients = MeasuredClient.all();

    private CallBenchmark(Rounds rounds) {
        this.rounds = rounds;
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
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CallBenchmark benchmark = new CallBenchmark(Rounds.of(arguments, 5));
        try (SinkProcess sink = new SinkProcess()) {
            for (int round = 0; round < benchmark.rounds.count(); round++) {
                System.out.println("round " + round + ", load " + Rounds.load());
                benchmark.measure(sink.endpoint());
            }
        }
        benchmark.print();
    }

    private void measure(String endpoint) throws IOException, InterruptedException {
        Map<MeasuredClient, ClientProcess> processes = new LinkedHashMap<>();
        try {
            for (MeasuredClient client : List.copyOf(clients)) {
                start(client, endpoint, processes);
            }
            for (Calls calls : kinds) {
                measure(calls, endpoint, processes);
            }
        } finally {
            processes.values().forEach(ClientProcess::close);
        }
    }

    /** Starts a client again in place of a process that failed. If that fails as well, the client is left out. */
    private void start(MeasuredClient client, String endpoint, Map<MeasuredClient, ClientProcess> processes)
            throws IOException, InterruptedException {
        try {
            processes.put(client, Rounds.runTwice(client, each -> warmedUp(each, endpoint)));
        } catch (IOException e) {
            System.out.println(client.name() + " is left out, since it failed twice: " + e.getMessage());
            leaveOut(client, processes);
        }
    }

    private void leaveOut(MeasuredClient client, Map<MeasuredClient, ClientProcess> processes) {
        clients.remove(client);
        processes.remove(client);
        used.keySet().removeIf(row -> row.client().equals(client));
    }

    private ClientProcess warmedUp(MeasuredClient client, String endpoint) throws IOException {
        ClientProcess process = new ClientProcess(client, endpoint);
        try {
            warmUp(process);
            return process;
        } catch (IOException e) {
            process.close();
            throw e;
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

    private void measure(Calls calls, String endpoint, Map<MeasuredClient, ClientProcess> processes)
            throws IOException, InterruptedException {
        List<MeasuredClient> order = new ArrayList<>(processes.keySet());
        order.removeIf(client -> !client.makes(calls.call()));
        Map<MeasuredClient, Usage> round = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            rounds.shuffle(order);
            for (MeasuredClient client : List.copyOf(order)) {
                try {
                    round.merge(client, use(calls, client, endpoint, processes), Usage::plus);
                } catch (IOException e) {
                    System.out.println(client.name() + " is left out, since it failed twice: " + e.getMessage());
                    order.remove(client);
                    round.remove(client);
                    leaveOut(client, processes);
                }
            }
        }
        for (MeasuredClient client : clients) {
            Usage usage = round.get(client);
            if (usage != null) {
                used.computeIfAbsent(new Row(calls, client), each -> new ArrayList<>())
                        .add(usage);
            }
        }
    }

    private Usage use(Calls calls, MeasuredClient client, String endpoint, Map<MeasuredClient, ClientProcess> processes)
            throws IOException, InterruptedException {
        ClientProcess process = processes.get(client);
        try {
            if (process != null) {
                return process.use(calls);
            }
        } catch (IOException e) {
            System.out.println(client.name() + " is started again, since it failed: " + e.getMessage());
            process.close();
        }
        ClientProcess again = warmedUp(client, endpoint);
        processes.put(client, again);
        return again.use(calls);
    }

    private void print() {
        Table table = Table.of(
                "", "CPU, µs", "of it system", "allocated, KB", "calls per second", "CPU / OkHttp", "min to max");
        used.forEach((row, usages) -> {
            List<Usage> bare = used.getOrDefault(new Row(row.calls(), MeasuredClient.OKHTTP), List.of());
            table.cell(row)
                    .median(1, usages, Usage::cpuMicros)
                    .median(1, usages, Usage::systemMicros)
                    .median(1, usages, usage -> usage.allocated() / 1024)
                    .median(0, usages, Usage::callsPerSecond)
                    .ratio(usages, bare, Usage::cpuMicros)
                    .ratioRange(usages, bare, Usage::cpuMicros)
                    .end();
        });
    }
}
