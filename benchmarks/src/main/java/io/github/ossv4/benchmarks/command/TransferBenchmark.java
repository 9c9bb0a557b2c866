// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

import io.github.ossv4.benchmarks.harness.EmulatorProcess;
import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.harness.Rounds;
import io.github.ossv4.benchmarks.harness.Spent;
import io.github.ossv4.benchmarks.harness.Table;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Compares transfers by the command line with other commands, against the emulator. Requires Linux. */
public final class TransferBenchmark {
    private static final int PORT = 19092;
    static final String ENDPOINT = "http://127.0.0.1:" + PORT;
    private static final int FILES = 5000;
    private static final int FOLDERS = 50;
    private static final int SMALL = 4 << 10;
    private static final int MEBIBYTES = 1024;

    private final Path directory;
    private final Map<TransferCommand, String> programs;
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
     * @param arguments the number of rounds, the seed of their orders, the jar of the emulator, a directory in which a
     *     new one for 9 GiB is created, and the commands, each {@code ossv4=PATH}, {@code ossutil=PATH} or {@code
     *     curl=PATH}
     */
    public static void main(String[] arguments) throws Exception {
        Rounds rounds = Rounds.of(arguments, 5);
        Path jar = Path.of(arguments[2]);
        Map<TransferCommand, String> programs = new EnumMap<>(TransferCommand.class);
        for (int i = 4; i < arguments.length; i++) {
            String[] nameAndPath = arguments[i].split("=", 2);
            programs.put(TransferCommand.valueOf(nameAndPath[0].toUpperCase(Locale.ROOT)), nameAndPath[1]);
        }
        Path directory = Files.createTempDirectory(Path.of(arguments[3]), "transfer");
        try {
            TransferBenchmark benchmark = new TransferBenchmark(directory, programs);
            benchmark.prepare();
            Jvm.touchMemory();
            String objects = directory.resolve("objects").toString();
            Path log = directory.resolve("requests");
            EmulatorProcess logged =
                    EmulatorProcess.start(jar, PORT, ProcessBuilder.Redirect.to(log.toFile()), "--persist", objects);
            try {
                benchmark.countRequests(log);
            } finally {
                logged.close();
            }
            EmulatorProcess quiet = EmulatorProcess.start(
                    jar, PORT, ProcessBuilder.Redirect.DISCARD, "--quiet", "--admin", "--persist", objects);
            try {
                // Later tasks use the objects of earlier ones.
                benchmark.print(
                        rounds.measure(benchmark.jobs(), Comparator.comparing(Job::task), benchmark::runAtDistance));
            } finally {
                quiet.close();
            }
        } finally {
            deleteAll(directory);
        }
    }

    private List<Job> jobs() {
        return Stream.of(TransferTask.values())
                .flatMap(task -> programs.keySet().stream()
                        .filter(command -> command.can(task))
                        .map(command -> new Job(task, command)))
                .toList();
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

    /** Runs each task once, with a server that logs a line for each request. */
    private void countRequests(Path log) throws IOException, InterruptedException {
        for (Job job : jobs()) {
            long before = lines(log);
            run(job);
            requests.put(job, lines(log) - before);
        }
    }

    private static long lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    private Spent runAtDistance(Job job) throws IOException, InterruptedException {
        boolean isFar = job.task() != job.task().near();
        String faults = isFar ? "[{\"fault\":\"delay\",\"milliseconds\":10,\"times\":1000000}]" : "[]";
        HttpRequest request = HttpRequest.newBuilder(URI.create(ENDPOINT + "/-/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString(faults))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the emulator must set the delay, was " + response.body());
        }
        return run(job);
    }

    /** Runs a command, and removes what it downloaded. */
    private Spent run(Job job) throws IOException, InterruptedException {
        TransferCommand command = job.command();
        TransferTask task = job.task();
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
        if (task.near() == TransferTask.SMALL_DOWN) {
            Files.move(target, Files.createDirectories(directory.resolve("old")).resolve(Integer.toString(removed++)));
        } else {
            deleteAll(target);
        }
    }

    /** The ratios are ossv4's to the command's. */
    private void print(Map<Job, List<Spent>> spent) {
        Table table = Table.of(
                "",
                "",
                "wall, s",
                "min to max",
                "user, s",
                "system, s",
                "memory, MB",
                "requests",
                "wall, ratio",
                "CPU, ratio");
        spent.forEach((job, rounds) -> {
            List<Spent> ours = spent.getOrDefault(new Job(job.task(), TransferCommand.OSSV4), List.of());
            table.cell(job.task().title())
                    .cell(job.command())
                    .median(2, rounds, Spent::wallSeconds)
                    .range(2, rounds, Spent::wallSeconds)
                    .median(2, rounds, Spent::userSeconds)
                    .median(2, rounds, Spent::systemSeconds)
                    .median(0, rounds, Spent::peakMegabytes)
                    .cell(requests.getOrDefault(job, 0L))
                    .ratio(ours, rounds, Spent::wallSeconds)
                    .ratio(ours, rounds, Spent::cpuSeconds)
                    .end();
        });
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
