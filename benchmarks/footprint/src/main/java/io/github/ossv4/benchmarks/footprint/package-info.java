// SPDX-License-Identifier: Apache-2.0
/** Small programs, whose processes {@code Footprint} measures. Each has the class path that a user has. */
package io.github.ossv4.benchmarks.footprint;
