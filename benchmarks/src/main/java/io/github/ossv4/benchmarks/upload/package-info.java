// SPDX-License-Identifier: Apache-2.0
/** Uploads by whole processes to a minimal server. Without JMH, since start and warm-up of a JVM count as well. */
package io.github.ossv4.benchmarks.upload;
