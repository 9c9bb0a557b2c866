// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectList;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectsV2.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
final class ListObjects implements PagedList.Pages<ObjectList> {
    private static final String NAME = "ListObjectsV2";

    private final Transport transport;
    private final ListOptions options;

    private ListObjects(Transport transport, ListOptions options) {
        this.transport = transport;
        this.options = options;
    }

    static PagedList<ListedObject, ObjectList> list(Transport transport, ListOptions options) {
        return new PagedList<>(new ListObjects(transport, options), ObjectList::objects);
    }

    /** @param token of the previous page; null for the one that the options request */
    static Exchange<ObjectList> exchange(Transport transport, ListOptions options, @Nullable String token) {
        Operation operation =
                new Operation(NAME, "GET", null).query("list-type", "2").query("encoding-type", "url");
        options.applyTo(operation, token);
        return ResponseDocument.list(transport, operation, ObjectList::read, options::problem);
    }

    @Override
    public Exchange<ObjectList> exchange(@Nullable ObjectList before) {
        return exchange(transport, options, before == null ? null : before.nextContinuationToken());
    }

    @Override
    public @Nullable String marker(ObjectList page) throws IOException {
        if (page.isTruncated() && page.nextContinuationToken() == null) {
            throw new IOException(NAME + ": the list is truncated, but the response has no NextContinuationToken");
        }
        return page.isTruncated() ? page.nextContinuationToken() : null;
    }
}
