// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.regression;

import io.github.ossv4.benchmarks.command.TransferBenchmark;
import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.upload.ConstantBytes;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the CPU time of the library with another version of it, in processes that take turns. A figure is
 * the shortest of all rounds, since other processes only add time. A process runs on one processor, since waking a
 * thread on another one takes a time that varies much more than the work. Requires Linux and taskset.
 */
final class RegressionGuard {
    private static final int ROUNDS = 2;

    /** The maximum number of repetitions while a bound is exceeded. */
    private static final int REPETITIONS = 5;

    private static final int FIRST_PER_ROUND = 2;
    private static final int FIRST_REQUESTS = 4;
    private static final long SMALL = 1024;
    private static final long MEDIUM = 64 * 1024;
    private static final long LARGE = 2 * 1024 * 1024;
    private static final long HUGE = 64 * 1024 * 1024;

    private static final String PACKAGE = "io.github.ossv4.benchmarks.footprint.";
    private static final String SERIAL = "-XX:+UseSerialGC";

    /** Without the optimizing compiler: what it compiles varies between runs. */
    private static final String C1 = "-XX:TieredStopAtLevel=1";

    static final List<String> C1_SERIAL = List.of(SERIAL, C1);

    /** The files that are uploaded. */
    private record UploadedFiles(Path directory, Path small, Path medium, Path large, Path huge) implements Closeable {
        static UploadedFiles create() throws IOException {
            Path directory = Files.createTempDirectory("ossv4-");
            return new UploadedFiles(
                    directory,
                    file(directory, SMALL),
                    file(directory, MEDIUM),
                    file(directory, LARGE),
                    file(directory, HUGE));
        }

        private static Path file(Path directory, long size) throws IOException {
            Path file = directory.resolve(Long.toString(size));
            ConstantBytes.write(file, size);
            return file;
        }

        @Override
        public void close() throws IOException {
            TransferBenchmark.deleteAll(directory);
        }
    }

    private final String classPath;

    /** The jar of the command line. */
    private final String cli;

    private final Map<Subject, Double> shortestNanos = new EnumMap<>(Subject.class);

    private RegressionGuard(String classPath, String cli) {
        this.classPath = classPath;
        this.cli = cli;
    }

