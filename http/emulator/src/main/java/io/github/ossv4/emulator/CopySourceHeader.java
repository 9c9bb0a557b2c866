// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Utf8;

/** What a CopyObject or an UploadPartCopy copies. */
final class CopySourceHeader {
    /** The header that makes a PutObject a CopyObject, and an UploadPart an UploadPartCopy. */
    static final String HEADER = "x-oss-copy-source";

    private static final String PARAMETER = "?" + ObjectReference.VERSION_ID + "=";

    private CopySourceHeader() {}

    /**
     * Reads {@code /bucket/key} or {@code /bucket/key?versionId=id}, percent-encoded.
     *
     * @throws OssException if it is something else, or there is no such bucket
     */
    static ObjectReference of(ReceivedRequest request, Addressing addressing, ObjectStore store) {
        String header = String.valueOf(request.header(HEADER));
        int question = header.indexOf('?');
        String path = question < 0 ? header : header.substring(0, question);
        String query = question < 0 ? "" : header.substring(question);
        int slash = path.indexOf('/', 1);
        if (!path.startsWith("/") || slash < 2 || slash == path.length() - 1) {
            throw refusal("Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.", header);
        }
        if (!query.isEmpty() && !query.startsWith(PARAMETER)) {
            throw refusal("The only parameter of a copy source is versionId.", header);
        }
        String bucket = path.substring(1, slash);
        if (!addressing.isBucket(bucket)) {
            throw OssException.noSuchBucket(bucket);
        }
        String key = path.substring(slash + 1);
        return store.reference(
                new ObjectName(bucket, decode(key, header)),
                query.isEmpty() ? null : decode(query.substring(PARAMETER.length()), header));
    }

    /**
     * Looks the source up.
     *
     * @throws OssException if it is not there
     */
    static StoredObject find(ObjectReference source, ObjectStore store) {
        Version version = store.find(source);
        if (version instanceof StoredObject object) {
            return object;
        }
        throw version == null
                ? source.missing()
                : OssException.noSuchKey(source.name().key());
    }

    private static String decode(String text, String header) {
        String decoded;
        try {
            decoded = Utf8.decode(PercentDecoding.of(HeaderText.asSent(text)));
        } catch (IllegalArgumentException e) {
            throw refusal("The copy source is not percent-encoded: " + e.getMessage(), header);
        }
        if (decoded == null) {
            throw refusal("The copy source is not UTF-8.", header);
        }
        return decoded;
    }

    private static OssException refusal(String text, String header) {
        return OssException.invalidArgument(null, text, HEADER, header);
    }
}
