// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists the uploads to a bucket that are neither completed nor aborted, by key and ID. */
final class ListMultipartUploadsExecution implements Execution {
    /** The query parameter with the maximum number of uploads and common prefixes. */
    private static final String MAX_UPLOADS = "max-uploads";

    private static final String PREFIX = "prefix";

    /** The query parameter with the text at the end of common prefixes. */
    private static final String DELIMITER = "delimiter";

    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the ID after which uploads to that key are listed. Ignored without a key. */
    private static final String UPLOAD_ID_MARKER = "upload-id-marker";

    static final OssOperation OPERATION = OssOperation.onBucket(
                    "ListMultipartUploads", "GET", ListMultipartUploadsExecution::new)
            .marker(PendingUploads.PARAMETER)
            .parameters(EncodingType.NAME, MAX_UPLOADS, PREFIX, DELIMITER, KEY_MARKER, UPLOAD_ID_MARKER)
            .build();

    private final String bucket;
    private final PendingUploads uploads;
    private final EncodingType encoding;
    private final int maxUploads;
    private final String prefix;
    private final String delimiter;
    private final String keyMarker;
    private final String uploadIdMarker;

    private ListMultipartUploadsExecution(ReceivedRequest request, String bucket, Services services) {
        this.bucket = bucket;
        this.uploads = services.uploads();
        this.encoding = EncodingType.of(request);
        this.maxUploads = ListLimit.parse(request, MAX_UPLOADS, ListLimit.MAX);
        this.prefix = request.query().getOrDefault(PREFIX, "");
        this.delimiter = request.query().getOrDefault(DELIMITER, "");
        this.keyMarker = request.query().getOrDefault(KEY_MARKER, "");
        this.uploadIdMarker = request.query().getOrDefault(UPLOAD_ID_MARKER, "");
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        List<PendingUpload> listed = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String nextKey = "";
        String nextId = "";
        boolean truncated = false;
        for (PendingUpload upload : uploads.in(bucket)) {
            String key = upload.name().key();
            if (!key.startsWith(prefix) || !isAfterMarkers(upload)) {
                continue;
            }
            String common = commonPrefix(key);
            // A list that stopped at a common prefix continues after all keys with that prefix.
            if (common != null && (common.equals(keyMarker) || prefixes.contains(common))) {
                continue;
            }
            if (listed.size() + prefixes.size() == maxUploads) {
                truncated = true;
                break;
            }
            if (common == null) {
                listed.add(upload);
                nextKey = key;
                nextId = upload.id();
            } else {
                prefixes.add(common);
                nextKey = common;
                nextId = "";
            }
        }
        XmlDocument document = encoding.describe(new XmlDocument("ListMultipartUploadsResult"))
                .element("Bucket", bucket)
                .element("KeyMarker", encoding.encode(keyMarker))
                .element("UploadIdMarker", uploadIdMarker)
                .element("NextKeyMarker", encoding.encode(nextKey))
                .element("NextUploadIdMarker", nextId)
                .element("Delimiter", encoding.encode(delimiter))
                .element("Prefix", encoding.encode(prefix))
                .element("MaxUploads", Integer.toString(maxUploads))
                .element("IsTruncated", Boolean.toString(truncated));
        for (PendingUpload upload : listed) {
            document.open("Upload")
                    .element("Key", encoding.encode(upload.name().key()))
                    .element("UploadId", upload.id())
                    .element("Initiated", upload.initiated())
                    .close();
        }
        for (String common : prefixes) {
            document.open("CommonPrefixes")
                    .element("Prefix", encoding.encode(common))
                    .close();
        }
        return CompletableFuture.completedFuture(ServerResponse.of(200).body("application/xml", document.toBytes()));
    }

    private boolean isAfterMarkers(PendingUpload upload) {
        if (keyMarker.isEmpty()) {
            return true;
        }
        int order = ObjectName.compareKeys(upload.name().key(), keyMarker);
        return order > 0
                || (order == 0 && !uploadIdMarker.isEmpty() && upload.id().compareTo(uploadIdMarker) > 0);
    }

    /** Returns the common prefix of a key, or null if the key has no delimiter after the prefix. */
    private @Nullable String commonPrefix(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
}
