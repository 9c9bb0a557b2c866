// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes an object of the parts of an upload, and performs the callback that comes with it. */
final class CompleteMultipartUploadExecution implements Execution {
    /** The header that asks for all parts there are. */
    private static final String COMPLETE_ALL = "x-oss-complete-all";

    /** Twice of what 10,000 parts need. */
    private static final int MAX_DOCUMENT_BYTES = 2 << 20;

    private final ReceivedRequest request;
    private final PendingUpload upload;
    private final PendingUploads uploads;
    private final ObjectStore store;
    private final CallbackDelivery delivery;

    private final EncodingType encoding;
    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final boolean all;
    private final @Nullable AcceptedCallback callback;
    private final @Nullable ContentMd5 contentMd5;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();

    /** @throws OssException if its headers alone are reason enough, so that no body need be sent */
    CompleteMultipartUploadExecution(
            ReceivedRequest request,
            PendingUpload upload,
            PendingUploads uploads,
            ObjectStore store,
            CallbackDelivery delivery) {
        this.request = request;
        this.upload = upload;
        this.uploads = uploads;
        this.store = store;
        this.delivery = delivery;
        this.encoding = EncodingType.of(request);
        this.attributes = upload.attributes().withAcl(ObjectSettings.acl(request));
        this.all = all(request);
        this.overwrite = request.mayOverwrite();
        if (!overwrite) {
            store.checkAbsent(upload.name());
        }
        this.callback = delivery.accept(request);
        this.contentMd5 = ContentMd5.of(request);
        if (request.exchange().contentLength() > MAX_DOCUMENT_BYTES) {
            throw OssException.entityTooLarge(MAX_DOCUMENT_BYTES);
        }
    }

    private static boolean all(ReceivedRequest request) {
        String value = request.header(COMPLETE_ALL);
        if (value != null && !value.equalsIgnoreCase("yes")) {
            throw OssException.invalidArgument(null, "The only value is yes.", COMPLETE_ALL, value);
        }
        return value != null;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > MAX_DOCUMENT_BYTES - document.size()) {
            throw OssException.entityTooLarge(MAX_DOCUMENT_BYTES);
        }
        piece.readBytes(document, piece.readableBytes());
    }

    @Override
    public CompletionStage<OssResponse> complete() {
        List<RequestedPart> listed = listed();
        return uploads.run(() -> store(listed)).thenCompose(this::answer);
    }

    /** Null for all parts. */
    private @Nullable List<RequestedPart> listed() {
        byte[] body = document.toByteArray();
        if (contentMd5 != null) {
            contentMd5.check(Base64.getEncoder().encodeToString(BodyWriter.md5().digest(body)));
        }
        if (!all) {
            return RequestedPart.parse(body);
        }
        if (body.length > 0) {
            throw OssException.invalidArgument(
                    "0042-00000216", "The request body must be empty with x-oss-complete-all.", COMPLETE_ALL, "yes");
        }
        return null;
    }

    private UploadedObject store(@Nullable List<RequestedPart> listed) throws IOException {
        List<StoredPart> parts = upload.retain(listed);
        try {
            ObjectBody body = ObjectBody.join(store.newFile(), parts, upload.isSequential());
            boolean published = false;
            try {
                // Before anybody sees the object: whoever replaces it deletes this file.
                ImageHeader image =
                        callback == null ? null : ImageHeader.read(body.file().path());
                StoredObject object =
                        uploads.end(upload, () -> store.publish(upload.name(), body, attributes, overwrite));
                published = true;
                return new UploadedObject(Call.COMPLETE_MULTIPART_UPLOAD, upload.name(), object, image);
            } finally {
                if (!published) {
                    body.file().release();
                }
            }
        } finally {
            parts.forEach(part -> part.body().file().release());
        }
    }

    private CompletionStage<OssResponse> answer(UploadedObject uploaded) {
        StoredObject object = uploaded.object();
        if (callback == null) {
            return CompletableFuture.completedFuture(describe(OssResponse.of(200), object)
                    .body("application/xml", result(object).toBytes()));
        }
        return delivery.deliver(callback, uploaded, request.exchange())
                .thenApply(reply -> describe(reply.toAnswer(request.exchange()), object));
    }

    private static OssResponse describe(OssResponse answer, StoredObject object) {
        return object.describeMd5(object.identify(answer));
    }

    private XmlDocument result(StoredObject object) {
        return encoding.describe(new XmlDocument("CompleteMultipartUploadResult"))
                .element("Location", "http://" + request.exchange().host() + request.path())
                .element("Bucket", upload.name().bucket())
                .element("Key", encoding.encode(upload.name().key()))
                .element("ETag", '"' + object.body().etag() + '"');
    }
}
