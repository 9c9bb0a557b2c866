// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/**
 * An object that is asked for, of which the store may know nothing.
 *
 * @param versionId null for the latest
 */
record ObjectReference(ObjectName name, @Nullable String versionId) {
    /** The parameter that names a version. */
    static final String VERSION_ID = "versionId";

    /** Says that there is nothing of the kind. */
    OssException missing() {
        return versionId == null
                ? OssException.noSuchKey(name.key())
                : OssException.noSuchVersion(name.key(), versionId);
    }

    /**
     * Says that there is a marker in its place.
     *
     * @param method of the request that wants it
     */
    OssException deleted(DeleteMarker marker, String method) {
        OssException refusal = versionId == null ? missing() : OssException.deleteMarkerNotAllowed(method);
        return refusal.withHeader("x-oss-delete-marker", "true").withHeader("x-oss-version-id", marker.versionId());
    }
}
