// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.util.ArrayList;
import java.util.List;

/** The log of an emulator, which tests wait for. */
final class RequestLog {
    private final List<String> lines = new ArrayList<>();

    synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized void clear() {
        lines.clear();
    }

    /** Returns how often an operation succeeded. */
    synchronized long count(String operation) {
        return lines.stream()
                .filter(line -> line.contains(" 200 ") && line.contains(" " + operation + ","))
                .count();
    }

    /** Waits until the emulator has executed an operation so often, while a job runs. */
    synchronized void await(SparkProcess job, String operation, int times) throws InterruptedException {
        while (count(operation) < times) {
            if (!job.process().isAlive()) {
                throw new AssertionError("ended before " + times + " × " + operation + "\n" + job.output());
            }
            wait(1000);
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
