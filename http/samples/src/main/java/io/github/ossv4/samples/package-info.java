// SPDX-License-Identifier: Apache-2.0
/**
 * Runnable examples.
 *
 * <ul>
 *   <li>{@link io.github.ossv4.samples.UploadWithCallback}: one upload with a callback, step by step
 *   <li>{@link io.github.ossv4.samples.ThreeUploads}: simple, multipart and form upload
 *   <li>{@link io.github.ossv4.samples.DirectUpload}: a web page that uploads to OSS
 * </ul>
 */
package io.github.ossv4.samples;
