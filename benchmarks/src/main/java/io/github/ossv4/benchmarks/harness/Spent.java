// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

/**
 * The time and memory of a process, from its start to its exit.
 *
 * @param userMillis CPU time in user mode
 * @param systemMillis CPU time in the kernel
 * @param peakBytes the largest resident set
 */
public record Spent(long wallMillis, long userMillis, long systemMillis, long peakBytes) {
    /** Returns user and system time. */
    public long cpuMillis() {
        return userMillis + systemMillis;
    }

    /** Returns the time from start to exit. */
    public double wallSeconds() {
        return wallMillis / 1e3;
    }

    /** Returns the CPU time in user mode. */
    public double userSeconds() {
        return userMillis / 1e3;
    }

    /** Returns the CPU time in the kernel. */
    public double systemSeconds() {
        return systemMillis / 1e3;
    }

    /** Returns user and system time. */
    public double cpuSeconds() {
        return cpuMillis() / 1e3;
    }

    /** Returns the largest resident set in units of 1,000,000 bytes. */
    public double peakMegabytes() {
        return peakBytes / 1e6;
    }

    /** Adds the times of another process. The memory is the larger one. */
    public Spent plus(Spent other) {
        return new Spent(
                wallMillis + other.wallMillis,
                userMillis + other.userMillis,
                systemMillis + other.systemMillis,
                Math.max(peakBytes, other.peakBytes));
    }

    /** Divides the times by the number of processes. */
    public Spent per(int processes) {
        return new Spent(wallMillis / processes, userMillis / processes, systemMillis / processes, peakBytes);
    }
}
