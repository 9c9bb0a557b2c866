// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Starts a multipart upload with the headers of its object. */
final class InitiateMultipartUploadExecution implements Execution {
    /** The query parameter that requires the parts to be uploaded in order. */
    private static final String SEQUENTIAL = "sequential";

    static final OssOperation OPERATION = OssOperation.onObject(
                    "InitiateMultipartUpload", "POST", InitiateMultipartUploadExecution::new)
            .marker(PendingUploads.PARAMETER)
            .parameters(EncodingType.NAME, SEQUENTIAL)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.REPLACEMENT)
            // CompleteMultipartUpload sets the ACL; clients repeat the other headers here.
            .ignoredHeaders(List.of(
                    PermittedHeaders.ACL, "if-modified-since", "x-oss-metadata-directive", "x-oss-tagging-directive"))
            .metadata()
            .build();

    private final ObjectName name;
    private final PendingUploads uploads;
    private final EncodingType encoding;
    private final ObjectAttributes attributes;
    private final boolean sequential;

    private InitiateMultipartUploadExecution(ReceivedRequest request, ObjectName name, Services services) {
        this.name = name;
        this.uploads = services.uploads();
        this.encoding = EncodingType.of(request);
        this.attributes = ObjectAttributes.of(request, services.buckets().settings(name.bucket()));
        this.sequential = request.query().containsKey(SEQUENTIAL);
        if (!request.allowsOverwrite()) {
            services.store().checkAbsent(name);
        }
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        PendingUpload upload = uploads.initiate(name, attributes, sequential);
        XmlDocument document = encoding.describe(new XmlDocument("InitiateMultipartUploadResult"))
                .element("Bucket", name.bucket())
                .element("Key", encoding.encode(name.key()))
                .element("UploadId", upload.id());
        return CompletableFuture.completedFuture(
                attributes.settings().describe(ServerResponse.of(200)).body("application/xml", document.toBytes()));
    }
}
