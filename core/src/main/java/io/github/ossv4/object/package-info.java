// SPDX-License-Identifier: Apache-2.0
/**
 * What is stored with an object beside its bytes: {@link io.github.ossv4.object.ObjectHeaders}, the same for a put, an
 * append, a copy and a multipart upload.
 */
package io.github.ossv4.object;
