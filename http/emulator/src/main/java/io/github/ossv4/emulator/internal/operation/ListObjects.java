// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.ObjectPage;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/**
 * Lists the objects of a bucket by key.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjects">ListObjects</a>
 */
final class ListObjects {
    /** The query parameter with the key after which the list starts. */
    private static final String MARKER = "marker";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjects", "GET", ListObjects::start)
            .parameters(ListQuery.PARAMETERS)
            .parameters(MARKER)
            .publicRead()
            .build();

    private ListObjects() {}

    private static Execution start(Call call) {
        ListQuery query = ListQuery.of(call);
        String marker = ListQuery.position(call, MARKER);
        return Execution.responding(() -> {
            ObjectPage page =
                    call.store().list(call.bucket(), query.prefix(), query.delimiter(), marker, query.limit());
            EncodingType encoding = query.encoding();
            XmlDocument document = encoding.describe(new XmlDocument("ListBucketResult"))
                    .element("Name", call.bucket())
                    .element("Prefix", encoding.encode(query.prefix()))
                    .element("Marker", encoding.encode(marker))
                    .element("MaxKeys", query.limit())
                    .element("Delimiter", encoding.encode(query.delimiter()))
                    .element("IsTruncated", Boolean.toString(page.isTruncated()));
            if (page.isTruncated()) {
                document.element("NextMarker", encoding.encode(page.last()));
            }
            ObjectListDocument.add(document, page, encoding, true);
            return ServerResponse.of(200).document(document);
        });
    }
}
