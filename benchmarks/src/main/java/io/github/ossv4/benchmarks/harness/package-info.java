/** What programs that start processes share: their order, rounds, failures, medians, ratios and tables. */
package io.github.ossv4.benchmarks.harness;
