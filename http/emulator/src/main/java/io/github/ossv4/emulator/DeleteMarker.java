// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** The version that stands for an object's absence. */
record DeleteMarker(String versionId) implements Version {}
