// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.ArrayList;
import java.util.List;

/** Lists the uploads to a bucket that are neither completed nor aborted, by key and ID. */
final class ListMultipartUploads {
    /** The query parameter with the maximum number of uploads and common prefixes. */
    private static final String MAX_UPLOADS = "max-uploads";

    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the ID after which uploads to that key are listed. Ignored without a key. */
    private static final String UPLOAD_ID_MARKER = "upload-id-marker";

    static final OssOperation OPERATION = OssOperation.onBucket("ListMultipartUploads", "GET")
            .ofObjects()
            .marker(PendingUploads.PARAMETER)
            .parameters(ListQuery.PARAMETERS_OF_UPLOADS)
            .parameters(MAX_UPLOADS, KEY_MARKER, UPLOAD_ID_MARKER)
            .starting(ListMultipartUploads::start);

    private ListMultipartUploads() {}

    private static Execution start(Call call) {
        ListQuery query = ListQuery.of(call, ListQuery.limit(call, MAX_UPLOADS, ListQuery.MAX));
        String keyMarker = call.request().query().getOrDefault(KEY_MARKER, "");
        String uploadIdMarker = call.request().query().getOrDefault(UPLOAD_ID_MARKER, "");
        return Execution.responding(() -> {
            List<PendingUpload> listed = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            String nextKey = "";
            String nextId = "";
            boolean truncated = false;
            for (PendingUpload upload : call.uploads().in(call.bucket())) {
                String key = upload.name().key();
                if (!key.startsWith(query.prefix()) || !isAfter(upload, keyMarker, uploadIdMarker)) {
                    continue;
                }
                String common = query.commonPrefix(key);
                // A list that stopped at a common prefix continues after all keys with that prefix.
                if (common != null && (common.equals(keyMarker) || prefixes.contains(common))) {
                    continue;
                }
                if (listed.size() + prefixes.size() == query.limit()) {
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
            EncodingType encoding = query.encoding();
            XmlDocument document = encoding.describe(new XmlDocument("ListMultipartUploadsResult"))
                    .element("Bucket", call.bucket())
                    .element("KeyMarker", encoding.encode(keyMarker))
                    .element("UploadIdMarker", uploadIdMarker)
                    .element("NextKeyMarker", encoding.encode(nextKey))
                    .element("NextUploadIdMarker", nextId)
                    .element("Delimiter", encoding.encode(query.delimiter()))
                    .element("Prefix", encoding.encode(query.prefix()))
                    .element("MaxUploads", query.limit())
                    .element("IsTruncated", Boolean.toString(truncated));
            for (PendingUpload upload : listed) {
                document.open("Upload")
                        .element("Key", encoding.encode(upload.name().key()))
                        .element("UploadId", upload.id())
                        .element("Initiated", upload.initiated())
                        .close();
            }
            ObjectListDocument.addCommonPrefixes(document, prefixes, encoding);
            return ServerResponse.of(200).document(document);
        });
    }

    private static boolean isAfter(PendingUpload upload, String keyMarker, String uploadIdMarker) {
        if (keyMarker.isEmpty()) {
            return true;
        }
        int order = ObjectName.compareKeys(upload.name().key(), keyMarker);
        return order > 0
                || (order == 0 && !uploadIdMarker.isEmpty() && upload.id().compareTo(uploadIdMarker) > 0);
    }
}
