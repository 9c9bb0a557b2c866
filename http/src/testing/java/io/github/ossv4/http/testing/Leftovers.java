// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads of clients and the open descriptors of this process, compared with those of an earlier moment. */
public final class Leftovers {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Path folder;
    private final Set<Thread> threads = threads();
    private final long sockets = opened("socket:").size();

    private Leftovers(Path folder) {
        this.folder = folder;
    }

    /** The first socket of a JVM opens another one, which stays. */
    private static void openFirstSocket() {
        try {
            new ServerSocket(0).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what exists now.
     *
     * @param folder in which no file must be open later
     */
    public static Leftovers since(Path folder) {
        openFirstSocket();
        return new Leftovers(folder);
    }

    /** Returns the threads of clients and of their calls. OkHttp's other threads serve all clients, and end later. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ossv4")
                        || thread.getName().startsWith("OkHttp http")
                        || thread.getName().equals("OkHttp Dispatcher"))
                .collect(Collectors.toSet());
    }

    /** Returns what is open and starts with a text. Nothing if the platform has no list. */
    private static List<String> opened(String start) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            return links.map(Leftovers::target)
                    .filter(target -> target.startsWith(start))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }

    /** Waits until all threads, sockets and files that did not exist before are gone. */
    public void awaitNone() throws InterruptedException {
        long start = System.nanoTime();
        Set<Thread> left;
        List<String> files;
        long open;
        do {
            Thread.sleep(10);
            left = threads();
            left.removeAll(threads);
            files = opened(folder + "/");
            open = opened("socket:").size();
        } while ((!left.isEmpty() || !files.isEmpty() || open > sockets)
                && System.nanoTime() - start < Duration.ofMinutes(1).toNanos());
        assertEquals(Set.of(), left);
        assertEquals(List.of(), files);
        assertTrue(open <= sockets, open + " sockets, before " + sockets);
    }
}
