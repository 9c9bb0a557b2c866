// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.NameDecoder;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Parses a page of versions and delete markers, the {@code ListVersionsResult} of ListObjectVersions; null if it is
     * another document, lists more than 1,000 entries or common prefixes, or has a version without a valid key, version
     * id or size, or a malformed marker.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
     */
    public static @Nullable Page<ListedVersion> parsePage(byte[] document) {
        return ResultDocument.read(document, ListedVersion::readPage);
    }

    /**
     * Reads a page from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parsePage}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable Page<ListedVersion> readPage(InputStream document) throws IOException {
        List<ListedVersion> versions = new ArrayList<>();
        // In document order: versions and delete markers of a key alternate.
        ResultDocument result = ResultDocument.readList(document, "ListVersionsResult", (element, names) -> {
            boolean deleteMarker = element.name().equals("DeleteMarker");
            if (!deleteMarker && !element.name().equals("Version")) {
                return true;
            }
            ListedVersion version = of(element, names, deleteMarker);
            return version != null && versions.size() < ResultDocument.MAX_ENTRIES && versions.add(version);
        });
        return result == null
                ? null
                : Page.of(result, versions, result.keyMarker("NextKeyMarker"), result.marker("NextVersionIdMarker"));
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
