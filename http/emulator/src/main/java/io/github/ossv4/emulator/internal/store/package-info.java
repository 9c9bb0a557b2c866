// SPDX-License-Identifier: Apache-2.0
/**
 * The stored objects, their versions, and multipart uploads, with their bodies on disk.
 *
 * <p>Start with {@link ObjectStore}.
 */
package io.github.ossv4.emulator.internal.store;
