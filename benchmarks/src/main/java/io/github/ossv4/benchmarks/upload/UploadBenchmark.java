// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.harness.Rounds;
import io.github.ossv4.benchmarks.harness.Spent;
import io.github.ossv4.benchmarks.harness.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The time of a process that uploads a file of 1 GiB, or downloads it. Requires Linux. */
final class UploadBenchmark {
    private static final long SIZE = 1L << 30;

    private UploadBenchmark() {}

    /** Runs the benchmark; the arguments are the number of rounds, default 7, and the seed of their orders. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Rounds rounds = Rounds.of(arguments, 7);
        Path file = Files.createTempFile("ossv4-", ".bytes");
        try (SinkProcess sink = new SinkProcess()) {
            Jvm.touchMemory();
            ConstantBytes.write(file, SIZE);
            // Downloads need an object that was uploaded before.
            Comparator<Client> uploadsFirst =
                    Comparator.comparing(client -> !client.work().isUpload());
            print(rounds.measure(Client.all(), uploadsFirst, client -> transfer(client, sink, file)));
        } finally {
            Files.delete(file);
        }
    }

    private static Spent transfer(Client client, SinkProcess sink, Path file) throws IOException, InterruptedException {
        if (client.work().isUpload()) {
            sink.delete();
            Spent spent = client.transfer(sink.endpoint(), file);
            check(client, sink.stored());
            return spent;
        }
        Path copy = file.resolveSibling(file.getFileName() + ".copy");
        try {
            Spent spent = client.transfer(sink.endpoint(), copy);
            check(client, Files.size(copy));
            return spent;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void check(Client client, long size) throws IOException {
        if (size != SIZE) {
            throw new IOException(client + " must transfer " + SIZE + " bytes, was " + size);
        }
    }

    private static void print(Map<Client, List<Spent>> spent) {
        Table table = Table.of("", "wall, s", "min to max", "user, s", "system, s", "wall / OkHttp", "CPU / OkHttp");
        spent.forEach((client, rounds) -> {
            List<Spent> bare = spent.entrySet().stream()
                    .filter(other -> other.getKey().bare() && other.getKey().work() == client.work())
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(List.of());
            table.cell(client)
                    .median(2, rounds, Spent::wallSeconds)
                    .range(2, rounds, Spent::wallSeconds)
                    .median(2, rounds, Spent::userSeconds)
                    .median(2, rounds, Spent::systemSeconds)
                    .ratio(rounds, bare, Spent::wallSeconds)
                    .ratio(rounds, bare, Spent::cpuSeconds)
                    .end();
        });
    }
}
