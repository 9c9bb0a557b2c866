// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListVersionsOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.VersionList;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectVersions.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
public final class ListVersions implements RequestedPages.Pages<VersionList> {
    private static final String NAME = "ListObjectVersions";

    private final Transport transport;
    private final ListVersionsOptions options;

    private ListVersions(Transport transport, ListVersionsOptions options) {
        this.transport = transport;
        this.options = Objects.requireNonNull(options, "options");
    }

    public static RequestedPages<ListedVersion, VersionList> list(Transport transport, ListVersionsOptions options) {
        return new RequestedPages<>(new ListVersions(transport, options), VersionList::versions);
    }

    @Override
    public Exchange<VersionList> exchange(@Nullable VersionList before) {
        Operation operation = new Operation(NAME, "GET", null)
                .query("versions", "")
                .query("encoding-type", "url")
                .requesterPays(options.requesterPays())
                .query("prefix", options.prefix())
                .query("delimiter", options.delimiter())
                .query("max-keys", Integer.toString(options.maxKeys()))
                .query("key-marker", before == null ? options.keyMarker() : before.nextKeyMarker())
                .query(
                        "version-id-marker",
                        before == null ? options.versionIdMarker() : nullIfEmpty(before.nextVersionIdMarker()));
        return ListResponse.list(
                transport,
                operation,
                VersionList::read,
                page -> ListResponse.problem(
                        options.prefix(), page.versions(), ListedVersion::key, page.commonPrefixes()));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
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
