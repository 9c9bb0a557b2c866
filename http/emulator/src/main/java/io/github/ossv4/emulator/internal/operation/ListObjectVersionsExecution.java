// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists the versions of all objects of a bucket, delete markers included. Without versioning each object has one version,
 * {@code null}.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
final class ListObjectVersionsExecution implements Execution {
    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the version of that key after which the list starts. */
    private static final String VERSION_ID_MARKER = "version-id-marker";

    static final OssOperation OPERATION = OssOperation.onBucket(
                    "ListObjectVersions", "GET", ListObjectVersionsExecution::new)
            .marker("versions")
            .parameters(EncodingType.NAME, ListObjectsExecution.MAX_KEYS, ListPosition.PREFIX, ListPosition.DELIMITER)
            .parameters(KEY_MARKER, VERSION_ID_MARKER)
            .build();

    private final String bucket;
    private final ObjectStore store;
    private final EncodingType encoding;
    private final int maxKeys;
    private final String prefix;
    private final String delimiter;
    private final VersionPage.Position after;

    private ListObjectVersionsExecution(ReceivedRequest request, String bucket, Services services) {
        this.bucket = bucket;
        this.store = services.store();
        this.encoding = EncodingType.of(request);
        this.maxKeys = ListLimit.parse(request, ListObjectsExecution.MAX_KEYS, ListObjectsExecution.DEFAULT_MAX_KEYS);
        this.prefix = ListPosition.parse(request, ListPosition.PREFIX);
        this.delimiter = ListPosition.parse(request, ListPosition.DELIMITER);
        this.after = new VersionPage.Position(
                ListPosition.parse(request, KEY_MARKER), ListPosition.parse(request, VERSION_ID_MARKER));
        if (after.key().isEmpty() && !after.versionId().isEmpty()) {
            throw OssException.invalidArgument(
                    null,
                    "A version-id marker cannot be specified without a key marker.",
                    VERSION_ID_MARKER,
                    after.versionId());
        }
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        VersionPage page = store.listVersions(bucket, prefix, delimiter, after, maxKeys);
        XmlDocument document = encoding.describe(new XmlDocument("ListVersionsResult"))
                .element("Name", bucket)
                .element("Prefix", encoding.encode(prefix))
                .element("KeyMarker", encoding.encode(after.key()))
                .element("VersionIdMarker", after.versionId())
                .element("MaxKeys", Integer.toString(maxKeys))
                .element("Delimiter", encoding.encode(delimiter))
                .element("IsTruncated", Boolean.toString(page.isTruncated()));
        if (page.isTruncated()) {
            document.element("NextKeyMarker", encoding.encode(page.last().key()))
                    .element("NextVersionIdMarker", page.last().versionId());
        }
        ObjectListDocument.add(document, page, encoding);
        return CompletableFuture.completedFuture(ServerResponse.of(200).body("application/xml", document.toBytes()));
    }
}
