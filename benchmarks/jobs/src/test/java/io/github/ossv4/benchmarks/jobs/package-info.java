// SPDX-License-Identifier: Apache-2.0
/** The same jobs with ossv4, Alibaba Cloud's SDK v2, MinIO's client and the AWS SDK. */
package io.github.ossv4.benchmarks.jobs;
