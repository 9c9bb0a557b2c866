// SPDX-License-Identifier: Apache-2.0
/** Uploads with Alibaba's Java SDK v2. */
package io.github.ossv4.benchmarks.sdk;
