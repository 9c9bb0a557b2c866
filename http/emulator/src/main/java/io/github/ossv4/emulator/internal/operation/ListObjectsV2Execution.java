// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.ObjectPage;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists the objects of a bucket by key, in pages that continue with an opaque token.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
final class ListObjectsV2Execution implements Execution {
    /** The query parameter that distinguishes the operation from ListObjects. */
    private static final String LIST_TYPE = "list-type";

    /** The query parameter with the key after which the list starts. Ignored with a token. */
    private static final String START_AFTER = "start-after";

    /** The query parameter that adds the owner of each object. */
    private static final String FETCH_OWNER = "fetch-owner";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjectsV2", "GET", ListObjectsV2Execution::new)
            .marker(LIST_TYPE)
            .parameters(EncodingType.NAME, ListObjectsExecution.MAX_KEYS, ListPosition.PREFIX, ListPosition.DELIMITER)
            .parameters(START_AFTER, ContinuationToken.NAME, FETCH_OWNER)
            .publicRead()
            .build();

    private final String bucket;
    private final ObjectStore store;
    private final EncodingType encoding;
    private final int maxKeys;
    private final String prefix;
    private final String delimiter;
    private final String startAfter;
    private final String token;
    private final String after;
    private final boolean withOwner;

    private ListObjectsV2Execution(ReceivedRequest request, String bucket, Services services) {
        String type = request.query().getOrDefault(LIST_TYPE, "");
        if (!type.equals("2")) {
            throw OssException.invalidArgument(null, "The only list type is 2.", LIST_TYPE, type);
        }
        this.bucket = bucket;
        this.store = services.store();
        this.encoding = EncodingType.of(request);
        this.maxKeys = ListLimit.parse(request, ListObjectsExecution.MAX_KEYS, ListObjectsExecution.DEFAULT_MAX_KEYS);
        this.prefix = ListPosition.parse(request, ListPosition.PREFIX);
        this.delimiter = ListPosition.parse(request, ListPosition.DELIMITER);
        this.startAfter = ListPosition.parse(request, START_AFTER);
        this.token = request.query().getOrDefault(ContinuationToken.NAME, "");
        this.after = token.isEmpty() ? startAfter : ContinuationToken.decode(token);
        this.withOwner = "true".equals(request.query().get(FETCH_OWNER));
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        ObjectPage page = store.list(bucket, prefix, delimiter, after, maxKeys);
        XmlDocument document = encoding.describe(new XmlDocument("ListBucketResult"))
                .element("Name", bucket)
                .element("Prefix", encoding.encode(prefix));
        if (!startAfter.isEmpty()) {
            document.element("StartAfter", encoding.encode(startAfter));
        }
        if (!token.isEmpty()) {
            document.element("ContinuationToken", token);
        }
        document.element("MaxKeys", Integer.toString(maxKeys))
                .element("Delimiter", encoding.encode(delimiter))
                .element("IsTruncated", Boolean.toString(page.isTruncated()));
        if (page.isTruncated()) {
            document.element("NextContinuationToken", ContinuationToken.encode(page.last()));
        }
        ObjectListDocument.add(document, page, encoding, withOwner);
        int keyCount = page.objects().size() + page.commonPrefixes().size();
        document.element("KeyCount", Integer.toString(keyCount));
        return CompletableFuture.completedFuture(ServerResponse.of(200).body("application/xml", document.toBytes()));
    }
}
