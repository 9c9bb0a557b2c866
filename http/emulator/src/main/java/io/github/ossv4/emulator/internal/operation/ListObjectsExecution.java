// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.ObjectPage;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists the objects of a bucket by key.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjects">ListObjects</a>
 */
final class ListObjectsExecution implements Execution {
    /** The query parameter with the maximum number of objects and common prefixes. */
    static final String MAX_KEYS = "max-keys";

    static final int DEFAULT_MAX_KEYS = 100;

    /** The query parameter with the key after which the list starts. */
    private static final String MARKER = "marker";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjects", "GET", ListObjectsExecution::new)
            .parameters(EncodingType.NAME, MAX_KEYS, ListPosition.PREFIX, ListPosition.DELIMITER, MARKER)
            .publicRead()
            .build();

    private final String bucket;
    private final ObjectStore store;
    private final EncodingType encoding;
    private final int maxKeys;
    private final String prefix;
    private final String delimiter;
    private final String marker;

    private ListObjectsExecution(ReceivedRequest request, String bucket, Services services) {
        this.bucket = bucket;
        this.store = services.store();
        this.encoding = EncodingType.of(request);
        this.maxKeys = ListLimit.parse(request, MAX_KEYS, DEFAULT_MAX_KEYS);
        this.prefix = ListPosition.parse(request, ListPosition.PREFIX);
        this.delimiter = ListPosition.parse(request, ListPosition.DELIMITER);
        this.marker = ListPosition.parse(request, MARKER);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        ObjectPage page = store.list(bucket, prefix, delimiter, marker, maxKeys);
        XmlDocument document = encoding.describe(new XmlDocument("ListBucketResult"))
                .element("Name", bucket)
                .element("Prefix", encoding.encode(prefix))
                .element("Marker", encoding.encode(marker))
                .element("MaxKeys", Integer.toString(maxKeys))
                .element("Delimiter", encoding.encode(delimiter))
                .element("IsTruncated", Boolean.toString(page.isTruncated()));
        if (page.isTruncated()) {
            document.element("NextMarker", encoding.encode(page.last()));
        }
        ObjectListDocument.add(document, page, encoding, true);
        return CompletableFuture.completedFuture(ServerResponse.of(200).body("application/xml", document.toBytes()));
    }
}
