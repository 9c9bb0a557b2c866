// SPDX-License-Identifier: Apache-2.0
/** Uploads of whole processes to a bare sink: no JMH, since what a JVM needs to start and warm up counts as well. */
package io.github.ossv4.benchmarks.upload;
