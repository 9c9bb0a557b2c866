// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The smallest heap for an upload of 1 GiB, also of a stream, and for a download, in one request and in parts. */
final class SmallestHeap {
    private static final long SIZE = 1L << 30;

    /** In MB. */
    private static final int[] HEAPS = {256, 128, 96, 64, 48, 40, 32, 24, 20, 16, 12, 10, 8, 7, 6, 5, 4, 3, 2};

    private SmallestHeap() {}

    /** Tries smaller and smaller heaps. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ossv4-");
        Path file = folder.resolve("file");
        System.out.println("| 1 GiB, JDK " + Runtime.version().feature() + " | G1, MB | Serial, MB |");
        System.out.println("|---|---|---|");
        try (SinkProcess sink = new SinkProcess()) {
            ConstantBytes.write(file, SIZE);
            List<Client> clients = new ArrayList<>(Client.all());
            clients.addAll(Client.ofStreams());
            // Downloads need an object that was uploaded before.
            clients.sort(Comparator.comparing(client -> !client.work().isUpload()));
            for (Client client : clients) {
                Path copy = folder.resolve("copy");
                print(client, sink, client.work().isUpload() ? file : copy);
                Files.deleteIfExists(copy);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void print(Client client, SinkProcess sink, Path file) throws IOException, InterruptedException {
        System.out.println("| " + client + " | " + smallest("-XX:+UseG1GC", client, sink, file) + " | "
                + smallest("-XX:+UseSerialGC", client, sink, file) + " |");
    }

    /** Returns the smallest heap that suffices, by bisection. */
    private static int smallest(String collector, Client client, SinkProcess sink, Path file)
            throws IOException, InterruptedException {
        int enough = 0;
        int tooSmall = HEAPS.length;
        while (tooSmall - enough > 1) {
            int middle = (enough + tooSmall) / 2;
            if (suffices(List.of(collector, "-Xmx" + HEAPS[middle] + "m"), client, sink, file)) {
                enough = middle;
            } else {
                tooSmall = middle;
            }
        }
        return HEAPS[enough];
    }

    private static boolean suffices(List<String> flags, Client client, SinkProcess sink, Path file)
            throws InterruptedException, IOException {
        try {
            client.transfer(flags, sink.endpoint(), file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
