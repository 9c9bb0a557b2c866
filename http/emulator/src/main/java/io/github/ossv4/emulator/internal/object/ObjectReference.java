// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssException;
import org.jspecify.annotations.Nullable;

/**
 * The name and version of an object, which need not exist.
 *
 * @param versionId null for the latest version
 */
public record ObjectReference(ObjectName name, @Nullable String versionId) {
    /** The query parameter with the version. */
    public static final String VERSION_ID = "versionId";

    /** Returns the error if it does not exist. */
    public OssException missing() {
        return versionId == null
                ? OssException.noSuchKey(name.key())
                : OssException.noSuchVersion(name.key(), versionId);
    }

    /**
     * Returns the error if it is a delete marker.
     *
     * @param method of the request
     */
    public OssException deleted(DeleteMarker marker, String method) {
        OssException error = versionId == null ? missing() : OssException.deleteMarkerNotAllowed(method);
        return error.withHeader("x-oss-delete-marker", "true").withHeader("x-oss-version-id", marker.versionId());
    }
}
