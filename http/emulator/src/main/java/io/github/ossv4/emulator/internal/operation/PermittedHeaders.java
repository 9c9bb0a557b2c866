// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import java.util.List;

/** Groups of request headers that several operations permit, in lower case. */
final class PermittedHeaders {
    /** Attributes of an object, which AppendObject and InitiateMultipartUpload permit too. */
    static final List<String> SETTINGS = List.of(
            "x-oss-server-side-data-encryption",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-storage-class",
            "x-oss-tagging");

    static final String FORBID_OVERWRITE = "x-oss-forbid-overwrite";

    /**
     * Headers that OSS ignores when a part is uploaded and when an upload is completed, besides user metadata. Some
     * clients repeat the headers of the object in these requests.
     */
    static final List<String> IGNORED_AFTER_INITIATE = List.of(
            FORBID_OVERWRITE,
            "x-oss-metadata-directive",
            "x-oss-object-acl",
            "x-oss-storage-class",
            "x-oss-tagging",
            "x-oss-tagging-directive");

    static final String ACL = "x-oss-object-acl";

    static final List<String> CALLBACK = List.of("x-oss-callback", "x-oss-callback-var");

    static final List<String> CONDITIONS =
            List.of("if-match", "if-modified-since", "if-none-match", "if-unmodified-since");

    static final List<String> SOURCE_CONDITIONS = List.of(
            "x-oss-copy-source-if-match",
            "x-oss-copy-source-if-modified-since",
            "x-oss-copy-source-if-none-match",
            "x-oss-copy-source-if-unmodified-since");

    private PermittedHeaders() {}
}
