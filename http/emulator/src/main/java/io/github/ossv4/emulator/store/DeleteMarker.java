// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

/** The version that marks an object as deleted. */
public record DeleteMarker(String versionId) implements Version {}
