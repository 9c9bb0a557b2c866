// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;

/** Starts a multipart upload with the headers of its object. */
final class InitiateMultipartUpload {
    /** The query parameter that requires the parts to be uploaded in order. */
    private static final String SEQUENTIAL = "sequential";

    static final OssOperation OPERATION = OssOperation.onObject("InitiateMultipartUpload", "POST")
            .marker(PendingUploads.PARAMETER)
            .parameters(EncodingType.NAME, SEQUENTIAL)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.REPLACEMENT)
            // CompleteMultipartUpload sets the ACL; clients repeat the other headers here.
            .ignoredHeaders(List.of(
                    PermittedHeaders.ACL, "if-modified-since", "x-oss-metadata-directive", "x-oss-tagging-directive"))
            .metadata()
            .starting(InitiateMultipartUpload::start);

    private InitiateMultipartUpload() {}

    private static Execution start(Call call) {
        EncodingType encoding = EncodingType.of(call.request());
        ObjectAttributes attributes = call.attributes();
        boolean sequential = call.parameter(SEQUENTIAL) != null;
        call.overwrites();
        return Execution.responding(() -> {
            ObjectName name = call.name();
            PendingUpload upload = call.uploads().initiate(name, attributes, sequential);
            return attributes
                    .settings()
                    .describe(ServerResponse.of(200))
                    .document(encoding.describe(new XmlDocument("InitiateMultipartUploadResult"))
                            .element("Bucket", name.bucket())
                            .element("Key", encoding.encode(name.key()))
                            .element("UploadId", upload.id()));
        });
    }
}
