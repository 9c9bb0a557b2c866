// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

/** Marks a body that writes exactly its length, or throws before the last byte. The bytes of others are counted. */
public interface ExactBody {}
