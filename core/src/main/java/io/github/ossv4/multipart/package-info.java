// SPDX-License-Identifier: Apache-2.0
/**
 * Multipart upload as values. {@link io.github.ossv4.multipart.PartPlan} cuts an object into parts,
 * {@link io.github.ossv4.multipart.UploadedPart} is one that OSS has,
 * {@link io.github.ossv4.multipart.CompleteMultipartUpload} makes the object of them. The others read OSS's answers.
 */
package io.github.ossv4.multipart;
