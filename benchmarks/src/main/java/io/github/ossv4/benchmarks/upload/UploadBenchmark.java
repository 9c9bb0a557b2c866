// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * The time of a process that uploads a file of 1 GiB, or downloads it. Each round runs all clients in a random order;
 * the first round is not counted. Requires Linux.
 */
final class UploadBenchmark {
    private static final long SIZE = 1L << 30;

    private final Map<Client, List<Spent>> spent = new LinkedHashMap<>();

    private UploadBenchmark() {
        Client.all().forEach(client -> spent.put(client, new ArrayList<>()));
    }

    /** Runs the benchmark; the arguments are the number of rounds, default 7, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, " + cpu() + ", seed " + seed);
        Path file = Files.createTempFile("ossv4-", ".bytes");
        try (SinkProcess sink = new SinkProcess()) {
            Jvm.touchMemory();
            ConstantBytes.write(file, SIZE);
            UploadBenchmark benchmark = new UploadBenchmark();
            Random random = new Random(seed);
            for (int round = 0; round <= rounds; round++) {
                System.out.println("round " + round + ", load "
                        + Files.readString(Path.of("/proc/loadavg")).strip());
                benchmark.round(sink, file, random, round > 0);
            }
            benchmark.print();
        } finally {
            Files.delete(file);
        }
    }

    private static String cpu() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .orElse("CPU:?")
                .split(":", 2)[1];
        return Runtime.getRuntime().availableProcessors() + " x" + model;
    }

    private void round(SinkProcess sink, Path file, Random random, boolean counted)
            throws IOException, InterruptedException {
        List<Client> order = new ArrayList<>(spent.keySet());
        Collections.shuffle(order, random);
        // Downloads need an object that was uploaded before.
        order.sort(Comparator.comparing(client -> !client.work().isUpload()));
        for (Client client : order) {
            boolean upload = client.work().isUpload();
            Path copy = file.resolveSibling(file.getFileName() + ".copy");
            if (upload) {
                sink.delete();
            }
            Spent now = client.transfer(sink.endpoint(), upload ? file : copy);
            if (!upload) {
                if (Files.size(copy) != SIZE) {
                    throw new IllegalStateException(client + " must write " + SIZE + " bytes, was " + Files.size(copy));
                }
                Files.delete(copy);
            } else if (sink.stored() != SIZE) {
                throw new IllegalStateException(client + " must store " + SIZE + " bytes, was " + sink.stored());
            }
            if (counted) {
                rounds(client).add(now);
            }
        }
    }

    private List<Spent> rounds(Client client) {
        return spent.getOrDefault(client, List.of());
    }

    private void print() {
        System.out.println("| | wall, s | min to max | user, s | system, s | wall / OkHttp | CPU / OkHttp |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Client client : spent.keySet()) {
            double[] wall = seconds(client, Spent::wallMillis);
            System.out.println("| " + client + " | " + text(Median.of(wall)) + " | " + text(wall[0]) + " to "
                    + text(wall[wall.length - 1]) + " | " + text(Median.of(seconds(client, Spent::userMillis)))
                    + " | " + text(Median.of(seconds(client, Spent::systemMillis))) + " | "
                    + ratio(client, Spent::wallMillis) + " | " + ratio(client, Spent::cpuMillis) + " |");
        }
    }

    /** Returns the times of all rounds, the shortest one first. */
    private double[] seconds(Client client, ToDoubleFunction<Spent> time) {
        return rounds(client).stream()
                .mapToDouble(time)
                .map(millis -> millis / 1e3)
                .sorted()
                .toArray();
    }

    private String ratio(Client client, ToDoubleFunction<Spent> time) {
        return spent.keySet().stream()
                .filter(bare -> bare.bare() && bare.work() == client.work())
                .findFirst()
                .map(bare -> text(Median.ofRatios(rounds(client), rounds(bare), time)))
                .orElse("");
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
