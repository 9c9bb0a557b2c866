// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to ListObjectVersions: a page of up to 1,000 versions, delete markers and common prefixes. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
public final class VersionList {
    private final List<ListedVersion> versions;
    private final List<String> commonPrefixes;
    private final boolean truncated;
    private final String nextKeyMarker;
    private final String nextVersionIdMarker;

    private VersionList(
            ResultDocument result, List<ListedVersion> versions, String nextKeyMarker, String nextVersionIdMarker) {
        this.versions = Collections.unmodifiableList(versions);
        this.commonPrefixes = result.commonPrefixes();
        this.truncated = result.isTrue("IsTruncated");
        this.nextKeyMarker = nextKeyMarker;
        this.nextVersionIdMarker = nextVersionIdMarker;
    }

    /**
     * Parses a {@code ListVersionsResult}; null if it is another document, lists more than 1,000 versions or common
     * prefixes, or has a version without a valid key, version id or size, or a malformed marker.
     */
    public static @Nullable VersionList parse(byte[] document) {
        return ResultDocument.read(document, VersionList::read);
    }

    /**
     * Reads the document from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable VersionList read(InputStream document) throws IOException {
        List<ListedVersion> versions = new ArrayList<>();
        // In document order: versions and delete markers of a key alternate.
        ResultDocument result = ResultDocument.readList(document, "ListVersionsResult", (element, names) -> {
            boolean deleteMarker = element.name().equals("DeleteMarker");
            if (!deleteMarker && !element.name().equals("Version")) {
                return true;
            }
            ListedVersion version = ListedVersion.of(element, names, deleteMarker);
            return version != null && versions.size() < ResultDocument.MAX_ENTRIES && versions.add(version);
        });
        String keyMarker = result == null ? null : result.keyMarker("NextKeyMarker");
        String versionIdMarker = result == null ? null : result.marker("NextVersionIdMarker");
        return result == null || keyMarker == null || versionIdMarker == null
                ? null
                : new VersionList(result, versions, keyMarker, versionIdMarker);
    }

    /** Returns the versions and delete markers, ordered by key; those of a key from the newest. */
    public List<ListedVersion> versions() {
        return versions;
    }

    /** Returns the common prefixes of keys up to the delimiter, if the request has one. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /**
     * Returns whether there are more versions: list them from {@link #nextKeyMarker} and {@link #nextVersionIdMarker}.
     */
    public boolean isTruncated() {
        return truncated;
    }

    /**
     * Returns the key marker of the next page: it begins after this key, or within the versions of this key if {@link
     * #nextVersionIdMarker} is not empty.
     */
    public String nextKeyMarker() {
        return nextKeyMarker;
    }

    /** Returns the version after which the next page begins; empty if it begins with another key. */
    public String nextVersionIdMarker() {
        return nextVersionIdMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape("VersionList{" + versions.size() + " versions"
                + (truncated ? ", more from " + nextKeyMarker + " " + nextVersionIdMarker : "") + "}");
    }
}
