// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/** A step in the history of an object. Without versioning there is never more than one. */
sealed interface Version permits StoredObject, DeleteMarker {
    /** The id of a version that was stored without one. */
    String NULL_ID = "null";

    /** What answers call it; null in a bucket without versioning. */
    @Nullable
    String versionId();

    /** What requests call it. */
    default String id() {
        String versionId = versionId();
        return versionId == null ? NULL_ID : versionId;
    }
}
