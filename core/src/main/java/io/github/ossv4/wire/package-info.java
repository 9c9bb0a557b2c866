// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 messages as they are on the wire.
 *
 * <ul>
 *   <li>{@link RawRequest}: a request that was recorded, for example in a file
 * </ul>
 */
package io.github.ossv4.wire;
