// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.object.ObjectTags;
import java.util.Locale;

/** The metadata, tags and settings of an object. Immutable. */
public record ObjectAttributes(StoredMetadata metadata, ObjectTags tags, ObjectSettings settings) {
    /** Shared, since many objects have them. */
    public static final ObjectAttributes DEFAULT =
            new ObjectAttributes(StoredMetadata.DEFAULT, ObjectTags.NONE, ObjectSettings.DEFAULT);

    /**
     * Returns the attributes in a request.
     *
     * @param bucket the settings of the bucket; its storage class is the default
     * @throws OssException if one is invalid
     */
    public static ObjectAttributes of(StorageRequest request, BucketSettings bucket) {
        ObjectAttributes attributes = new ObjectAttributes(
                StoredMetadata.of(request), Tagging.of(request), ObjectSettings.of(request, bucket));
        return attributes.equals(DEFAULT) ? DEFAULT : attributes;
    }

    /**
     * Returns the attributes of a copy. Settings are not copied, except the ACL of a copy onto itself that changes
     * neither storage class nor encryption.
     *
     * @param ofRequest the attributes in the request
     * @param replaceMetadata whether to take the metadata from the request even if its directive is {@code copy}
     * @param ontoItself whether the copy has the name of its source
     * @throws OssException if a directive is invalid
     */
    public static ObjectAttributes ofCopy(
            StorageRequest request,
            ObjectAttributes ofRequest,
            ObjectAttributes source,
            boolean ontoItself,
            boolean replaceMetadata) {
        boolean metadata = isReplace(request, "x-oss-metadata-directive") || replaceMetadata;
        boolean keepsAcl = ontoItself
                && request.header("x-oss-object-acl") == null
                && !ofRequest.settings.changes(source.settings, request);
        boolean tags = isReplace(request, "x-oss-tagging-directive");
        return new ObjectAttributes(
                metadata ? ofRequest.metadata.replacing(source.metadata, request) : source.metadata,
                tags ? ofRequest.tags : source.tags,
                keepsAcl ? ofRequest.settings.withAcl(source.settings.acl()) : ofRequest.settings);
    }

    /** Returns these attributes with another ACL. */
    public ObjectAttributes withAcl(String acl) {
        return new ObjectAttributes(metadata, tags, settings.withAcl(acl));
    }

    /** Returns these attributes with another state. */
    public ObjectAttributes withState(ObjectState state) {
        return new ObjectAttributes(metadata, tags, settings.withState(state));
    }

    /** Returns these attributes with other tags. */
    public ObjectAttributes withTags(ObjectTags other) {
        return new ObjectAttributes(metadata, other, settings);
    }

    private static boolean isReplace(StorageRequest request, String header) {
        String value = request.header(header);
        return switch (value == null ? "copy" : value.toLowerCase(Locale.ROOT)) {
            case "copy" -> false;
            case "replace" -> true;
            default ->
                throw OssException.invalidArgument(
                        "The directive must be copy or replace.", header, String.valueOf(value));
        };
    }

    /** Adds the headers of GetObject and HeadObject. */
    void describe(ServerResponse response) {
        describeMetadata(response).header("x-oss-storage-class", settings.storageClass());
    }

    /** Adds the headers of metadata and tags. */
    public ServerResponse describeMetadata(ServerResponse response) {
        metadata.describe(response);
        return tags.asMap().isEmpty()
                ? response
                : response.header(
                        "x-oss-tagging-count", Integer.toString(tags.asMap().size()));
    }
}
