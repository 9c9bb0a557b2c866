// SPDX-License-Identifier: Apache-2.0
/**
 * The journal of a persistent emulator: changes as values, their encoding, and the file.
 *
 * <p>Start with {@link Change}. What a change does to buckets and uploads is in {@code store}.
 */
package io.github.ossv4.emulator.internal.journal;
