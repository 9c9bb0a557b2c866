// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations that store a part of an upload. */
final class UploadPart {
    /** The query parameter with the number of a part. */
    private static final String PART_NUMBER = "partNumber";

    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,5}");

    /** The header with the range of the source. */
    private static final String RANGE = CopySourceHeader.NAME + "-range";

    static final OssOperation OPERATION = builder("UploadPart")
            .publicWrite()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(UploadPart::start);

    /** Stores a part from the bytes of an object, or from a range of them. */
    static final OssOperation COPY = builder("UploadPartCopy")
            .headerMarker(CopySourceHeader.NAME)
            .headers(PermittedHeaders.SOURCE_CONDITIONS)
            .headers(RANGE)
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .starting(UploadPart::startCopy);

    private UploadPart() {}

    private static OssOperation.Builder builder(String name) {
        return OssOperation.onObject(name, "PUT")
                .marker(PendingUpload.ID)
                .parameters(PART_NUMBER, TrafficLimit.NAME)
                // Permitted so that PartReference can reject them as OSS does.
                .headers(Encryption.HEADERS);
    }

    /** The part that a request uploads. */
    private record PartReference(PendingUpload upload, int number) {
        /**
         * Returns the part that a request names.
         *
         * @param missing the error if the upload does not exist
         * @throws OssException if it cannot be uploaded, or the request has headers about encryption
         */
        static PartReference of(Call call, OssError missing) {
            String number = call.parameter(PART_NUMBER);
            if (number == null || number.isEmpty()) {
                throw OssException.invalidArgument(
                        "0017-00000219", "Unexpected query string parameter", "ResourceType", "partNumber");
            }
            PartReference reference = new PartReference(call.upload(missing), parseNumber(number));
            Encryption.checkAbsent(call.request());
            reference.upload.check(reference.number);
            return reference;
        }
    }

    /**
     * Parses a part number.
     *
     * @throws OssException if it is not between 1 and 10,000
     */
    static int parseNumber(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw OssException.invalidArgument(
                    "0017-00000220",
                    "Part number must be an integer between 1 and 10000, inclusive.",
                    "PartNumber",
                    text);
        }
        return number;
    }

    private static Execution start(Call call) throws IOException {
        PartReference part = PartReference.of(call, OssError.NO_SUCH_UPLOAD_OF_PART);
        call.request().head().trace().part(new HandledRequest.Part(part.upload().id(), part.number()));
        return new UploadExecution<>(
                call,
                0,
                body -> call.uploads().put(part.upload(), part.number(), body),
                stored -> CompletableFuture.completedFuture(respond(part.upload(), stored)));
    }

    private static ServerResponse respond(PendingUpload upload, StoredPart part) {
        ServerResponse response = ServerResponse.of(200)
                .header("ETag", part.etag())
                .header(ServerResponse.CRC64, Crc64.toString(part.body().crc64()))
                .header("Content-MD5", part.body().contentMd5());
        return upload.attributes().settings().describe(response);
    }

    private static Execution startCopy(Call call) {
        ObjectReference from = CopySourceHeader.parse(call);
        PartReference to = PartReference.of(call, OssError.NO_SUCH_UPLOAD_OF_COPIED_PART);
        return () -> call.uploads().run(() -> {
            StoredObject source;
            do {
                source = CopySourceHeader.find(call, from);
            } while (!source.body().content().retain());
            try {
                return copy(call, source, to);
            } finally {
                source.body().content().release();
            }
        });
    }

    private static ServerResponse copy(Call call, StoredObject source, PartReference to) throws IOException {
        if (CopySourceHeader.conditions(call).isNotModified(source)) {
            return source.notModified();
        }
        if (source.body().appendable()) {
            throw OssException.notImplemented(
                    "the copy of an appendable object, because the error of OSS is not documented");
        }
        long size = source.body().size();
        // As for GetObject: a malformed range, or one beyond the end of the object, selects the whole object.
        ByteRange range = ByteRange.of(call.header(RANGE), size, false);
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        long maxSize = call.services().limits().object();
        if (length > maxSize) {
            throw OssError.COPY_SOURCE_TOO_LARGE.with("MaxSizeAllowed", maxSize);
        }
        BodyWriter writer = call.store().newBody();
        StoredPart part;
        try {
            source.body().checkedContent().copyTo(writer::write, first, length);
            part = call.uploads().put(to.upload(), to.number(), writer.finish());
        } catch (Throwable t) {
            writer.abort();
            throw t;
        }
        return respond(to.upload(), source, range, part);
    }

    private static ServerResponse respond(
            PendingUpload upload, StoredObject source, @Nullable ByteRange range, StoredPart part) {
        XmlDocument document = new XmlDocument("CopyPartResult")
                .element("LastModified", part.lastModified())
                .element("ETag", part.etag());
        // Some clients read the header instead of the document.
        ServerResponse response = ServerResponse.of(200)
                .header("ETag", part.etag())
                .header(ServerResponse.CRC64, Crc64.toString(part.body().crc64()))
                .document(document);
        if (range != null) {
            response.header("Content-Range", range.contentRange(source.body().size()));
        }
        return upload.attributes()
                .settings()
                .describe(CopySourceHeader.describe(source, part.body().size(), response));
    }
}
