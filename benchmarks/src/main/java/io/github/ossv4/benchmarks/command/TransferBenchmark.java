// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

import io.github.ossv4.benchmarks.server.MeasuredServer;
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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Compares transfers by the command line with curl and presigned URLs, against the emulator: 3,000 files of 4 KiB,
 * eight in parallel, and one of 1 GiB, in both directions. Curl is first in every other round. Requires Linux and curl.
 */
public final class TransferBenchmark {
    private static final int PORT = 19092;
    private static final int FILES = 3000;
    private static final int FOLDERS = 30;
    private static final int SMALL = 4 << 10;
    private static final int MEBIBYTES = 1024;
    private static final String PARALLEL = "8";

    /** A transfer by both commands. */
    private enum Task {
        SMALL_UP("3,000 files of 4 KiB up"),
        SMALL_DOWN("3,000 files of 4 KiB down"),
        LARGE_UP("1 GiB up"),
        LARGE_DOWN("1 GiB down");

        private final String title;

        Task(String title) {
            this.title = title;
        }
    }

    private record Round(Spent curl, Spent ossv4) {}

    private final Path directory;
    private final String ossv4;

    private TransferBenchmark(Path directory, String ossv4) {
        this.directory = directory;
        this.ossv4 = ossv4;
    }

    /**
     * Runs the benchmark and prints a table in Markdown.
     *
     * @param arguments the start script {@code ossv4}, the jar of the emulator, the number of rounds, and a directory
     *     in which a new one for 3 GiB is created
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[3]), "transfer");
        Map<Task, List<Round>> rounds = new EnumMap<>(Task.class);
        TransferBenchmark benchmark = new TransferBenchmark(
                directory, Path.of(arguments[0]).toAbsolutePath().toString());
        ServerProcess server = new ServerProcess(MeasuredServer.OSSV4, Path.of(arguments[1]), PORT);
        try {
            benchmark.prepare();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                for (Task task : Task.values()) {
                    Round round = benchmark.run(task, i % 2 == 0);
                    System.err.println(task + " " + round);
                    rounds.computeIfAbsent(task, key -> new ArrayList<>()).add(round);
                }
            }
        } finally {
            server.close();
            deleteAll(directory);
        }
        System.out.println("| | curl wall, s | CPU, s | ossv4 wall, s | CPU, s | wall, ratio | CPU, ratio |");
        System.out.println("|---|---|---|---|---|---|---|");
        rounds.forEach(TransferBenchmark::print);
    }

    private static void print(Task task, List<Round> rounds) {
        double[] times = new double[4];
        times[0] = seconds(rounds, round -> round.curl().wallMillis());
        times[1] = seconds(rounds, round -> round.curl().cpuMillis());
        times[2] = seconds(rounds, round -> round.ossv4().wallMillis());
        times[3] = seconds(rounds, round -> round.ossv4().cpuMillis());
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f |%n",
                task.title,
                times[0],
                times[1],
                times[2],
                times[3],
                times[2] / times[0],
                times[3] / times[1]);
    }

    private static double seconds(List<Round> rounds, ToLongFunction<Round> millis) {
        return Median.of(rounds.stream().mapToLong(millis).toArray()) / 1000;
    }

    private void prepare() throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[1 << 20];
        StringBuilder up = new StringBuilder();
        StringBuilder down = new StringBuilder();
        try (BucketClient bucket = BucketClient.builder("http://127.0.0.1:" + PORT, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            for (int i = 0; i < FILES; i++) {
                String name = i % FOLDERS + "/" + i;
                Path file = directory.resolve("small").resolve(name);
                Files.createDirectories(file.getParent());
                random.nextBytes(bytes);
                Files.write(file, Arrays.copyOf(bytes, SMALL));
                up.append("upload-file = \"" + file + "\"\nurl = \"" + put(bucket, "curl/" + name) + "\"\n");
                down.append("output = \"" + directory.resolve("curl/" + name) + "\"\nurl = \""
                        + get(bucket, "curl/" + name) + "\"\n");
            }
            Files.writeString(
                    directory.resolve("large.up"), put(bucket, "curl.large").toString());
            Files.writeString(directory.resolve("large.down"), get(bucket, "curl.large"));
        }
        Files.writeString(directory.resolve("small.up"), up);
        Files.writeString(directory.resolve("small.down"), down);
        try (OutputStream large = Files.newOutputStream(directory.resolve("large"))) {
            for (int i = 0; i < MEBIBYTES; i++) {
                random.nextBytes(bytes);
                large.write(bytes);
            }
        }
    }

    private static String put(BucketClient bucket, String key) throws IOException {
        return bucket.presignPut(key, PutOptions.NONE, Duration.ofDays(1)).url();
    }

    private static String get(BucketClient bucket, String key) throws IOException {
        return bucket.presignGet(key, Duration.ofDays(1)).url();
    }

    private Round run(Task task, boolean curlFirst) throws IOException, InterruptedException {
        deleteAll(directory.resolve("curl"));
        deleteAll(directory.resolve("ossv4"));
        if (curlFirst) {
            Spent curl = curl(task);
            return new Round(curl, ossv4(task));
        }
        Spent ossv4 = ossv4(task);
        return new Round(curl(task), ossv4);
    }

    private Spent curl(Task task) throws IOException, InterruptedException {
        return switch (task) {
            case SMALL_UP -> curlParallel("small.up");
            case SMALL_DOWN -> curlParallel("small.down");
            case LARGE_UP -> curl("-T", directory + "/large", Files.readString(directory.resolve("large.up")));
            case LARGE_DOWN -> curl("-o", directory + "/curl", Files.readString(directory.resolve("large.down")));
        };
    }

    private Spent curlParallel(String config) throws IOException, InterruptedException {
        return curl("--create-dirs", "--parallel", "--parallel-max", PARALLEL, "--config", directory + "/" + config);
    }

    private Spent ossv4(Task task) throws IOException, InterruptedException {
        return switch (task) {
            case SMALL_UP -> ossv4("upload", directory + "/small", "oss://examplebucket/ossv4");
            case SMALL_DOWN -> ossv4("download", "-r", "oss://examplebucket/ossv4", directory + "/ossv4");
            case LARGE_UP -> ossv4("upload", directory + "/large", "oss://examplebucket/ossv4.large");
            case LARGE_DOWN -> ossv4("download", "oss://examplebucket/ossv4.large", directory + "/ossv4");
        };
    }

    private Spent curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail"));
        command.addAll(List.of(arguments));
        return Jvm.run(new ProcessBuilder(command).redirectErrorStream(true));
    }

    private Spent ossv4(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ossv4));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "OSS_ACCESS_KEY_ID",
                        "id",
                        "OSS_ACCESS_KEY_SECRET",
                        "secret",
                        "OSS_ENDPOINT",
                        "http://127.0.0.1:" + PORT,
                        "OSS_REGION",
                        "cn-hangzhou",
                        "HOME",
                        directory.toString()));
        return Jvm.run(builder);
    }

    private static void deleteAll(Path top) throws IOException {
        if (Files.exists(top)) {
            try (Stream<Path> files = Files.walk(top)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
