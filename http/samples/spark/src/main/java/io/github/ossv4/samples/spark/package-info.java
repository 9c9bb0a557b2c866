// SPDX-License-Identifier: Apache-2.0
/** Verified transfers by many machines, as jobs of Apache Spark. */
@NullMarked
package io.github.ossv4.samples.spark;

import org.jspecify.annotations.NullMarked;
