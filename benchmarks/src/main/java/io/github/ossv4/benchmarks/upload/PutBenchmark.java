// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
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
 * The time of a put of a small object on a connection that is open, by size. In each round every client runs once, in a
 * JVM of its own and in a random order.
 */
final class PutBenchmark {
    private static final int[] SIZES_KB = {1, 2, 4, 8, 9, 12, 16, 20, 32, 64};
    private static final int WARM_UP = 200;
    private static final int PUTS = 51;

    private PutBenchmark() {}

    /** Runs the benchmark; the arguments are the number of rounds, default 3, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, seed " + seed);
        List<Client> clients = Client.puts();
        Map<Client, List<double[]>> millis = new LinkedHashMap<>();
        clients.forEach(client -> millis.put(client, new ArrayList<>()));
        try (SinkProcess sink = new SinkProcess()) {
            Random random = new Random(seed);
            for (int round = 0; round < rounds; round++) {
                Collections.shuffle(clients, random);
                for (Client client : clients) {
                    millis.computeIfAbsent(client, each -> new ArrayList<>()).add(measure(client, sink.endpoint()));
                }
            }
        }
        print(millis);
    }

    /** Returns the median for each size in milliseconds. */
    private static double[] measure(Client client, String endpoint) throws IOException, InterruptedException {
        Process process = Jvm.builder(List.of(), client.classPath(), client.mainClass(), endpoint, client.name())
                .start();
        try (BufferedReader output = process.inputReader();
                PrintWriter input = new PrintWriter(process.outputWriter(), true)) {
            double[] medians = new double[SIZES_KB.length];
            for (int i = 0; i < WARM_UP; i++) {
                put(input, output, SIZES_KB[i % SIZES_KB.length]);
            }
            for (int size = 0; size < SIZES_KB.length; size++) {
                double[] each = new double[PUTS];
                for (int i = 0; i < PUTS; i++) {
                    each[i] = put(input, output, SIZES_KB[size]);
                }
                medians[size] = Median.of(each);
            }
            return medians;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static double put(PrintWriter input, BufferedReader output, int kilobytes) throws IOException {
        input.println(kilobytes * 1024);
        String line = output.readLine();
        // The SDKs log to the standard output.
        while (line != null && !line.matches("[0-9]+")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the client has exited");
        }
        return Long.parseLong(line) / 1e6;
    }

    private static void print(Map<Client, List<double[]>> millis) {
        System.out.println(
                "| size, KB | " + millis.keySet().stream().map(Client::name).collect(Collectors.joining(" | ")) + " |");
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
