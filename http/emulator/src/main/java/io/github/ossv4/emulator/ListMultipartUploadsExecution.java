// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists the uploads to a bucket that are neither completed nor aborted, by key and id. */
final class ListMultipartUploadsExecution implements Execution {
    /** The parameter that says how many uploads and common prefixes at most. */
    static final String MAX_UPLOADS = "max-uploads";

    /** The parameter that keys begin with. */
    static final String PREFIX = "prefix";

    /** The parameter with what ends common prefixes. */
    static final String DELIMITER = "delimiter";

    /** The parameter with the key behind which the list begins. */
    static final String KEY_MARKER = "key-marker";

    /** The parameter with the id behind which uploads to that key are listed. It means nothing without a key. */
    static final String UPLOAD_ID_MARKER = "upload-id-marker";

    private final String bucket;
    private final PendingUploads uploads;
    private final EncodingType encoding;
    private final int maxUploads;
    private final String prefix;
    private final String delimiter;
    private final String keyMarker;
    private final String uploadIdMarker;

    /** @throws OssException if a parameter is out of its range */
    ListMultipartUploadsExecution(ReceivedRequest request, String bucket, PendingUploads uploads) {
        this.bucket = bucket;
        this.uploads = uploads;
        this.encoding = EncodingType.of(request);
        this.maxUploads = ListLimit.of(request, MAX_UPLOADS);
        this.prefix = request.query().getOrDefault(PREFIX, "");
        this.delimiter = request.query().getOrDefault(DELIMITER, "");
        this.keyMarker = request.query().getOrDefault(KEY_MARKER, "");
        this.uploadIdMarker = request.query().getOrDefault(UPLOAD_ID_MARKER, "");
    }

    @Override
    public CompletionStage<OssResponse> complete() {
        List<PendingUpload> listed = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String nextKey = "";
        String nextId = "";
        boolean truncated = false;
        for (PendingUpload upload : uploads.in(bucket)) {
            String key = upload.name().key();
            if (!key.startsWith(prefix) || !isBehindMarkers(upload)) {
                continue;
            }
            String common = commonPrefix(key);
            // A list that ended with a common prefix goes on behind all that begins so.
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
            document.begin("Upload")
                    .element("Key", encoding.encode(upload.name().key()))
                    .element("UploadId", upload.id())
                    .element("Initiated", upload.initiated())
                    .end();
        }
        for (String common : prefixes) {
            document.begin("CommonPrefixes")
                    .element("Prefix", encoding.encode(common))
                    .end();
        }
        return CompletableFuture.completedFuture(OssResponse.of(200).body("application/xml", document.toBytes()));
    }

    private boolean isBehindMarkers(PendingUpload upload) {
        if (keyMarker.isEmpty()) {
            return true;
        }
        int order = ObjectName.compareKeys(upload.name().key(), keyMarker);
        return order > 0
                || (order == 0 && !uploadIdMarker.isEmpty() && upload.id().compareTo(uploadIdMarker) > 0);
    }

    /** Null where the key has no delimiter behind the prefix. */
    private @Nullable String commonPrefix(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
}
