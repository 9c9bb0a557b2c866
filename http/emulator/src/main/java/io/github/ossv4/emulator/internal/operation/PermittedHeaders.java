// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.object.ObjectHeaders;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Request headers, in lower case, that several operations permit or ignore.
 *
 * <p>Rule: Headers and parameters that OSS ignores, and headers of features that are not emulated ({@code
 * CoverageTest}, {@code ConformanceTest}).
 */
final class PermittedHeaders {
    /** The encryption of an object, which AppendObject and InitiateMultipartUpload permit too. */
    static final List<String> ENCRYPTION = List.of(
            "x-oss-server-side-data-encryption", "x-oss-server-side-encryption", "x-oss-server-side-encryption-key-id");

    static final String ACL = "x-oss-object-acl";

    /**
     * Headers of requests that create, copy or complete an object. Other requests to an object may have them too:
     * clients send them, and OSS ignores them. Docker Registry sends the ACL of a bucket with each object, the C++ SDK
     * the source of a copy with InitiateMultipartUpload, ali-oss the headers of the object with each part.
     */
    private static final Set<String> OF_OBJECT = Set.of(
            ACL,
            BucketSettings.ACL,
            CompleteMultipartUpload.COMPLETE_ALL,
            CopySourceHeader.NAME,
            TrafficLimit.NAME,
            "x-oss-forbid-overwrite",
            "x-oss-metadata-directive",
            "x-oss-storage-class",
            "x-oss-tagging",
            "x-oss-tagging-directive");

    /** Headers of features that are not emulated. They are rejected. Unknown headers are ignored, as by OSS. */
    static final Pattern OF_OTHER_FEATURES = Pattern.compile(
            "x-oss-(?:access-point|async-process|bucket|bypass|hash|hns"
                    + "|object-worm|persistent-headers|process|rename|resource-group|restore|select|sts|vod|worm)(?:-.*)?");

    /** Query parameters of some requests to an object, which OSS ignores in others. */
    static final Set<String> PARAMETERS_OF_OBJECT = Set.of(MultipartUpload.SEQUENTIAL, ObjectReference.VERSION_ID);

    static final List<String> CALLBACK = List.of("x-oss-callback", "x-oss-callback-var");

    static final List<String> CONDITIONS =
            List.of("if-match", "if-modified-since", "if-none-match", "if-unmodified-since");

    static final List<String> SOURCE_CONDITIONS = List.of(
            "x-oss-copy-source-if-match",
            "x-oss-copy-source-if-modified-since",
            "x-oss-copy-source-if-none-match",
            "x-oss-copy-source-if-unmodified-since");

    private PermittedHeaders() {}

    /** Returns whether OSS accepts this header in all requests to an object. */
    static boolean isOfObject(String header) {
        return OF_OBJECT.contains(header) || header.startsWith(ObjectHeaders.METADATA_PREFIX);
    }
}
