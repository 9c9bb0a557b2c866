// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

import io.github.ossv4.benchmarks.server.ServerProcess;
import io.github.ossv4.benchmarks.upload.Jvm;
import io.github.ossv4.benchmarks.upload.Median;
import io.github.ossv4.benchmarks.upload.Spent;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Compares transfers by the command line with those by other commands, against the emulator. The commands run in turn,
 * in the opposite order in every other round. Requires Linux.
 */
public final class TransferBenchmark {
    private static final int PORT = 19092;
    static final String ENDPOINT = "http://127.0.0.1:" + PORT;
    private static final int FILES = 5000;
    private static final int FOLDERS = 50;
    private static final int SMALL = 4 << 10;
    private static final int MEBIBYTES = 1024;

    private final Path directory;
    private final Map<TransferCommand, String> programs;
    private final Map<Job, List<Spent>> spent = new HashMap<>();
    private final Map<Job, Long> requests = new HashMap<>();
    private int removed;

    private record Job(TransferTask task, TransferCommand command) {}

    private TransferBenchmark(Path directory, Map<TransferCommand, String> programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /**
     * Runs the benchmark and prints a table in Markdown.
     *
     * @param arguments the jar of the emulator, the number of rounds, a directory in which a new one for 9 GiB is
     *     created, and the commands, each {@code ossv4=PATH}, {@code ossutil=PATH} or {@code curl=PATH}
     */
    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Map<TransferCommand, String> programs = new EnumMap<>(TransferCommand.class);
        for (int i = 3; i < arguments.length; i++) {
            String[] nameAndPath = arguments[i].split("=", 2);
            programs.put(TransferCommand.valueOf(nameAndPath[0].toUpperCase(Locale.ROOT)), nameAndPath[1]);
        }
        Path directory = Files.createTempDirectory(Path.of(arguments[2]), "transfer");
        try {
            TransferBenchmark benchmark = new TransferBenchmark(directory, programs);
            benchmark.prepare();
            Jvm.touchMemory();
            String[] persist = {"--persist", directory.resolve("objects").toString()};
            Path log = directory.resolve("requests");
            ServerProcess logged = ServerProcess.logged(jar, PORT, log, persist);
            try {
                benchmark.countRequests(log);
            } finally {
                logged.close();
            }
            ServerProcess quiet = ServerProcess.quiet(jar, PORT, persist);
            try {
                for (int round = 0; round < rounds; round++) {
                    benchmark.round(round % 2 == 1);
                }
            } finally {
                quiet.close();
            }
            benchmark.print();
        } finally {
            deleteAll(directory);
        }
    }

    private void prepare() throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[1 << 20];
        Map<TransferTask, StringBuilder> config = new EnumMap<>(TransferTask.class);
        try (BucketClient bucket = BucketClient.builder(ENDPOINT, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            for (int i = 0; i < FILES; i++) {
                Path file = directory.resolve("small/" + i % FOLDERS + "/" + i);
                Files.createDirectories(file.getParent());
                random.nextBytes(bytes);
                Files.write(file, Arrays.copyOf(bytes, SMALL));
                configure(config, bucket, file, TransferTask.SMALL_UP, TransferTask.SMALL_DOWN);
            }
            Path large = directory.resolve("large");
            try (OutputStream out = Files.newOutputStream(large)) {
                for (int i = 0; i < MEBIBYTES; i++) {
                    random.nextBytes(bytes);
                    out.write(bytes);
                }
            }
            configure(config, bucket, large, TransferTask.LARGE_UP, TransferTask.LARGE_DOWN);
        }
        Files.createDirectory(directory.resolve("config"));
        for (TransferTask task : config.keySet()) {
            Files.writeString(directory.resolve("config").resolve(task.name()), config.get(task));
        }
    }

    /** Adds presigned URLs to the configuration files of curl. */
    private void configure(
            Map<TransferTask, StringBuilder> config, BucketClient bucket, Path file, TransferTask up, TransferTask down)
            throws IOException {
        String key = "curl/" + directory.relativize(file);
        String put = bucket.presignPut(key, PutOptions.NONE, Duration.ofDays(1)).url();
        String get = bucket.presignGet(key, Duration.ofDays(1)).url();
        config.computeIfAbsent(up, task -> new StringBuilder())
                .append("upload-file = \"" + file + "\"\nurl = \"" + put + "\"\n");
        config.computeIfAbsent(down, task -> new StringBuilder())
                .append("output = \"" + directory.resolve(key) + "\"\nurl = \"" + get + "\"\n");
    }

