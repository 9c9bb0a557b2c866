// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
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
                ? OssError.NO_SUCH_KEY.with("Key", name.key())
                : OssError.NO_SUCH_VERSION.with("Key", name.key()).with("VersionId", versionId);
    }

    /**
     * Returns the error if it is a delete marker.
     *
     * @param method the method of the request
     */
    public OssException deleted(Version.DeleteMarker marker, String method) {
        OssException error = versionId == null
                ? missing()
                : OssError.METHOD_NOT_ALLOWED
                        .with("Method", method)
                        .with("ResourceType", "DeleteMarker")
                        .withHeader("Allow", "DELETE");
        return error.withHeader("x-oss-delete-marker", "true").withHeader("x-oss-version-id", marker.versionId());
    }
}
