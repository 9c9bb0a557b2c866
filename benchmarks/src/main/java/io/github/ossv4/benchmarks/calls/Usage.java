// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import java.util.stream.Stream;

/**
 * The resources that a process used for calls: a line of its output.
 *
 * @param cpuMillis user and system time of the whole process, in steps of 10 ms
 * @param compilerMillis the time of the compilers
 */
record Usage(long calls, long wallNanos, long cpuMillis, long systemMillis, long compilerMillis, long allocatedBytes) {
    static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    private static final String PREFIX = "used ";

    static boolean isUsage(String line) {
        return line.startsWith(PREFIX);
    }

    static Usage parse(String line) {
        long[] numbers = Stream.of(line.substring(PREFIX.length()).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Usage(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    String line() {
        return PREFIX + calls + " " + wallNanos + " " + cpuMillis + " " + systemMillis + " " + compilerMillis + " "
                + allocatedBytes;
    }

    Usage plus(Usage other) {
        return new Usage(
                calls + other.calls,
                wallNanos + other.wallNanos,
                cpuMillis + other.cpuMillis,
                systemMillis + other.systemMillis,
                compilerMillis + other.compilerMillis,
                allocatedBytes + other.allocatedBytes);
    }

    double cpuMicros() {
        return 1e3 * cpuMillis / calls;
    }

    double systemMicros() {
        return 1e3 * systemMillis / calls;
    }

    double allocated() {
        return (double) allocatedBytes / calls;
    }

    double callsPerSecond() {
        return 1e9 * calls / wallNanos;
    }
}
