// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.text.ResourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on multipart uploads, except their completion. */
final class MultipartUpload {
    /** The query parameter that requires the parts to be uploaded in order. */
    static final String SEQUENTIAL = "sequential";

    private static final String MAX_PARTS = "max-parts";

    /** The query parameter with the number after which the list starts. */
    private static final String PART_NUMBER_MARKER = "part-number-marker";

    private static final List<String> CLIENT_ENCRYPTION =
            List.of("Key", "Start", "CekAlg", "WrapAlg", "DataSize", "PartSize");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** The query parameter with the maximum number of uploads and common prefixes. */
    private static final String MAX_UPLOADS = "max-uploads";

    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the ID after which uploads to that key are listed. Ignored without a key. */
    private static final String UPLOAD_ID_MARKER = "upload-id-marker";

    /** Starts an upload with the headers of its object. */
    static final OssOperation INITIATE = OssOperation.onObject("InitiateMultipartUpload", "POST")
            .marker(PendingUploads.PARAMETER)
            .parameters(EncodingType.NAME)
            .publicWrite()
            .headers(PermittedHeaders.ENCRYPTION)
            // Clients repeat the callback of the completion and the conditions of a copy here; OSS ignores both.
            .headers(PermittedHeaders.CALLBACK)
            .headers(PermittedHeaders.SOURCE_CONDITIONS)
            .headers("if-modified-since")
            .starting(MultipartUpload::initiate);

    /** Aborts an upload and deletes its parts. */
    static final OssOperation ABORT = OssOperation.onObject("AbortMultipartUpload", "DELETE")
            .publicWrite()
            .marker(PendingUpload.ID)
            .starting(MultipartUpload::abort);

    /** Lists the parts of an upload by number. */
    static final OssOperation LIST_PARTS = OssOperation.onObject("ListParts", "GET")
            .marker(PendingUpload.ID)
            .parameters(EncodingType.NAME, MAX_PARTS, PART_NUMBER_MARKER)
            .starting(MultipartUpload::listParts);

    /** Lists the uploads to a bucket that are neither completed nor aborted, by key and ID. */
    static final OssOperation LIST = OssOperation.onBucket("ListMultipartUploads", "GET")
            .ofObjects()
            .marker(PendingUploads.PARAMETER)
            .parameters(ListQuery.PARAMETERS_OF_UPLOADS)
            .parameters(MAX_UPLOADS, KEY_MARKER, UPLOAD_ID_MARKER)
            .starting(MultipartUpload::list);

    private MultipartUpload() {}

    private static Execution initiate(Call call) {
        EncodingType encoding = EncodingType.of(call.request());
        ObjectAttributes attributes = call.attributes();
        Map<String, String> metadata = attributes.metadata().headers();
        if (metadata.containsKey(StoredMetadata.ENCRYPTED_PART_SIZE)
                && !metadata.containsKey(StoredMetadata.ENCRYPTED_SIZE)) {
            throw OssError.INVALID_ENCRYPTED_SIZE.exception();
        }
        boolean sequential = call.parameter(SEQUENTIAL) != null;
        call.overwrites();
        return Execution.responding(() -> {
            ObjectName name = call.name();
            PendingUpload upload = call.uploads().initiate(name, attributes, sequential);
            return attributes
                    .settings()
                    .describe(ServerResponse.of(200))
                    .document(encoding.describe(new XmlDocument("InitiateMultipartUploadResult"))
                            .element("Bucket", name.bucket())
                            .element("Key", encoding.encode(name.key()))
                            .element("UploadId", upload.id()));
        });
    }

    private static Execution abort(Call call) {
        PendingUpload upload = call.upload();
        return Execution.responding(() -> {
            call.uploads().abort(upload);
            return ServerResponse.of(204);
        });
    }

    private static Execution listParts(Call call) {
        PendingUpload upload = call.upload();
        EncodingType encoding = EncodingType.of(call.request());
        int maxParts = ListQuery.limit(call, MAX_PARTS, ListQuery.MAX);
        int marker = marker(call.parameter(PART_NUMBER_MARKER));
        return Execution.responding(() -> {
            List<StoredPart> rest = upload.parts().stream()
                    .filter(part -> part.number() > marker)
                    .toList();
            List<StoredPart> listed = rest.subList(0, Math.min(maxParts, rest.size()));
            // Java SDK v1 skips an empty element, and oss2 fails without it.
            String last = listed.isEmpty()
                    ? ""
                    : Integer.toString(listed.get(listed.size() - 1).number());
            XmlDocument document = encoding.describe(new XmlDocument("ListPartsResult"))
                    .element("Bucket", upload.name().bucket())
                    .element("Key", encoding.encode(upload.name().key()))
                    .element("UploadId", upload.id())
                    .element("PartNumberMarker", marker)
                    .element("NextPartNumberMarker", last)
                    .element("MaxParts", maxParts)
                    .element("IsTruncated", Boolean.toString(listed.size() < rest.size()))
                    .element("StorageClass", upload.attributes().settings().storageClass());
            addClientEncryption(document, upload.attributes().metadata().headers());
            for (StoredPart part : listed) {
                document.open("Part")
                        .element("PartNumber", part.number())
                        .element("LastModified", part.lastModified())
                        .element("ETag", part.etag())
                        .element("HashCrc64ecma", Crc64.toString(part.body().crc64()))
                        .element("Size", part.body().size())
                        .close();
            }
            return ServerResponse.of(200).document(document);
        });
    }

    /** Adds the metadata of client-side encryption, with which Python SDK v2 resumes an upload. */
    private static void addClientEncryption(XmlDocument document, Map<String, String> metadata) {
        CLIENT_ENCRYPTION.forEach(name -> document.element(
                "ClientEncryption" + name,
                metadata.get(StoredMetadata.CLIENT_SIDE_ENCRYPTION
                        + CAPITAL.matcher(name).replaceAll("-$0").substring(1).toLowerCase(Locale.ROOT))));
    }

    private static int marker(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return 0;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw OssException.invalidArgument(
                    "Argument part-number-marker must be an integer.", PART_NUMBER_MARKER, value);
        }
        return Integer.parseInt(value);
    }

    private static Execution list(Call call) {
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
                String common = ObjectName.commonPrefix(key, query.prefix(), query.delimiter());
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
                } else {
                    prefixes.add(common);
                }
                nextKey = common == null ? key : common;
                nextId = upload.id();
            }
            EncodingType encoding = query.encoding();
            XmlDocument document = encoding.describe(new XmlDocument("ListMultipartUploadsResult"))
                    .element("Bucket", call.bucket())
                    // Java SDK v1 expects no marker of a list that continues another one.
                    .element("KeyMarker", "")
                    .element("UploadIdMarker", "")
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
                        .element("StorageClass", upload.attributes().settings().storageClass())
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
        int order = ResourceNames.compareKeys(upload.name().key(), keyMarker);
        return order > 0
                || (order == 0 && !uploadIdMarker.isEmpty() && upload.id().compareTo(uploadIdMarker) > 0);
    }
}
