// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of an object. Without versioning an object has one version. */
public sealed interface Version permits StoredObject, DeleteMarker {
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
}
