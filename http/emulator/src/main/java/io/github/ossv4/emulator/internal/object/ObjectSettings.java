// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The storage class, ACL, encryption and state of an object. Immutable. */
public record ObjectSettings(
        String storageClass, String acl, @Nullable Encryption encryption, ObjectState state) {
    /** The storage classes of OSS. */
    public static final List<String> STORAGE_CLASSES =
            List.of("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive");

    public static final ObjectSettings DEFAULT = new ObjectSettings("Standard", "default", null, ObjectState.NEW);

    private static final String STORAGE_CLASS = "x-oss-storage-class";
    private static final String ACL = "x-oss-object-acl";
    private static final List<String> ACLS = List.of("default", "private", "public-read", "public-read-write");

    /**
     * Returns the settings in a request.
     *
     * @param bucket the settings of the bucket; its storage class and encryption are the defaults
     * @throws OssException if one is invalid
     */
    static ObjectSettings of(StorageRequest request, BucketSettings bucket) {
        Encryption encryption = Encryption.of(request);
        return new ObjectSettings(
                oneOf(STORAGE_CLASSES, STORAGE_CLASS, request, bucket.storageClass(), OssError.INVALID_STORAGE_CLASS),
                acl(request, bucket),
                encryption == null ? Encryption.of(bucket) : encryption,
                ObjectState.NEW);
    }

    /**
     * Returns the ACL in a request.
     *
     * @throws OssException if it is invalid, or the bucket blocks public access
     */
    public static String acl(StorageRequest request, BucketSettings bucket) {
        String acl = "".equals(request.header(ACL))
                ? DEFAULT.acl
                : oneOf(ACLS, ACL, request, DEFAULT.acl, OssError.NO_SUCH_OBJECT_ACL);
        if (bucket.blocksPublicAccess() && acl.startsWith("public")) {
            throw OssError.PUBLIC_OBJECT_ACL_FORBIDDEN.exception();
        }
        return acl;
    }

    /** Returns whether a request with these settings names another storage class or encryption than {@code other}. */
    boolean changes(ObjectSettings other, StorageRequest request) {
        return (request.header(STORAGE_CLASS) != null && !storageClass.equals(other.storageClass))
                || (request.header(Encryption.ALGORITHM) != null && !Objects.equals(encryption, other.encryption));
    }

    /** Returns these settings with another ACL. */
    ObjectSettings withAcl(String other) {
        return new ObjectSettings(storageClass, other, encryption, state);
    }

    /** Returns these settings with another state. */
    ObjectSettings withState(ObjectState other) {
        return new ObjectSettings(storageClass, acl, encryption, other);
    }

    /** Returns whether the object can be read only after a restore. */
    public boolean isArchived() {
        return storageClass.endsWith("Archive");
    }

    /** Returns the value of a header, which must be one of {@code values}. */
    static String oneOf(
            List<String> values, String header, StorageRequest request, String defaultValue, OssError error) {
        String value = request.header(header);
        if (value == null) {
            return defaultValue;
        }
        if (!values.contains(value)) {
            throw error.with("ArgumentName", header).with("ArgumentValue", value);
        }
        return value;
    }

    /** Adds the headers about encryption. */
    public ServerResponse describe(ServerResponse response) {
        if (encryption != null) {
            encryption.describe(response);
        }
        return response;
    }
}
