// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.VersionList;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectVersions.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
final class ListVersions implements PagedList.Pages<VersionList> {
    private static final String NAME = "ListObjectVersions";

    private final Transport transport;
    private final ListVersionsOptions options;

    private ListVersions(Transport transport, ListVersionsOptions options) {
        this.transport = transport;
        this.options = options;
    }

    static PagedList<ListedVersion, VersionList> list(Transport transport, ListVersionsOptions options) {
        return new PagedList<>(new ListVersions(transport, options), VersionList::versions);
    }

    /** @param before the previous page; null for the one that the options request */
    static Exchange<VersionList> exchange(
            Transport transport, ListVersionsOptions options, @Nullable VersionList before) {
        Operation operation =
                new Operation(NAME, "GET", null).query("versions", "").query("encoding-type", "url");
        options.applyTo(operation, before);
        return ResponseDocument.list(transport, operation, VersionList::read, options::problem);
    }

    @Override
    public Exchange<VersionList> exchange(@Nullable VersionList before) {
        return exchange(transport, options, before);
    }

    @Override
    public @Nullable String marker(VersionList page) throws IOException {
        if (page.isTruncated() && page.nextKeyMarker().isEmpty()) {
            throw new IOException(NAME + ": the list is truncated, but the response has no NextKeyMarker");
        }
        // A version id has no line feed, so different pairs have different markers.
        return page.isTruncated() ? page.nextVersionIdMarker() + "\n" + page.nextKeyMarker() : null;
    }
}
