// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A {@link TransferClient} in a separate process. */
final class TransferProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader reader;
    private final List<String> lines = new ArrayList<>();

    private TransferProcess(Process process) {
        this.process = process;
        this.reader = process.inputReader(StandardCharsets.UTF_8);
    }

    static TransferProcess start(String heap, String... arguments) throws IOException {
        return new TransferProcess(JavaProcess.start(heap, TransferClient.class, List.of(arguments)));
    }

    /** Reads output up to a line, which must come. */
    void awaitLine(String last) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.equals(last)) {
                return;
            }
        }
        throw new AssertionError("ended without " + last + ": " + lines);
    }

    /** Returns the numbers after a word in the output so far. */
    Set<Integer> numbers(String word) {
        Set<Integer> numbers = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith(word + " ")) {
                numbers.add(Integer.parseInt(line.substring(word.length() + 1)));
            }
        }
        return numbers;
    }

    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    int exitValue() {
        return process.exitValue();
    }

    List<String> rest() {
        return reader.lines().toList();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "killed");
        assertEquals(128 + 9, process.exitValue(), "by kill -9");
    }

    /** Kills the process, unless it ends by itself at the same moment; returns whether it was killed. */
    boolean killUnlessEnded() throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "killed");
        if (process.exitValue() == 0) {
            return false;
        }
        assertEquals(128 + 9, process.exitValue(), "by kill -9");
        return true;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
