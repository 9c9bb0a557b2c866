// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The smallest heap for an upload and a download of 1 GiB in parts of 6 MB, three at a time. */
final class SmallestHeap {
    private static final long SIZE = 1L << 30;

    private SmallestHeap() {}

    /** Tries heaps of 8 MB and less. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ossv4-");
        Path file = folder.resolve("file");
        Path copy = folder.resolve("copy");
        try (SinkProcess sink = new SinkProcess()) {
            ConstantBytes.write(file, SIZE);
            for (String collector : List.of("-XX:+UseG1GC", "-XX:+UseSerialGC")) {
                for (Class<?> client : List.of(Ossv4Parts.class, Ossv4Download.class)) {
                    Path local = client == Ossv4Parts.class ? file : copy;
                    tryHeaps(collector, client, sink.endpoint(), local.toString());
                    Files.deleteIfExists(copy);
                }
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void tryHeaps(String collector, Class<?> client, String endpoint, String file)
            throws InterruptedException {
        for (String heap : List.of("-Xmx8m", "-Xmx7m", "-Xmx6m", "-Xmx5m", "-Xmx4m", "-Xmx3m", "-Xmx2m")) {
            String attempt = client.getSimpleName() + " " + collector + " " + heap + ": ";
            try {
                Spent spent = Jvm.run(
                        List.of(collector, heap),
                        System.getProperty("java.class.path"),
                        client.getName(),
                        endpoint,
                        file);
                System.out.println(attempt + spent);
            } catch (IOException e) {
                // Contains the exception of the process; the first line is enough.
                System.out.println(attempt
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                return;
            }
        }
    }
}
