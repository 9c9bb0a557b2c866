// SPDX-License-Identifier: Apache-2.0
/** Compares the emulator with another server for tests. */
package io.github.ossv4.benchmarks.server;
