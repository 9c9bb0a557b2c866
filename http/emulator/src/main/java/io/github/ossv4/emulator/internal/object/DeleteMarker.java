// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import java.time.Instant;

/**
 * The version that marks an object as deleted.
 *
 * @param lastModified the time at which the object was deleted
 */
public record DeleteMarker(String versionId, Instant lastModified) implements Version {}
