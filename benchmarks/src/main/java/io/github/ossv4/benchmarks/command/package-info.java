// SPDX-License-Identifier: Apache-2.0
/** Compares commands as whole processes. */
package io.github.ossv4.benchmarks.command;
