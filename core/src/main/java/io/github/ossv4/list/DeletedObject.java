// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/** An object that was deleted, or did not exist before. Immutable. */
public final class DeletedObject {
    private final String key;
    private final @Nullable String versionId;
    private final boolean deleteMarker;
    private final @Nullable String deleteMarkerVersionId;

    private DeletedObject(
            String key, @Nullable String versionId, boolean deleteMarker, @Nullable String deleteMarkerVersionId) {
        this.key = key;
        this.versionId = versionId;
        this.deleteMarker = deleteMarker;
        this.deleteMarkerVersionId = deleteMarkerVersionId;
    }

    static DeletedObject of(String key, XmlElement element) {
        return new DeletedObject(
                key,
                element.text("VersionId"),
                "true".equals(element.text("DeleteMarker")),
                element.text("DeleteMarkerVersionId"));
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the version that the request deleted; null if it named none. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Returns whether the deletion created a delete marker, or deleted one. */
    public boolean isDeleteMarker() {
        return deleteMarker;
    }

    /** Returns the version of the delete marker that was created or deleted; null for none. */
    public @Nullable String deleteMarkerVersionId() {
        return deleteMarkerVersionId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("DeletedObject{" + key + (versionId == null ? "" : ", versionId=" + versionId)
                + (deleteMarkerVersionId == null ? "" : ", deleteMarkerVersionId=" + deleteMarkerVersionId) + "}");
    }
}
