// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUpload.RequestedPart;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Joins the parts of an upload to an object and performs its callback. */
final class CompleteMultipartUpload {
    /** The header that selects all uploaded parts. */
    static final String COMPLETE_ALL = "x-oss-complete-all";

    static final OssOperation OPERATION = OssOperation.onObject("CompleteMultipartUpload", "POST")
            .publicWrite()
            .marker(PendingUpload.ID)
            .parameters("callback", "callback-var", EncodingType.NAME)
            .headers(PermittedHeaders.CALLBACK)
            // Permitted so that they can be rejected as by OSS.
            .headers(Encryption.HEADERS)
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .starting(CompleteMultipartUpload::start);

    /** Twice the size of a document with 10,000 parts. */
    private static final int MAX_DOCUMENT_BYTES = 2 << 20;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private CompleteMultipartUpload() {}

    private static Execution start(Call call) {
        PendingUpload upload = call.upload();
        Encryption.checkAbsent(call.request());
        EncodingType encoding = EncodingType.of(call.request());
        ObjectAttributes attributes = upload.attributes().withAcl(ObjectSettings.acl(call.request(), call.settings()));
        boolean all = selectsAll(call.header(COMPLETE_ALL));
        boolean overwrite = call.overwrites();
        AcceptedCallback callback = call.services().callbacks().accept(call.request());
        OssException tooLarge = OssError.ENTITY_TOO_LARGE.with("MaxSizeAllowed", MAX_DOCUMENT_BYTES);
        return new DocumentExecution(call.request(), MAX_DOCUMENT_BYTES, tooLarge, body -> {
            List<RequestedPart> requested = requestedParts(body, all);
            return call.uploads()
                    .run(() -> store(call, upload, requested, attributes, overwrite, callback != null))
                    .thenCompose(uploaded -> call.respond(
                            uploaded,
                            callback,
                            () -> ServerResponse.of(200).document(result(call, uploaded.object(), encoding))));
        });
    }

    private static boolean selectsAll(@Nullable String value) {
        if (value != null && !value.equalsIgnoreCase("yes")) {
            throw OssException.invalidArgument("The only value is yes.", COMPLETE_ALL, value);
        }
        return value != null;
    }

    /** Returns the parts in the document, or null for all parts. */
    private static @Nullable List<RequestedPart> requestedParts(byte[] body, boolean all) {
        if (!all) {
            return parse(body);
        }
        if (body.length > 0) {
            throw OssException.invalidArgument(
                    "0042-00000216", "Should not speficy both complete all header and http body.", COMPLETE_ALL, "yes");
        }
        return null;
    }

    /**
     * Parses the document and returns its parts.
     *
     * @throws OssException if it is malformed, or its parts are not in order
     */
    private static List<RequestedPart> parse(byte[] document) {
        XmlElement root = XmlElement.parse(document);
        if (root == null) {
            throw OssError.MALFORMED_XML.exception().withEc("0042-00000205");
        }
        DocumentExecution.checked(root, "CompleteMultipartUpload", any -> true);
        List<RequestedPart> parts = root.children("Part").stream()
                .map(element -> part(element.text("PartNumber"), element.text("ETag")))
                .toList();
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).number() <= parts.get(i - 1).number()) {
                throw OssError.INVALID_PART_ORDER.exception();
            }
        }
        return parts;
    }

    private static RequestedPart part(@Nullable String number, @Nullable String etag) {
        if (number == null || etag == null || !INTEGER.matcher(number).matches()) {
            throw OssError.MALFORMED_XML.exception();
        }
        return new RequestedPart(UploadPart.parseNumber(number), etag.replace("\"", ""));
    }

    private static UploadedObject store(
            Call call,
            PendingUpload upload,
            @Nullable List<RequestedPart> requested,
            ObjectAttributes attributes,
            boolean overwrite,
            boolean readsImage)
            throws IOException {
        List<StoredPart> parts = upload.retain(requested);
        try {
            checkEncryptedSize(upload, parts);
            ObjectBody body = call.store().join(parts, upload.isSequential());
            ImageHeader image;
            StoredObject object;
            try {
                // Before the object is visible: a request that replaces it deletes this file.
                image = readsImage ? ImageHeader.read(body.content()) : null;
                object = call.uploads()
                        .complete(upload, () -> call.store().complete(upload, body, attributes, overwrite));
            } catch (Throwable t) {
                body.content().release();
                throw t;
            }
            return new UploadedObject(OPERATION.name(), upload.name(), object, image);
        } finally {
            parts.forEach(part -> part.body().content().release());
        }
    }

    /** Checks the sizes of the parts if the client encrypted them: each but the last must have the declared one. */
    private static void checkEncryptedSize(PendingUpload upload, List<StoredPart> parts) {
        Map<String, String> metadata = upload.attributes().metadata().headers();
        String declared = metadata.get(StoredMetadata.ENCRYPTED_SIZE);
        String ofPart = metadata.get(StoredMetadata.ENCRYPTED_PART_SIZE);
        long size = parts.stream().mapToLong(part -> part.body().size()).sum();
        boolean sizesDiffer = ofPart != null
                && parts.stream()
                        .limit(Math.max(parts.size() - 1, 0))
                        .anyMatch(
                                part -> !ofPart.equals(Long.toString(part.body().size())));
        if (sizesDiffer || (declared != null && !declared.equals(Long.toString(size)))) {
            throw OssError.ENCRYPTED_SIZE_MISMATCH
                    .with("DataSize", String.valueOf(declared))
                    .with("Size", size);
        }
    }

    private static XmlDocument result(Call call, StoredObject object, EncodingType encoding) {
        return encoding.describe(new XmlDocument("CompleteMultipartUploadResult"))
                .element(
                        "Location",
                        call.request().head().calledOrigin() + call.request().path())
                .element("Bucket", call.bucket())
                .element("Key", encoding.encode(call.name().key()))
                .element("ETag", '"' + object.body().etag() + '"');
    }
}
