// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/** The calls that are emulated, by OSS's names. */
enum Call {
    PUT_OBJECT("PutObject"),
    POST_OBJECT("PostObject"),
    COPY_OBJECT("CopyObject"),
    APPEND_OBJECT("AppendObject"),
    GET_OBJECT("GetObject"),
    HEAD_OBJECT("HeadObject"),
    GET_OBJECT_META("GetObjectMeta"),
    DELETE_OBJECT("DeleteObject"),
    INITIATE_MULTIPART_UPLOAD("InitiateMultipartUpload"),
    UPLOAD_PART("UploadPart"),
    UPLOAD_PART_COPY("UploadPartCopy"),
    COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload"),
    ABORT_MULTIPART_UPLOAD("AbortMultipartUpload"),
    LIST_PARTS("ListParts"),
    LIST_MULTIPART_UPLOADS("ListMultipartUploads");

    /** The parameter that makes HEAD a GetObjectMeta. */
    static final String OBJECT_META = "objectMeta";

    private final String ossName;

    Call(String ossName) {
        this.ossName = ossName;
    }

    /** The call that a request is; null if it is none of these. */
    static @Nullable Call of(ReceivedRequest request) {
        if (request.resource().key() == null) {
            return request.resource().bucket() == null ? null : ofBucket(request);
        }
        boolean ofUpload = request.query().containsKey(PendingUpload.ID);
        return switch (request.method()) {
            case "PUT" -> put(ofUpload, request.header(CopySourceHeader.HEADER) != null);
            case "POST" -> post(request);
            case "GET" -> ofUpload ? LIST_PARTS : GET_OBJECT;
            case "HEAD" -> request.query().containsKey(OBJECT_META) ? GET_OBJECT_META : HEAD_OBJECT;
            case "DELETE" -> ofUpload ? ABORT_MULTIPART_UPLOAD : DELETE_OBJECT;
            default -> null;
        };
    }

    private static @Nullable Call ofBucket(ReceivedRequest request) {
        return switch (request.method()) {
            case "GET" -> request.query().containsKey(PendingUploads.PARAMETER) ? LIST_MULTIPART_UPLOADS : null;
            // With a parameter it is another call, such as DeleteMultipleObjects.
            case "POST" -> UrlSignature.PARAMETERS.containsAll(request.query().keySet()) ? POST_OBJECT : null;
            default -> null;
        };
    }

    private static Call put(boolean ofUpload, boolean isCopy) {
        if (ofUpload) {
            return isCopy ? UPLOAD_PART_COPY : UPLOAD_PART;
        }
        return isCopy ? COPY_OBJECT : PUT_OBJECT;
    }

    private static @Nullable Call post(ReceivedRequest request) {
        if (request.query().containsKey(AppendObjectExecution.APPEND)) {
            return APPEND_OBJECT;
        }
        if (request.query().containsKey(PendingUploads.PARAMETER)) {
            return INITIATE_MULTIPART_UPLOAD;
        }
        return request.query().containsKey(PendingUpload.ID) ? COMPLETE_MULTIPART_UPLOAD : null;
    }

    /** The call that OSS calls so; null if it is none of these. */
    static @Nullable Call named(String ossName) {
        for (Call call : values()) {
            if (call.ossName.equals(ossName)) {
                return call;
            }
        }
        return null;
    }

    /** What OSS calls it. */
    String ossName() {
        return ossName;
    }
}
