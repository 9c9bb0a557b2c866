// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.BucketList;
import io.github.ossv4.list.ListedBucket;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ListBuckets, also named GetService.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listbuckets">ListBuckets</a>
 */
public final class ListBuckets implements RequestedPages.Pages<BucketList> {
    private static final String NAME = "ListBuckets";
    private static final String MAX_BUCKETS = "1000";

    private final Transport transport;
    private final String prefix;

    private ListBuckets(Transport transport, String prefix) {
        this.transport = transport;
        this.prefix = Objects.requireNonNull(prefix, "prefix");
    }

    public static RequestedPages<ListedBucket, BucketList> list(Transport transport, String prefix) {
        return new RequestedPages<>(new ListBuckets(transport, prefix), BucketList::buckets);
    }

    @Override
    public Exchange<BucketList> exchange(@Nullable BucketList before) {
        Operation operation = new Operation(NAME, "GET", null)
                .query("prefix", prefix.isEmpty() ? null : prefix)
                .query("max-keys", MAX_BUCKETS)
                .query("marker", before == null ? null : before.nextMarker());
        return ListResponse.list(
                transport,
                operation,
                BucketList::read,
                page -> ListResponse.problem(prefix, page.buckets(), ListedBucket::name, Collections.emptyList()));
    }

    @Override
    public @Nullable String marker(BucketList page) throws IOException {
        if (page.isTruncated() && page.nextMarker().isEmpty()) {
            throw new IOException(NAME + ": the list is truncated, but the response has no NextMarker");
        }
        return page.isTruncated() ? page.nextMarker() : null;
    }
}
