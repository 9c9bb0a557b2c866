// SPDX-License-Identifier: Apache-2.0
/**
 * CRC64, the checksum of OSS.
 *
 * <ul>
 *   <li>{@link Crc64}: the only public class
 * </ul>
 */
package io.github.ossv4.checksum;
