// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of objects and parts, in files or in arrays, with their checksums.
 *
 * <p>Start with {@link BodyWriter}, which stores bytes, and {@link ObjectBody}, which describes them.
 */
package io.github.ossv4.emulator.internal.body;
