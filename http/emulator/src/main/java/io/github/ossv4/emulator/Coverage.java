// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.object.ObjectHeaders;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of OSS is emulated. The rest is refused by name: a test must not pass because something was overlooked. */
final class Coverage {
    private static final Set<String> CALLBACK_PARAMETERS = Set.of("callback", "callback-var");
    private static final Set<String> PART_PARAMETERS =
            Set.of(PendingUpload.ID, PartReference.PART_NUMBER, TrafficLimit.NAME);
    private static final Map<Call, Set<String>> PARAMETERS = Map.ofEntries(
            Map.entry(Call.PUT_OBJECT, and(CALLBACK_PARAMETERS, Set.of(TrafficLimit.NAME))),
            Map.entry(Call.COPY_OBJECT, Set.of(TrafficLimit.NAME)),
            Map.entry(
                    Call.APPEND_OBJECT,
                    Set.of(
                            AppendObjectExecution.APPEND,
                            AppendObjectExecution.POSITION,
                            ObjectReference.VERSION_ID,
                            TrafficLimit.NAME)),
            Map.entry(
                    Call.GET_OBJECT,
                    and(GetObjectExecution.OVERRIDES.keySet(), Set.of(ObjectReference.VERSION_ID, TrafficLimit.NAME))),
            Map.entry(Call.HEAD_OBJECT, Set.of(ObjectReference.VERSION_ID)),
            Map.entry(Call.GET_OBJECT_META, Set.of(Call.OBJECT_META, ObjectReference.VERSION_ID)),
            Map.entry(Call.DELETE_OBJECT, Set.of(ObjectReference.VERSION_ID)),
            Map.entry(
                    Call.INITIATE_MULTIPART_UPLOAD,
                    Set.of(PendingUploads.PARAMETER, EncodingType.NAME, InitiateMultipartUploadExecution.SEQUENTIAL)),
            Map.entry(Call.UPLOAD_PART, PART_PARAMETERS),
            Map.entry(Call.UPLOAD_PART_COPY, PART_PARAMETERS),
            Map.entry(
                    Call.COMPLETE_MULTIPART_UPLOAD,
                    and(CALLBACK_PARAMETERS, Set.of(PendingUpload.ID, EncodingType.NAME))),
            Map.entry(Call.ABORT_MULTIPART_UPLOAD, Set.of(PendingUpload.ID)),
            Map.entry(
                    Call.LIST_PARTS,
                    Set.of(
                            PendingUpload.ID,
                            EncodingType.NAME,
                            ListPartsExecution.MAX_PARTS,
                            ListPartsExecution.PART_NUMBER_MARKER)),
            Map.entry(
                    Call.LIST_MULTIPART_UPLOADS,
                    Set.of(
                            PendingUploads.PARAMETER,
                            EncodingType.NAME,
                            ListMultipartUploadsExecution.MAX_UPLOADS,
                            ListMultipartUploadsExecution.PREFIX,
                            ListMultipartUploadsExecution.DELIMITER,
                            ListMultipartUploadsExecution.KEY_MARKER,
                            ListMultipartUploadsExecution.UPLOAD_ID_MARKER)));

    private static final Set<String> DESCRIBING = Set.of(
            "x-oss-server-side-data-encryption",
            "x-oss-server-side-encryption",
            "x-oss-storage-class",
            "x-oss-tagging");
    private static final Set<String> STORING = and(DESCRIBING, Set.of("x-oss-object-acl", TrafficLimit.NAME));
    private static final Set<String> NOT_APPENDING =
            Set.of("x-oss-forbid-overwrite", "x-oss-server-side-encryption-key-id");
    private static final Set<String> REPLACING = and(STORING, NOT_APPENDING);
    private static final Set<String> CALLBACK_HEADERS = Set.of("x-oss-callback", "x-oss-callback-var");
    private static final Set<String> READING =
            Set.of("if-match", "if-modified-since", "if-none-match", "if-unmodified-since");

