// SPDX-License-Identifier: Apache-2.0
/**
 * Buckets, objects and parts as immutable values.
 *
 * <p>Start with {@link StoredObject}. The index that contains them is in {@code store}.
 */
package io.github.ossv4.emulator.internal.object;
