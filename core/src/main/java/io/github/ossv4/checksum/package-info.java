// SPDX-License-Identifier: Apache-2.0
/** The checksum of OSS: {@link io.github.ossv4.checksum.Crc64}. */
package io.github.ossv4.checksum;
