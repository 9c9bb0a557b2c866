// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists the parts of an upload by number. */
final class ListPartsExecution implements Execution {
    private static final String MAX_PARTS = "max-parts";

    /** The query parameter with the number after which the list starts. */
    private static final String PART_NUMBER_MARKER = "part-number-marker";

    static final OssOperation OPERATION = OssOperation.onObject("ListParts", "GET", ListPartsExecution::new)
            .marker(PendingUpload.ID)
            .parameters(EncodingType.NAME, MAX_PARTS, PART_NUMBER_MARKER)
            .build();

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final PendingUpload upload;
    private final EncodingType encoding;
    private final int maxParts;
    private final int marker;

    private ListPartsExecution(ReceivedRequest request, ObjectName name, Services services) {
        this.upload = services.upload(request, name);
        this.encoding = EncodingType.of(request);
        this.maxParts = ListLimit.parse(request, MAX_PARTS, ListLimit.MAX);
        this.marker = parseMarker(request.query().get(PART_NUMBER_MARKER));
    }

    private static int parseMarker(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return 0;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw OssException.invalidArgument(
                    null, "Argument part-number-marker must be an integer.", PART_NUMBER_MARKER, value);
        }
        return Integer.parseInt(value);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        List<StoredPart> rest =
                upload.parts().stream().filter(part -> part.number() > marker).toList();
        List<StoredPart> listed = rest.subList(0, Math.min(maxParts, rest.size()));
        int last = listed.isEmpty() ? 0 : listed.get(listed.size() - 1).number();
        XmlDocument document = encoding.describe(new XmlDocument("ListPartsResult"))
                .element("Bucket", upload.name().bucket())
                .element("Key", encoding.encode(upload.name().key()))
                .element("UploadId", upload.id())
                .element("PartNumberMarker", Integer.toString(marker))
                .element("NextPartNumberMarker", Integer.toString(last))
                .element("MaxParts", Integer.toString(maxParts))
                .element("IsTruncated", Boolean.toString(listed.size() < rest.size()));
        for (StoredPart part : listed) {
            document.open("Part")
                    .element("PartNumber", Integer.toString(part.number()))
                    .element("LastModified", part.lastModified())
                    .element("ETag", part.etag())
                    .element("HashCrc64ecma", Crc64.toString(part.body().crc64()))
                    .element("Size", Long.toString(part.body().size()))
                    .close();
        }
        return CompletableFuture.completedFuture(ServerResponse.of(200).body("application/xml", document.toBytes()));
    }
}