    /** Runs each task once, as a warm-up, with a server that logs a line for each request. */
    private void countRequests(Path log) throws IOException, InterruptedException {
        for (TransferTask task : TransferTask.values()) {
            for (TransferCommand command : programs.keySet()) {
                if (command.can(task)) {
                    long before = lines(log);
                    run(command, task);
                    requests.put(new Job(task, command), lines(log) - before);
                }
            }
        }
    }

    private static long lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    private void round(boolean backwards) throws IOException, InterruptedException {
        List<TransferCommand> order = new ArrayList<>(programs.keySet());
        if (backwards) {
            Collections.reverse(order);
        }
        for (TransferTask task : TransferTask.values()) {
            for (TransferCommand command : order) {
                if (command.can(task)) {
                    Spent now = run(command, task);
                    System.err.println(task + " " + command + " " + now);
                    spent.computeIfAbsent(new Job(task, command), job -> new ArrayList<>())
                            .add(now);
                }
            }
        }
    }

    /** Runs a command, and removes what it downloaded. */
    private Spent run(TransferCommand command, TransferTask task) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(programs.get(command)));
        line.addAll(command.arguments(task, directory));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("OSS_ACCESS_KEY_ID", "id");
        environment.put("OSS_ACCESS_KEY_SECRET", "secret");
        environment.put("OSS_ENDPOINT", ENDPOINT);
        environment.put("OSS_REGION", "cn-hangzhou");
        environment.put("HOME", directory.toString());
        Spent now = Jvm.run(builder);
        remove(directory.resolve(command.toString()), task);
        return now;
    }

    /** Moves small files: ext4 creates files slowly after others were deleted. */
    private void remove(Path target, TransferTask task) throws IOException {
        if (task == TransferTask.SMALL_DOWN) {
            Files.move(target, Files.createDirectories(directory.resolve("old")).resolve(Integer.toString(removed++)));
        } else {
            deleteAll(target);
        }
    }

    private void print() {
        System.out.println("| | | wall, s | min to max | user, s | system, s | memory, MB | requests | wall, ratio"
                + " | CPU, ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (TransferTask task : TransferTask.values()) {
            for (TransferCommand command : programs.keySet()) {
                if (command.can(task)) {
                    print(task, command, rounds(task, command));
                }
            }
        }
    }

    private List<Spent> rounds(TransferTask task, TransferCommand command) {
        return spent.getOrDefault(new Job(task, command), List.of());
    }

    /** The ratios are those of ossv4 to the command. */
    private void print(TransferTask task, TransferCommand command, List<Spent> rounds) {
        List<Spent> ours = rounds(task, programs.containsKey(TransferCommand.OSSV4) ? TransferCommand.OSSV4 : command);
        double[] wall = rounds.stream().mapToDouble(Spent::wallMillis).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f to %.2f | %.2f | %.2f | %.0f | %,d | %.2f | %.2f |%n",
                task.title(),
                command,
                Median.of(wall) / 1e3,
                wall[0] / 1e3,
                wall[wall.length - 1] / 1e3,
                median(rounds, Spent::userMillis) / 1e3,
                median(rounds, Spent::systemMillis) / 1e3,
                median(rounds, Spent::peakBytes) / 1e6,
                requests.getOrDefault(new Job(task, command), 0L),
                Median.ofRatios(ours, rounds, Spent::wallMillis),
                Median.ofRatios(ours, rounds, Spent::cpuMillis));
    }

    private static double median(List<Spent> rounds, ToDoubleFunction<Spent> value) {
        return Median.of(rounds.stream().mapToDouble(value).toArray());
    }

    /** Deletes a directory and all that is below it; does nothing if it does not exist. */
    public static void deleteAll(Path top) throws IOException {
        if (Files.exists(top)) {
            try (Stream<Path> files = Files.walk(top)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
