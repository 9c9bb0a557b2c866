// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.ListedBucket;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.Page;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectsV2, ListObjectVersions, ListMultipartUploads and ListBuckets.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
public final class Lists {
    private static final String MAX_BUCKETS = "1000";

    private Lists() {}

    public static RequestedPages<ListedObject> objects(Transport transport, ListOptions options) {
        Objects.requireNonNull(options, "options");
        return new RequestedPages<>("ListObjectsV2", "NextContinuationToken", before -> {
            String token = nullIfEmpty(before == null ? options.marker() : before.nextMarker());
            Operation operation = options(new Operation("ListObjectsV2", "GET", null), options)
                    .query("list-type", "2")
                    .query("max-keys", Integer.toString(options.maxKeys()))
                    .query("start-after", token == null ? options.startAfter() : null)
                    .query("continuation-token", token)
                    .query("fetch-owner", options.fetchOwner() ? "true" : null);
            return ListResponse.list(
                    transport,
                    operation,
                    ListedObject::readPage,
                    page -> ListResponse.problem(
                            options.prefix(), page.entries(), ListedObject::key, page.commonPrefixes()));
        });
    }

    public static RequestedPages<ListedVersion> versions(Transport transport, ListOptions options) {
        Objects.requireNonNull(options, "options");
        return new RequestedPages<>("ListObjectVersions", "NextKeyMarker", before -> {
            Operation operation = options(new Operation("ListObjectVersions", "GET", null), options)
                    .query("versions", "")
                    .query("max-keys", Integer.toString(options.maxKeys()))
                    .query("key-marker", keyMarker(options, before))
                    .query("version-id-marker", idMarker(options, before));
            return ListResponse.list(
                    transport,
                    operation,
                    ListedVersion::readPage,
                    page -> ListResponse.problem(
                            options.prefix(), page.entries(), ListedVersion::key, page.commonPrefixes()));
        });
    }

    public static RequestedPages<ListedUpload> uploads(Transport transport, ListOptions options) {
        Objects.requireNonNull(options, "options");
        return new RequestedPages<>("ListMultipartUploads", "NextKeyMarker", before -> {
            Operation operation = options(new Operation("ListMultipartUploads", "GET", null), options)
                    .query("uploads", "")
                    .query("max-uploads", Integer.toString(options.maxKeys()))
                    .query("key-marker", keyMarker(options, before))
                    .query("upload-id-marker", idMarker(options, before));
            return ListResponse.list(
                    transport,
                    operation,
                    ListedUpload::readPage,
                    page -> ListResponse.problem(
                            options.prefix(), page.entries(), ListedUpload::key, page.commonPrefixes()));
        });
    }

    /** ListBuckets, also named GetService. */
    public static RequestedPages<ListedBucket> buckets(Transport transport, String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        return new RequestedPages<>("ListBuckets", "NextMarker", before -> {
            Operation operation = new Operation("ListBuckets", "GET", null)
                    .query("prefix", nullIfEmpty(prefix))
                    .query("max-keys", MAX_BUCKETS)
                    .query("marker", before == null ? null : before.nextMarker());
            return ListResponse.list(
                    transport,
                    operation,
                    ListedBucket::readPage,
                    page -> ListResponse.problem(prefix, page.entries(), ListedBucket::name, Collections.emptyList()));
        });
    }

    private static Operation options(Operation operation, ListOptions options) {
        return operation
                .query("encoding-type", "url")
                .query("prefix", options.prefix())
                .query("delimiter", options.delimiter());
    }

    private static @Nullable String keyMarker(ListOptions options, @Nullable Page<?> before) {
        if (before != null) {
            return before.nextMarker();
        }
        return options.marker() == null ? options.startAfter() : options.marker();
    }

    private static @Nullable String idMarker(ListOptions options, @Nullable Page<?> before) {
        return nullIfEmpty(before == null ? options.idMarker() : before.nextIdMarker());
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
