// SPDX-License-Identifier: Apache-2.0
/** Small calls of a process that has run for a while: CPU time, allocation, throughput and latency. */
package io.github.ossv4.benchmarks.calls;
