// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Locale;

/** What is stored with an object beside its bytes. Immutable. */
record ObjectAttributes(StoredMetadata metadata, ObjectTags tags, ObjectSettings settings) {
    /** @throws OssException if the request asks for something that OSS does not have */
    static ObjectAttributes of(StorageRequest request) {
        return new ObjectAttributes(StoredMetadata.of(request), ObjectTags.of(request), ObjectSettings.of(request));
    }

    /**
     * The attributes of a copy. Settings are never copied.
     *
     * @param ofRequest what the request asks for in place of the source's
     * @param replaceMetadata whether it does so whatever its directive says
     * @throws OssException if a directive is none that OSS has
     */
    static ObjectAttributes ofCopy(
            StorageRequest request, ObjectAttributes ofRequest, ObjectAttributes source, boolean replaceMetadata) {
        boolean metadata = isReplace(request, "x-oss-metadata-directive") || replaceMetadata;
        boolean tags = isReplace(request, "x-oss-tagging-directive");
        return new ObjectAttributes(
                metadata ? ofRequest.metadata : source.metadata,
                tags ? ofRequest.tags : source.tags,
                ofRequest.settings);
    }

    /** These attributes with another ACL. */
    ObjectAttributes withAcl(String acl) {
        return new ObjectAttributes(metadata, tags, settings.withAcl(acl));
    }

    private static boolean isReplace(StorageRequest request, String header) {
        String value = request.header(header);
        return switch (value == null ? "copy" : value.toLowerCase(Locale.ROOT)) {
            case "copy" -> false;
            case "replace" -> true;
            default ->
                throw OssException.invalidArgument(
                        null, "The directive is neither copy nor replace.", header, String.valueOf(value));
        };
    }

    void describe(OssResponse answer) {
        metadata.describe(answer);
        tags.describe(answer);
        answer.header("x-oss-storage-class", settings.storageClass());
    }
}
