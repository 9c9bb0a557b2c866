// SPDX-License-Identifier: Apache-2.0
/** Uploads with Alibaba's Java SDK v1. */
package io.github.ossv4.benchmarks.sdk;
