// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Begins a multipart upload. The object's headers are taken here. */
final class InitiateMultipartUploadExecution implements Execution {
    /** The parameter that has the parts come in order. */
    static final String SEQUENTIAL = "sequential";

    private final ObjectName name;
    private final PendingUploads uploads;
    private final EncodingType encoding;
    private final ObjectAttributes attributes;
    private final boolean sequential;

    /** @throws OssException if there must not be such an object */
    InitiateMultipartUploadExecution(
            ReceivedRequest request, ObjectName name, ObjectStore store, PendingUploads uploads) {
        this.name = name;
        this.uploads = uploads;
        this.encoding = EncodingType.of(request);
        this.attributes = ObjectAttributes.of(request);
        this.sequential = request.query().containsKey(SEQUENTIAL);
        if (!request.mayOverwrite()) {
            store.checkAbsent(name);
        }
    }

    @Override
    public CompletionStage<OssResponse> complete() {
        PendingUpload upload = uploads.initiate(name, attributes, sequential);
        XmlDocument document = encoding.describe(new XmlDocument("InitiateMultipartUploadResult"))
                .element("Bucket", name.bucket())
                .element("Key", encoding.encode(name.key()))
                .element("UploadId", upload.id());
        return CompletableFuture.completedFuture(
                attributes.settings().describe(OssResponse.of(200)).body("application/xml", document.toBytes()));
    }
}
