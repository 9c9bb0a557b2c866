// SPDX-License-Identifier: Apache-2.0
/** Runnable examples. {@link io.github.ossv4.samples.UploadWithCallback} is the first to run. */
package io.github.ossv4.samples;
