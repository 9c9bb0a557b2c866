// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The result of a deletion; the object may not have existed before. Immutable. */
public final class DeleteResult {
    private final @Nullable String versionId;
    private final boolean deleteMarker;
    private final @Nullable String requestId;

    private DeleteResult(@Nullable String versionId, boolean deleteMarker, @Nullable String requestId) {
        this.versionId = versionId;
        this.deleteMarker = deleteMarker;
        this.requestId = requestId;
    }

    /**
     * Returns a result, also for a test of your code.
     *
     * @param versionId the version id of the delete marker; null for none
     * @param deleteMarker whether a delete marker hides the object
     * @param requestId null if unknown
     */
    public static DeleteResult of(@Nullable String versionId, boolean deleteMarker, @Nullable String requestId) {
        return new DeleteResult(versionId, deleteMarker, requestId);
    }

    /**
     * Returns the version of the delete marker that now hides the object, in a bucket with versioning; otherwise null.
     */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Returns whether a delete marker hides the object, whose earlier versions still exist. */
    public boolean isDeleteMarker() {
        return deleteMarker;
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("DeleteResult{versionId=" + versionId + ", deleteMarker=" + deleteMarker
                + ", requestId=" + requestId + "}");
    }
}
