// SPDX-License-Identifier: Apache-2.0
/**
 * The index of buckets, objects, versions and multipart uploads, and its changes.
 *
 * <p>Start with {@link ObjectStore}.
 */
package io.github.ossv4.emulator.internal.store;
