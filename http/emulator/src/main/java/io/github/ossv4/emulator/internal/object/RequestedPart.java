// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

/**
 * A part in the document of a CompleteMultipartUpload.
 *
 * @param etag without quotes, which OSS's own samples send and other clients leave out
 */
public record RequestedPart(int number, String etag) {}
