// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The times of calls by their names. Thread-safe. */
final class Latencies {
    /** The outcome of a call. */
    enum Outcome {
        FIRST_ATTEMPT,
        AFTER_RETRIES,
        FAILED
    }

    private record Call(Outcome outcome, long nanos) {}

    private final Map<String, List<Call>> calls = new TreeMap<>();

    synchronized void add(String name, Outcome outcome, long nanos) {
        calls.computeIfAbsent(name, any -> new ArrayList<>()).add(new Call(outcome, nanos));
    }

    synchronized int count(Outcome outcome) {
        return (int) calls.values().stream()
                .flatMap(List::stream)
                .filter(call -> call.outcome() == outcome)
                .count();
    }

    /** Returns a row for each name: percentiles in milliseconds of calls without a retry, and the longest of all. */
    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-14s %8s %8s %7s %8s %8s %8s %9s%n",
                "milliseconds",
                "calls",
                "retried",
                "failed",
                "p50",
                "p99",
                "p99.9",
                "longest"));
        calls.forEach((name, all) -> {
            long[] first = nanos(all, Outcome.FIRST_ATTEMPT);
            long[] retried = nanos(all, Outcome.AFTER_RETRIES);
            long[] failed = nanos(all, Outcome.FAILED);
            long longest = Arrays.stream(new long[] {last(first), last(retried), last(failed)})
                    .max()
                    .getAsLong();
            table.append(String.format(
                    Locale.ROOT,
                    "%-14s %8d %8d %7d %8.2f %8.2f %8.2f %9.2f%n",
                    name,
                    all.size(),
                    retried.length,
                    failed.length,
                    millis(percentile(first, 0.5)),
                    millis(percentile(first, 0.99)),
                    millis(percentile(first, 0.999)),
                    millis(longest)));
        });
        return table.toString();
    }

    private static long[] nanos(List<Call> calls, Outcome outcome) {
        return calls.stream()
                .filter(call -> call.outcome() == outcome)
                .mapToLong(Call::nanos)
                .sorted()
                .toArray();
    }

    private static long last(long[] sorted) {
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    private static long percentile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
