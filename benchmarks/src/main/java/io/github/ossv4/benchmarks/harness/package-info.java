/** The harness of programs that start processes: their order, rounds, failures, medians, ratios and tables. */
package io.github.ossv4.benchmarks.harness;
