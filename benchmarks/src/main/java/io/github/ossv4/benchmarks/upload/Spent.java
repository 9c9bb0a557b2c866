// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

/**
 * What a process took, from its start until it was gone.
 *
 * @param cpuMillis of the user and of the system
 */
record Spent(long wallMillis, long cpuMillis) {}