    /**
     * Compares; the arguments are the class paths of the baseline and of the build, and the jars of their command lines
     * and of an emulator. Exits with status 1 if a bound is exceeded.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        RegressionGuard baseline = new RegressionGuard(arguments[0], arguments[2]);
        RegressionGuard build = new RegressionGuard(arguments[1], arguments[3]);
        try (SinkProcess sink = new SinkProcess();
                UploadedFiles files = UploadedFiles.create();
                CommandLine commands = new CommandLine(Path.of(arguments[4]))) {
            measure(baseline, build, sink.endpoint(), files, commands);
            for (int i = 0; i < REPETITIONS && !build.slowerThan(baseline).isEmpty(); i++) {
                System.out.println("a bound is exceeded: measuring as many rounds again");
                measure(baseline, build, sink.endpoint(), files, commands);
            }
        }
        build.print(baseline);
        List<Subject> slower = build.slowerThan(baseline);
        if (!slower.isEmpty()) {
            System.out.println("slower than with the baseline: "
                    + slower.stream().map(Subject::title).collect(Collectors.joining(", "))
                    + ". Find out why, or move the baseline in .github/checks/speed.");
            System.exit(1);
        }
    }

    private static void measure(
            RegressionGuard baseline, RegressionGuard build, String endpoint, UploadedFiles files, CommandLine commands)
            throws IOException, InterruptedException {
        List<RegressionGuard> order = new ArrayList<>(List.of(baseline, build));
        List<String> processors = processors();
        for (int round = 0; round < ROUNDS; round++) {
            String processor = processors.get(round % processors.size());
            for (RegressionGuard each : order) {
                each.measureWarm(processor, files.large());
                each.measureSocket(processor, endpoint, files);
                each.measureCommands(processor, commands);
            }
            for (int i = 0; i < FIRST_PER_ROUND; i++) {
                for (RegressionGuard each : order) {
                    each.measureFirst(processor, endpoint, files.small());
                }
                Collections.reverse(order);
            }
            Collections.reverse(order);
        }
    }

    /** Returns processors that this process may use: the first and the last of each range. */
    private static List<String> processors() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String ranges = lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElseThrow();
            return Pattern.compile("\\d+")
                    .matcher(ranges)
                    .results()
                    .map(MatchResult::group)
                    .toList();
        }
    }

    private void measureWarm(String processor, Path file) throws IOException, InterruptedException {
        measureWarm(processor, List.of(SERIAL), file, Subject.HEADER, Subject.URL);
        measureWarm(
                processor,
                List.of(SERIAL),
                file,
                Subject.CRC64_256,
                Subject.CRC64_4096,
                Subject.CRC64_65536,
                Subject.CRC64_1048576);
        measureWarm(
                processor,
                C1_SERIAL,
                file,
                Subject.PUT,
                Subject.PUT_65536,
                Subject.GET_65536,
                Subject.PUTS,
                Subject.GETS,
                Subject.PARTS,
                Subject.DOWNLOAD,
                Subject.DOWNLOAD_PARTS);
    }

    private void measureWarm(String processor, List<String> flags, Path file, Subject... subjects)
            throws IOException, InterruptedException {
        String[] arguments = Stream.concat(
                        Stream.of(file.toString()), Stream.of(subjects).map(Subject::title))
                .toArray(String[]::new);
        String[] lines =
                Jvm.output(jvm(processor, flags, "WarmLoop", arguments)).split("\n", -1);
        for (int i = 0; i < subjects.length; i++) {
            String[] nameAndNanos = lines[i].split(" ", -1);
            if (!nameAndNanos[0].equals(subjects[i].title())) {
                throw new IOException("the time of " + subjects[i].title() + " must follow, was " + lines[i]);
            }
            add(subjects[i], Double.parseDouble(nameAndNanos[1]));
        }
    }

    /** Measures the mean of several processes, since Linux counts CPU time in units of 10 ms. */
    private void measureFirst(String processor, String endpoint, Path file) throws IOException, InterruptedException {
        addFirst(processor, Subject.FIRST_URL, "PresignByClient");
        addFirst(processor, Subject.FIRST_PUT, "PutByClient", endpoint, file.toString());
    }

    private void measureSocket(String processor, String endpoint, UploadedFiles files)
            throws IOException, InterruptedException {
        addPuts(processor, Subject.SOCKET_64KB, endpoint, files.medium(), 4000);
        addPuts(processor, Subject.SOCKET_64MB, endpoint, files.huge(), 8);
    }

    private void addPuts(String processor, Subject subject, String endpoint, Path file, int times)
            throws IOException, InterruptedException {
        String[] arguments = {endpoint, file.toString(), Integer.toString(times)};
        add(
                subject,
                Jvm.run(jvm(processor, C1_SERIAL, "PutByClient", arguments)).cpuMillis() * 1e6);
    }

    private void measureCommands(String processor, CommandLine commands) throws IOException, InterruptedException {
        List<String> prefix = List.of("taskset", "-c", processor);
        add(Subject.FILES_UP, commands.upload(cli, prefix).cpuMillis() * 1e6);
        add(Subject.FILES_DOWN, commands.download(cli, prefix).cpuMillis() * 1e6);
    }

    private void addFirst(String processor, Subject subject, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        long millis = 0;
        for (int i = 0; i < FIRST_REQUESTS; i++) {
            millis += Jvm.run(jvm(processor, C1_SERIAL, mainClass, arguments)).cpuMillis();
        }
        add(subject, (double) TimeUnit.MILLISECONDS.toNanos(millis) / FIRST_REQUESTS);
    }

    private ProcessBuilder jvm(String processor, List<String> flags, String mainClass, String... arguments) {
        ProcessBuilder builder = Jvm.builder(flags, classPath, PACKAGE + mainClass, arguments);
        builder.command().addAll(0, List.of("taskset", "-c", processor));
        return builder;
    }

    private void add(Subject subject, double nanos) {
        shortestNanos.merge(subject, nanos, Math::min);
    }

    private double ratio(Subject subject, RegressionGuard baseline) {
        return nanos(subject) / baseline.nanos(subject);
    }

    private double nanos(Subject subject) {
        return shortestNanos.getOrDefault(subject, Double.NaN);
    }

    private List<Subject> slowerThan(RegressionGuard baseline) {
        return Stream.of(Subject.values())
                .filter(subject -> !(ratio(subject, baseline) <= subject.bound()))
                .toList();
    }

    private void print(RegressionGuard baseline) throws IOException {
        System.out.println("JDK " + Runtime.version() + ", load "
                + Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.println("| CPU time | baseline, µs | now, µs | ratio | at most |");
        System.out.println("|---|---|---|---|---|");
        for (Subject subject : Subject.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.3f | %.2f |%n",
                    subject.title(),
                    baseline.nanos(subject) / 1e3,
                    nanos(subject) / 1e3,
                    ratio(subject, baseline),
                    subject.bound());
        }
    }
}
