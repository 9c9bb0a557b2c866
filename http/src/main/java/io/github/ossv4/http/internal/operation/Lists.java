// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.list.ListedBucket;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.Page;
import java.util.Objects;
import java.util.function.Function;
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
        return new RequestedPages<>(before -> {
            String token = nullIfEmpty(before == null ? options.marker() : before.nextMarker());
            Operation operation = options(new Operation("ListObjectsV2", "GET", null), options)
                    .query("list-type", "2")
                    .query("max-keys", Integer.toString(options.maxKeys()))
                    .query("start-after", token == null ? options.startAfter() : null)
                    .query("continuation-token", token)
                    .query("fetch-owner", options.fetchOwner() ? "true" : null);
            return page(
                    transport,
                    operation,
                    ListedObject::readPage,
                    options.prefix(),
                    ListedObject::key,
                    "NextContinuationToken",
                    token,
                    null);
        });
    }

    public static RequestedPages<ListedVersion> versions(Transport transport, ListOptions options) {
        Objects.requireNonNull(options, "options");
        return new RequestedPages<>(before -> {
            String marker = keyMarker(options, before);
            String idMarker = idMarker(options, before);
            Operation operation = options(new Operation("ListObjectVersions", "GET", null), options)
                    .query("versions", "")
                    .query("max-keys", Integer.toString(options.maxKeys()))
                    .query("key-marker", marker)
                    .query("version-id-marker", idMarker);
            return page(
                    transport,
                    operation,
                    ListedVersion::readPage,
                    options.prefix(),
                    ListedVersion::key,
                    "NextKeyMarker",
                    marker,
                    idMarker);
        });
    }

    public static RequestedPages<ListedUpload> uploads(Transport transport, ListOptions options) {
        Objects.requireNonNull(options, "options");
        return new RequestedPages<>(before -> {
            String marker = keyMarker(options, before);
            String idMarker = idMarker(options, before);
            Operation operation = options(new Operation("ListMultipartUploads", "GET", null), options)
                    .query("uploads", "")
                    .query("max-uploads", Integer.toString(options.maxKeys()))
                    .query("key-marker", marker)
                    .query("upload-id-marker", idMarker);
            return page(
                    transport,
                    operation,
                    ListedUpload::readPage,
                    options.prefix(),
                    ListedUpload::key,
                    "NextKeyMarker",
                    marker,
                    idMarker);
        });
    }

    /** ListBuckets, also named GetService. */
    public static RequestedPages<ListedBucket> buckets(Transport transport, String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        return new RequestedPages<>(before -> {
            String marker = before == null ? null : before.nextMarker();
            Operation operation = new Operation("ListBuckets", "GET", null)
                    .query("prefix", nullIfEmpty(prefix))
                    .query("max-keys", MAX_BUCKETS)
                    .query("marker", marker);
            return page(
                    transport,
                    operation,
                    ListedBucket::readPage,
                    prefix,
                    ListedBucket::name,
                    "NextMarker",
                    marker,
                    null);
        });
    }

    private static <E> Exchange<Page<E>> page(
            Transport transport,
            Operation operation,
            ResultDocument.Reader<Page<E>> reader,
            @Nullable String prefix,
            Function<E, String> key,
            String markerName,
            @Nullable String marker,
            @Nullable String idMarker) {
        return ListResponse.list(transport, operation, reader, page -> {
            String problem = ListResponse.problem(prefix, page.entries(), key, page.commonPrefixes());
            return problem != null
                    ? problem
                    : ListResponse.problem(page, markerName, emptyIfNull(marker), emptyIfNull(idMarker));
        });
    }

    private static String emptyIfNull(@Nullable String text) {
        return text == null ? "" : text;
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
