// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

/**
 * The time of a process, from its start to its exit.
 *
 * @param cpuMillis user and system time
 */
public record Spent(long wallMillis, long cpuMillis) {}
