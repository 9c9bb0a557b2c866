// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/** An object that was deleted, or did not exist before. Immutable. */
public final class DeletedObject {
    private final String key;
    private final @Nullable String versionId;
    private final boolean deleteMarker;
    private final @Nullable String deleteMarkerVersionId;

    DeletedObject(String key, XmlElement element) {
        this.key = key;
        this.versionId = element.text("VersionId");
        this.deleteMarker = "true".equals(element.text("DeleteMarker"));
        this.deleteMarkerVersionId = element.text("DeleteMarkerVersionId");
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
    public boolean deleteMarker() {
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
