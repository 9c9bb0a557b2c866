// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.NameDecoder;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of an object, or a delete marker, in a list. Immutable. */
public final class ListedVersion {
    private final String key;
    private final String versionId;
    private final boolean latest;
    private final @Nullable Instant lastModified;
    private final @Nullable Owner owner;
    private final @Nullable ListedObject object;

    private ListedVersion(String key, String versionId, XmlElement element, @Nullable ListedObject object) {
        this.key = key;
        this.versionId = versionId;
        this.latest = "true".equals(element.text("IsLatest"));
        this.lastModified = ResultDocument.instant(element.text("LastModified"));
        this.owner = Owner.of(element);
        this.object = object;
    }

    /** Parses an element; null if it has no valid key, no version id, or is an object without a valid size. */
    static @Nullable ListedVersion of(XmlElement element, NameDecoder names, boolean deleteMarker) {
        String key = names.name(element, "Key");
        String versionId = element.text("VersionId");
        if (key == null || versionId == null || versionId.isEmpty()) {
            return null;
        }
        ListedObject object = deleteMarker ? null : ListedObject.of(element, names);
        return object == null && !deleteMarker ? null : new ListedVersion(key, versionId, element, object);
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the version's id; {@code null} as a text for an object from before versioning was enabled. */
    public String versionId() {
        return versionId;
    }

    /** Returns whether it is the current version. */
    public boolean isLatest() {
        return latest;
    }

    /** Returns whether it is a delete marker, which hides the object if it is the current version. */
    public boolean isDeleteMarker() {
        return object == null;
    }

    /** Returns the time at which the version was stored. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** Returns the owner; null if unknown. */
    public @Nullable Owner owner() {
        return owner;
    }

    /** Returns size, ETag and storage class of the version; null for a delete marker. */
    public @Nullable ListedObject object() {
        return object;
    }

    @Override
    public String toString() {
        return PrintableText.escape(key + ", versionId=" + versionId + (latest ? ", latest" : "")
                + (object == null ? ", delete marker" : ", " + object.size() + " bytes"));
    }
}
