// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.benchmarks.footprint.Program.Task;
import io.github.ossv4.benchmarks.upload.Median;
import io.github.ossv4.benchmarks.upload.Spent;
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
import java.util.function.ToLongFunction;

/**
 * The footprint of one request in a fresh JVM. Each round runs all programs in a random order; the first round is not
 * counted. Requires Linux.
 */
final class Footprint {
    private static final int RUNS_PER_ROUND = 4;

    private final Map<Program, List<Spent>> spent = new LinkedHashMap<>();
    private final StubServer http;
    private final StubServer https;
    private final Path file;

    private Footprint(StubServer http, StubServer https, Path file) {
        this.http = http;
        this.https = https;
        this.file = file;
    }

    /** Runs the benchmark; the arguments are the number of rounds, default 7, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, seed " + seed);
        Path folder = Files.createTempDirectory("ossv4-");
        Certificate certificate = Certificate.create(folder);
        Path file = Files.write(folder.resolve("file"), new byte[1024]);
        try (StubServer http = StubServer.http();
                StubServer https = StubServer.https(certificate)) {
            Footprint footprint = new Footprint(http, https, file);
            for (Program program : Program.all()) {
                footprint.add(program, certificate, folder);
            }
            Random random = new Random(seed);
            for (int round = 0; round <= rounds; round++) {
                System.out.println("round " + round + ", load "
                        + Files.readString(Path.of("/proc/loadavg")).strip());
                footprint.round(random, round > 0);
            }
            footprint.print();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    /**
     * Adds a program; if it is ours, also with an archive of the classes that it loads, and without the slow compiler.
     */
    private void add(Program program, Certificate certificate, Path folder) throws IOException, InterruptedException {
        Program trusting = program.task() == Task.PUT_TLS ? program.with("", certificate.trustFlags()) : program;
        spent.put(trusting, new ArrayList<>());
        if (!program.name().startsWith("ossv4")) {
            return;
        }
        String archive =
                folder.resolve(program.task() + "-" + program.name() + ".jsa").toString();
        trusting.with("", List.of("-XX:ArchiveClassesAtExit=" + archive)).run(1, arguments(program));
        spent.put(trusting.with(", class archive", List.of("-XX:SharedArchiveFile=" + archive)), new ArrayList<>());
        spent.put(
                trusting.with(
                        ", class archive, C1", List.of("-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1")),
                new ArrayList<>());
        if (Runtime.version().feature() >= 25) {
            String cache = archive.replace(".jsa", ".aot");
            trusting.with("", List.of("-XX:AOTCacheOutput=" + cache)).run(1, arguments(program));
            spent.put(trusting.with(", AOT cache", List.of("-XX:AOTCache=" + cache)), new ArrayList<>());
        }
    }

    private String[] arguments(Program program) {
        return switch (program.task()) {
            case PUT -> new String[] {http.endpoint(), file.toString()};
            case PUT_TLS -> new String[] {https.endpoint(), file.toString()};
            default -> new String[0];
        };
    }

    private void round(Random random, boolean counted) throws IOException, InterruptedException {
        List<Program> order = new ArrayList<>(spent.keySet());
        Collections.shuffle(order, random);
        for (Program program : order) {
            Spent now = program.run(counted ? RUNS_PER_ROUND : 1, arguments(program));
            if (counted) {
                spent.getOrDefault(program, new ArrayList<>()).add(now);
            }
        }
    }

    private void print() throws IOException, InterruptedException {
        for (Task task : Task.values()) {
            System.out.println();
            System.out.println("| " + task.title()
                    + " | jars | MB | classes | wall, ms | CPU, ms | CPU / SDK v2 | peak memory, MB |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            for (Map.Entry<Program, List<Spent>> each : spent.entrySet()) {
                Program program = each.getKey();
                if (program.task() == task) {
                    System.out.println(row(program, each.getValue()));
                }
            }
        }
    }

    private String row(Program program, List<Spent> rounds) throws IOException, InterruptedException {
        return "| " + program.name() + " | " + program.library().size() + " | "
                + millions((double) program.librarySize())
                + " | "
                + program.classes(arguments(program)) + " | " + median(rounds, Spent::wallMillis) + " | "
                + median(rounds, Spent::cpuMillis) + " | " + ratio(program, rounds) + " | "
                + millions(Median.of(rounds.stream().mapToLong(Spent::peakBytes).toArray())) + " |";
    }

    private static String millions(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    private static long median(List<Spent> rounds, ToLongFunction<Spent> time) {
        return Math.round(Median.of(rounds.stream().mapToLong(time).toArray()));
    }

    private String ratio(Program program, List<Spent> rounds) {
        return spent.entrySet().stream()
                .filter(each -> each.getKey().task() == program.task()
                        && each.getKey().name().equals("SDK v2"))
                .findFirst()
                .map(peer -> Median.ofRatios(rounds, peer.getValue(), Spent::cpuMillis))
                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                .orElse("");
    }
}
