// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;

/** Lists the buckets by name. */
final class ListBuckets {
    private static final String MARKER = "marker";

    static final OssOperation OPERATION = OssOperation.onService("ListBuckets", "GET")
            .parameters(ListQuery.PREFIX, MARKER, ListQuery.MAX_KEYS)
            .starting(ListBuckets::start);

    private ListBuckets() {}

    private static Execution start(Call call) {
        ListQuery query = ListQuery.of(call);
        String marker = ListQuery.position(call, MARKER);
        return Execution.responding(() -> {
            List<Bucket> rest = call.services().buckets().all().stream()
                    .filter(bucket -> bucket.name().startsWith(query.prefix())
                            && bucket.name().compareTo(marker) > 0)
                    .toList();
            List<Bucket> page = rest.subList(0, Math.min(query.limit(), rest.size()));
            XmlDocument document = new XmlDocument("ListAllMyBucketsResult");
            if (page.size() < rest.size()) {
                document.element("Prefix", query.prefix())
                        .element("Marker", marker)
                        .element("MaxKeys", query.limit())
                        .element("IsTruncated", "true")
                        .element("NextMarker", page.get(page.size() - 1).name());
            }
            ObjectListDocument.addOwner(document);
            document.open("Buckets");
            for (Bucket bucket : page) {
                document.open("Bucket");
                BucketInfo.describe(document, bucket, call.services());
                document.element("Region", call.services().region()).close();
            }
            return ServerResponse.of(200).document(document);
        });
    }
}
