// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks, one class per question. */
package io.github.ossv4.benchmarks;
