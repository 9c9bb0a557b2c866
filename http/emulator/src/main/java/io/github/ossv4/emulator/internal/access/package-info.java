// SPDX-License-Identifier: Apache-2.0
/**
 * Access: served hosts, AccessKeys, signatures, public objects, and CORS.
 *
 * <p>Start with {@link AccessControl}.
 */
package io.github.ossv4.emulator.internal.access;
