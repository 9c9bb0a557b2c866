// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of an object. Without versioning an object has one version. */
public sealed interface Version permits StoredObject, Version.DeleteMarker {
    /** The ID of a version that was stored without versioning. */
    String NULL_ID = "null";

    /** Returns the ID in responses; null without versioning. */
    @Nullable
    String versionId();

    /** Returns the time at which it was stored. */
    Instant lastModified();

    /** Returns the ID in requests and in lists. */
    default String id() {
        String versionId = versionId();
        return versionId == null ? NULL_ID : versionId;
    }

    /**
     * The version that marks an object as deleted.
     *
     * @param lastModified the time at which the object was deleted
     */
    record DeleteMarker(String versionId, Instant lastModified) implements Version {}
}
