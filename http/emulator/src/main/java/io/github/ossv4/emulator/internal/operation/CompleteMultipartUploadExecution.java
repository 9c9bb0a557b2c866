// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.CallbackDelivery;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.RequestedPart;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Joins the parts of an upload to an object and performs its callback. */
final class CompleteMultipartUploadExecution implements Execution {
    /** The header that selects all uploaded parts. */
    private static final String COMPLETE_ALL = "x-oss-complete-all";

    static final OssOperation OPERATION = OssOperation.onObject(
                    "CompleteMultipartUpload", "POST", CompleteMultipartUploadExecution::new)
            .marker(PendingUpload.ID)
            .parameters("callback", "callback-var", EncodingType.NAME)
            .headers(PermittedHeaders.CALLBACK)
            .headers(PermittedHeaders.ACL, COMPLETE_ALL, "x-oss-forbid-overwrite")
            .ignoredHeaders(PermittedHeaders.IGNORED_AFTER_INITIATE)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .build();

    /** Twice the size of a document with 10,000 parts. */
    private static final int MAX_DOCUMENT_BYTES = 2 << 20;

    private final ReceivedRequest request;
    private final PendingUpload upload;
    private final PendingUploads uploads;
    private final ObjectStore store;
    private final CallbackDelivery callbacks;

    private final EncodingType encoding;
    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final boolean all;
    private final @Nullable AcceptedCallback callback;
    private final DocumentBody document;

    private CompleteMultipartUploadExecution(ReceivedRequest request, ObjectName name, Services services) {
        this.request = request;
        this.upload = services.upload(request, name);
        this.uploads = services.uploads();
        this.store = services.store();
        this.callbacks = services.callbacks();
        this.encoding = EncodingType.of(request);
        this.attributes = upload.attributes().withAcl(ObjectSettings.acl(request));
        this.all = selectsAll(request);
        this.overwrite = request.allowsOverwrite();
        if (!overwrite) {
            store.checkAbsent(upload.name());
        }
        this.callback = callbacks.accept(request);
        this.document = new DocumentBody(request, MAX_DOCUMENT_BYTES, OssException.entityTooLarge(MAX_DOCUMENT_BYTES));
    }

    private static boolean selectsAll(ReceivedRequest request) {
        String value = request.header(COMPLETE_ALL);
        if (value != null && !value.equalsIgnoreCase("yes")) {
            throw OssException.invalidArgument(null, "The only value is yes.", COMPLETE_ALL, value);
        }
        return value != null;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        document.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        List<RequestedPart> requested = requestedParts();
        return uploads.run(() -> store(requested)).thenCompose(this::respond);
    }

    /** Returns the parts in the document, or null for all parts. */
    private @Nullable List<RequestedPart> requestedParts() {
        byte[] body = document.finish();
        if (!all) {
            return PartListDocument.parse(body);
        }
        if (body.length > 0) {
            throw OssException.invalidArgument(
                    "0042-00000216", "The request body must be empty with x-oss-complete-all.", COMPLETE_ALL, "yes");
        }
        return null;
    }

    private UploadedObject store(@Nullable List<RequestedPart> requested) throws IOException {
        List<StoredPart> parts = upload.retain(requested);
        try {
            ObjectBody body = store.join(parts, upload.isSequential());
            boolean published = false;
            try {
                // Before the object is visible: a request that replaces it deletes this file.
                ImageHeader image = callback == null ? null : ImageHeader.read(body.content());
                StoredObject object =
                        uploads.complete(upload, () -> store.complete(upload, body, attributes, overwrite));
                published = true;
                return new UploadedObject(OPERATION.name(), upload.name(), object, image);
            } finally {
                if (!published) {
                    body.content().release();
                }
            }
        } finally {
            parts.forEach(part -> part.body().content().release());
        }
    }

    private CompletionStage<ServerResponse> respond(UploadedObject uploaded) {
        StoredObject object = uploaded.object();
        if (callback == null) {
            return CompletableFuture.completedFuture(describe(ServerResponse.of(200), object)
                    .body("application/xml", result(object).toBytes()));
        }
        return callbacks
                .deliver(callback, uploaded, request.head())
                .thenApply(outcome -> describe(outcome.toResponse(request.head()), object));
    }

    private static ServerResponse describe(ServerResponse response, StoredObject object) {
        return object.describeMd5(object.identify(response));
    }

    private XmlDocument result(StoredObject object) {
        return encoding.describe(new XmlDocument("CompleteMultipartUploadResult"))
                .element("Location", "http://" + request.head().host() + request.path())
                .element("Bucket", upload.name().bucket())
                .element("Key", encoding.encode(upload.name().key()))
                .element("ETag", '"' + object.body().etag() + '"');
    }
}
