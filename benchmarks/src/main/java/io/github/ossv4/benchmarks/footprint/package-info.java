// SPDX-License-Identifier: Apache-2.0
/**
 * The footprint of small programs in a fresh JVM: jars, classes, time and memory.
 *
 * <ul>
 *   <li>{@link Footprint}: measures all programs and prints a table for each task
 *   <li>{@link Program}: a program with its class path
 * </ul>
 */
package io.github.ossv4.benchmarks.footprint;
