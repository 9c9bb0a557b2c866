// SPDX-License-Identifier: Apache-2.0
/** Measures the emulator beside another server that tests use. */
package io.github.ossv4.benchmarks.server;
