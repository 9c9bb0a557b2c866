// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
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
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores a part from the bytes of an object, or from a range of them. */
record UploadPartCopyExecution(
        ReceivedRequest request,
        ObjectReference from,
        PartReference to,
        ObjectStore store,
        PendingUploads uploads,
        long maxSize)
        implements Execution {
    /** The header with the range of the source. */
    private static final String RANGE = CopySourceHeader.NAME + "-range";

    static final OssOperation OPERATION = OssOperation.onObject("UploadPartCopy", "PUT", UploadPartCopyExecution::new)
            .marker(PendingUpload.ID)
            .headerMarker(CopySourceHeader.NAME)
            .parameters(PartReference.PART_NUMBER, TrafficLimit.NAME)
            // Permitted so that PartReference can reject them as OSS does.
            .headers(Encryption.HEADERS)
            .headers(PermittedHeaders.SOURCE_CONDITIONS)
            .headers(RANGE, TrafficLimit.NAME)
            .ignoredHeaders(PermittedHeaders.IGNORED_AFTER_INITIATE)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET)
            .build();

    private UploadPartCopyExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(
                request,
                CopySourceHeader.parse(request, services),
                PartReference.of(request, name, services),
                services.store(),
                services.uploads(),
                services.limits().object());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        return uploads.run(this::copy);
    }

    private ServerResponse copy() throws IOException {
        StoredObject source;
        do {
            source = CopySourceHeader.find(from, store);
        } while (!source.body().content().retain());
        try {
            return copy(source);
        } finally {
            source.body().content().release();
        }
    }

    private ServerResponse copy(StoredObject source) throws IOException {
        if (new RequestConditions(request, CopySourceHeader.NAME + "-").isNotModified(source)) {
            return source.notModified();
        }
        if (source.body().appendable()) {
            throw OssException.appendableSourceNotImplemented();
        }
        long size = source.body().size();
        // As for GetObject: a malformed range, or one beyond the end of the object, selects the whole object.
        ByteRange range = ByteRange.of(request.header(RANGE), size, false);
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        if (length > maxSize) {
            throw OssException.copySourceTooLarge(maxSize);
        }
        return respond(source, range, copy(source.body(), first, length));
    }

    private StoredPart copy(ObjectBody source, long first, long length) throws IOException {
        BodyWriter writer = store.newBody();
        boolean stored = false;
        try {
            source.content().copyTo(writer::write, first, length);
            StoredPart part = uploads.put(to.upload(), to.number(), writer.finish());
            stored = true;
            return part;
        } finally {
            if (!stored) {
                writer.abort();
            }
        }
    }

    private ServerResponse respond(StoredObject source, @Nullable ByteRange range, StoredPart part) {
        XmlDocument document = new XmlDocument("CopyPartResult")
                .element("LastModified", part.lastModified())
                .element("ETag", part.etag());
        // Some clients read the header instead of the document.
        ServerResponse response =
                ServerResponse.of(200).header("ETag", part.etag()).body("application/xml", document.toBytes());
        if (range != null) {
            response.header("Content-Range", range.contentRange(source.body().size()));
        }
        return to.upload().attributes().settings().describe(CopySourceHeader.describeVersion(source, response));
    }
}
