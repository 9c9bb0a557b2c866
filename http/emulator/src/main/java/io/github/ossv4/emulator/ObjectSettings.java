// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an object is kept and who may see it. A copy has its own. Immutable. */
record ObjectSettings(
        String storageClass, String acl, @Nullable Encryption encryption) {
    private static final List<String> STORAGE_CLASSES =
            List.of("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive");
    private static final List<String> ACLS = List.of("default", "private", "public-read", "public-read-write");

    /** @throws OssException if one of them is none that OSS has */
    static ObjectSettings of(StorageRequest request) {
        return new ObjectSettings(
                oneOf(STORAGE_CLASSES, "x-oss-storage-class", request), acl(request), Encryption.of(request));
    }

    /**
     * The ACL that a request asks for.
     *
     * @throws OssException if it is none that OSS has
     */
    static String acl(StorageRequest request) {
        return oneOf(ACLS, "x-oss-object-acl", request);
    }

    /** These settings with another ACL. */
    ObjectSettings withAcl(String other) {
        return new ObjectSettings(storageClass, other, encryption);
    }

    /** The first of {@code values} is the default. */
    private static String oneOf(List<String> values, String header, StorageRequest request) {
        String value = request.header(header);
        if (value == null) {
            return values.get(0);
        }
        if (!values.contains(value)) {
            throw OssException.invalidArgument(null, "The value is none of " + values + ".", header, value);
        }
        return value;
    }

    /** Whether anybody may read the object. */
    boolean isPublic() {
        return acl.startsWith("public-read");
    }

    /** Adds how the object is encrypted; the rest is told by GetObject and HeadObject alone, or not at all. */
    OssResponse describe(OssResponse answer) {
        if (encryption != null) {
            encryption.describe(answer);
        }
        return answer;
    }
}
