// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectList;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectsV2.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
public final class ListObjects implements RequestedPages.Pages<ObjectList> {
    private static final String NAME = "ListObjectsV2";

    private final Transport transport;
    private final ListOptions options;

    private ListObjects(Transport transport, ListOptions options) {
        this.transport = transport;
        this.options = Objects.requireNonNull(options, "options");
    }

    public static RequestedPages<ListedObject, ObjectList> list(Transport transport, ListOptions options) {
        return new RequestedPages<>(new ListObjects(transport, options), ObjectList::objects);
    }

    @Override
    public Exchange<ObjectList> exchange(@Nullable ObjectList before) {
        String from = before == null ? options.continuationToken() : before.nextContinuationToken();
        Operation operation = new Operation(NAME, "GET", null)
                .query("list-type", "2")
                .query("encoding-type", "url")
                .requesterPays(options.requesterPays())
                .query("prefix", options.prefix())
                .query("delimiter", options.delimiter())
                .query("max-keys", Integer.toString(options.maxKeys()))
                .query("start-after", from == null ? options.startAfter() : null)
                .query("continuation-token", from)
                .query("fetch-owner", options.fetchesOwner() ? "true" : null);
        return ListResponse.list(
                transport,
                operation,
                ObjectList::read,
                page -> ListResponse.problem(
                        options.prefix(), page.objects(), ListedObject::key, page.commonPrefixes()));
    }

    @Override
    public @Nullable String marker(ObjectList page) throws IOException {
        if (page.isTruncated() && page.nextContinuationToken() == null) {
            throw new IOException(NAME + ": the list is truncated, but the response has no NextContinuationToken");
        }
        return page.isTruncated() ? page.nextContinuationToken() : null;
    }
}
