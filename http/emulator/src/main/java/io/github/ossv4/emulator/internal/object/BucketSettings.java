// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a bucket. Immutable.
 *
 * <p>Rule: While a bucket blocks public access, public ACLs are ignored and new ones refused ({@code
 * AnonymousAccessTest}).
 *
 * @param redundancy {@code LRS} or {@code ZRS}, the type of data redundancy
 * @param cors the rules for web pages of other origins, in the order in which they apply
 * @param documents the XML documents of the other settings, by the query parameter of their operations
 */
public record BucketSettings(
        String storageClass,
        String redundancy,
        String acl,
        VersioningStatus versioning,
        List<OriginRule> cors,
        Map<String, String> documents) {
    /** The header with the ACL of a bucket. */
    public static final String ACL = "x-oss-acl";

    /** The query parameter of the operations on BlockPublicAccess. */
    public static final String PUBLIC_ACCESS_BLOCK = "publicAccessBlock";

    /** The default type of data redundancy. */
    public static final String LOCAL = "LRS";

    private static final List<String> ACLS =
            List.of("private", "public-read", "public-read-write", "authenticated-read");

    /** Returns the default settings of OSS. */
    public static BucketSettings ofDefaults() {
        return new BucketSettings("Standard", LOCAL, "private", VersioningStatus.OFF, List.of(), Map.of());
    }

    /** Returns these settings with another storage class. */
    public BucketSettings withStorageClass(String other) {
        return new BucketSettings(other, redundancy, acl, versioning, cors, documents);
    }

    /** Returns these settings with another type of data redundancy. */
    public BucketSettings withRedundancy(String other) {
        return new BucketSettings(storageClass, other, acl, versioning, cors, documents);
    }

    /**
     * Returns these settings with the ACL in a request, if it has one.
     *
     * @throws OssException if it is invalid, or public access is blocked
     */
    public BucketSettings withAcl(StorageRequest request) {
        if (request.header(ACL) == null) {
            return this;
        }
        String value = ObjectSettings.oneOf(ACLS, ACL, request, acl, OssError.NO_SUCH_BUCKET_ACL);
        if (blocksPublicAccess() && value.startsWith("public")) {
            throw OssError.PUBLIC_BUCKET_ACL_FORBIDDEN.exception();
        }
        return new BucketSettings(storageClass, redundancy, value, versioning, cors, documents);
    }

    /** Returns these settings with another versioning status. */
    public BucketSettings withVersioning(VersioningStatus other) {
        return new BucketSettings(storageClass, redundancy, acl, other, cors, documents);
    }

    /** Returns these settings with other rules for web pages. */
    public BucketSettings withCors(List<OriginRule> other) {
        return new BucketSettings(storageClass, redundancy, acl, versioning, List.copyOf(other), documents);
    }

    /** Returns the root of the XML document of another setting; null if there is none. */
    public @Nullable XmlElement document(String parameter) {
        String document = documents.get(parameter);
        return document == null ? null : XmlElement.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns these settings with the document of another one.
     *
     * @param parameter the query parameter of its operations
     * @param document null to delete it
     */
    public BucketSettings withDocument(String parameter, @Nullable String document) {
        Map<String, String> all = new TreeMap<>(documents);
        if (document == null) {
            all.remove(parameter);
        } else {
            all.put(parameter, document);
        }
        return new BucketSettings(storageClass, redundancy, acl, versioning, cors, Collections.unmodifiableMap(all));
    }

    /** Returns these settings with public access blocked. */
    public BucketSettings blockingPublicAccess() {
        XmlDocument document =
                new XmlDocument("PublicAccessBlockConfiguration").element("BlockPublicAccess", Boolean.toString(true));
        return withDocument(PUBLIC_ACCESS_BLOCK, new String(document.toBytes(), StandardCharsets.UTF_8));
    }

    /** Returns whether public ACLs of the bucket and its objects are ignored, and new ones refused. */
    public boolean blocksPublicAccess() {
        return documents.getOrDefault(PUBLIC_ACCESS_BLOCK, "").contains("true");
    }
}
