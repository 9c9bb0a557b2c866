// SPDX-License-Identifier: Apache-2.0
/** Compares the library with an older version of it; {@code .github/checks/speed} starts it. */
package io.github.ossv4.benchmarks.regression;
