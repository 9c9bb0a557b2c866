// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.benchmarks.footprint.Program.Task;
import io.github.ossv4.benchmarks.harness.Rounds;
import io.github.ossv4.benchmarks.harness.Spent;
import io.github.ossv4.benchmarks.harness.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The footprint of one request in a fresh JVM. Requires Linux. */
final class Footprint {
    /** The runs of a program in a round: several, since the system counts CPU time in units of 10 ms. */
    private static final int RUNS = 4;

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
        Rounds rounds = Rounds.of(arguments, 7);
        Path folder = Files.createTempDirectory("ossv4-");
        Certificate certificate = Certificate.create(folder);
        Path file = Files.write(folder.resolve("file"), new byte[1024]);
        try (StubServer http = StubServer.http();
                StubServer https = StubServer.https(certificate)) {
            Footprint footprint = new Footprint(http, https, file);
            List<Program> programs = new ArrayList<>();
            for (Program program : Program.all()) {
                footprint.add(programs, program, certificate, folder);
            }
            // Without rounds, each program only shows that it does its task.
            int runs = rounds.count() == 0 ? 1 : RUNS;
            footprint.print(rounds.measure(programs, program -> program.run(runs, footprint.arguments(program))));
        } finally {
            try (var files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    /**
     * Adds a program; if it is ours, also with an archive of the classes that it loads, and without the slow compiler.
     */
    private void add(List<Program> programs, Program program, Certificate certificate, Path folder)
            throws IOException, InterruptedException {
        Program trusting = program.task() == Task.PUT_TLS ? program.with("", certificate.trustFlags()) : program;
        programs.add(trusting);
        if (!program.name().startsWith("ossv4")) {
            return;
        }
        String archive =
                folder.resolve(program.task() + "-" + program.name() + ".jsa").toString();
        String[] arguments = arguments(program);
        trusting.with("", List.of("-XX:ArchiveClassesAtExit=" + archive)).run(1, arguments);
        List<String> flags = List.of("-XX:SharedArchiveFile=" + archive);
        programs.add(trusting.with(", class archive", flags));
        programs.add(trusting.with(", class archive, C1", flags).with("", List.of("-XX:TieredStopAtLevel=1")));
        if (Runtime.version().feature() >= 25) {
            String cache = archive.replace(".jsa", ".aot");
            trusting.with("", List.of("-XX:AOTCacheOutput=" + cache)).run(1, arguments);
            programs.add(trusting.with(", AOT cache", List.of("-XX:AOTCache=" + cache)));
        }
    }

    private String[] arguments(Program program) {
        return switch (program.task()) {
            case PUT -> new String[] {http.endpoint(), file.toString()};
            case PUT_TLS -> new String[] {https.endpoint(), file.toString()};
            default -> new String[0];
        };
    }

    private void print(Map<Program, List<Spent>> spent) throws IOException, InterruptedException {
        for (Task task : Task.values()) {
            System.out.println();
            Table table = Table.of(
                    task.title(), "jars", "MB", "classes", "wall, ms", "CPU, ms", "CPU / SDK v2", "peak memory, MB");
            List<Spent> peer = spent.entrySet().stream()
                    .filter(each ->
                            each.getKey().task() == task && each.getKey().name().equals("SDK v2"))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(List.of());
            for (Map.Entry<Program, List<Spent>> each : spent.entrySet()) {
                Program program = each.getKey();
                List<Spent> rounds = each.getValue();
                if (program.task() == task) {
                    table.cell(program.name())
                            .cell(program.library().size())
                            .cell(1, program.librarySize() / 1e6)
                            .cell(program.classes(arguments(program)))
                            .median(0, rounds, Spent::wallMillis)
                            .median(0, rounds, Spent::cpuMillis)
                            .ratio(rounds, peer, Spent::cpuSeconds)
                            .median(1, rounds, Spent::peakMegabytes)
                            .end();
                }
            }
        }
    }
}