    private static final Set<String> COPYING = Set.of(
            CopySourceHeader.HEADER,
            "x-oss-copy-source-if-match",
            "x-oss-copy-source-if-modified-since",
            "x-oss-copy-source-if-none-match",
            "x-oss-copy-source-if-unmodified-since");
    // Those about encryption are let through to be refused as OSS refuses them.
    private static final Set<String> OF_PARTS = and(Set.copyOf(Encryption.HEADERS), Set.of(TrafficLimit.NAME));

    private static final Map<Call, Set<String>> HEADERS = Map.of(
            Call.PUT_OBJECT, and(REPLACING, CALLBACK_HEADERS),
            Call.COPY_OBJECT,
                    and(REPLACING, and(COPYING, Set.of("x-oss-metadata-directive", "x-oss-tagging-directive"))),
            Call.APPEND_OBJECT, STORING,
            Call.GET_OBJECT, and(READING, Set.of("x-oss-range-behavior", TrafficLimit.NAME)),
            Call.HEAD_OBJECT, READING,
            // The ACL is not among them: it belongs to the end of the upload.
            Call.INITIATE_MULTIPART_UPLOAD, and(DESCRIBING, NOT_APPENDING),
            Call.UPLOAD_PART, OF_PARTS,
            Call.UPLOAD_PART_COPY, and(OF_PARTS, and(COPYING, Set.of(UploadPartCopyExecution.RANGE))),
            Call.COMPLETE_MULTIPART_UPLOAD,
                    and(CALLBACK_HEADERS, Set.of("x-oss-complete-all", "x-oss-forbid-overwrite", "x-oss-object-acl")));

    private static final Set<String> FIELDS = Set.of(
            "x-oss-content-type",
            "x-oss-credential",
            "x-oss-date",
            "x-oss-forbid-overwrite",
            "x-oss-object-acl",
            "x-oss-security-token",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-signature",
            "x-oss-signature-version",
            "x-oss-storage-class");

    private static final Set<String> HEADERS_OF_ALL =
            Set.of("x-oss-content-sha256", "x-oss-date", RequestPayer.NAME, "x-oss-security-token", "x-oss-user-agent");
    private static final Set<Call> WITH_METADATA =
            Set.of(Call.PUT_OBJECT, Call.COPY_OBJECT, Call.APPEND_OBJECT, Call.INITIATE_MULTIPART_UPLOAD);

    private Coverage() {}

    private static Set<String> and(Set<String> some, Set<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The call that a request is.
     *
     * @throws OssException if it asks for something that is not emulated
     */
    static Call check(ReceivedRequest request) {
        String method = request.method();
        Call call = Call.of(request);
        if (call == null) {
            boolean ofObject = request.resource().key() != null;
            throw OssException.notImplemented(method + (ofObject ? " on an object" : " on a bucket or on the service"));
        }
        for (String parameter : request.query().keySet()) {
            if (!UrlSignature.PARAMETERS.contains(parameter)
                    && !PARAMETERS.getOrDefault(call, Set.of()).contains(parameter)) {
                throw OssException.notImplemented("the query parameter " + parameter + " of " + method);
            }
        }
        for (String header : request.headerNames()) {
            if ((header.startsWith("x-oss-") || header.startsWith("if-")) && !isEmulated(call, header)) {
                throw OssException.notImplemented("the header " + header + " of " + method);
            }
        }
        TrafficLimit.check(request);
        RequestPayer.check(request);
        return call;
    }

    /**
     * Checks a field of a form. One without meaning for OSS does no harm: browsers send a form's buttons too.
     *
     * @param name in lower case
     * @throws OssException if it means something that is not emulated
     */
    static void checkField(String name) {
        boolean ofOss = name.startsWith("x-oss-") && !name.startsWith(ObjectHeaders.METADATA_PREFIX);
        if ((ofOss && !FIELDS.contains(name)) || name.equals("callback-var")) {
            throw OssException.notImplemented("the field " + name + " of a form");
        }
    }

    private static boolean isEmulated(Call call, String header) {
        return HEADERS_OF_ALL.contains(header)
                || HEADERS.getOrDefault(call, Set.of()).contains(header)
                || (WITH_METADATA.contains(call) && header.startsWith(ObjectHeaders.METADATA_PREFIX));
    }
}
