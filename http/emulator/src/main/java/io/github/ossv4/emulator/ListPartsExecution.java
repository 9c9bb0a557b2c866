// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists the parts of an upload by number. */
final class ListPartsExecution implements Execution {
    /** The parameter that says how many at most. */
    static final String MAX_PARTS = "max-parts";

    /** The parameter with the number behind which the list begins. */
    static final String PART_NUMBER_MARKER = "part-number-marker";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final PendingUpload upload;
    private final EncodingType encoding;
    private final int maxParts;
    private final int marker;

    /** @throws OssException if a parameter is out of its range */
    ListPartsExecution(ReceivedRequest request, PendingUpload upload) {
        this.upload = upload;
        this.encoding = EncodingType.of(request);
        this.maxParts = ListLimit.of(request, MAX_PARTS);
        this.marker = marker(request.query().get(PART_NUMBER_MARKER));
    }

    private static int marker(@Nullable String value) {
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
    public CompletionStage<OssResponse> complete() {
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
            document.begin("Part")
                    .element("PartNumber", Integer.toString(part.number()))
                    .element("LastModified", part.lastModified())
                    .element("ETag", part.etag())
                    .element("HashCrc64ecma", Crc64.toString(part.body().crc64()))
                    .element("Size", Long.toString(part.body().size()))
                    .end();
        }
        return CompletableFuture.completedFuture(OssResponse.of(200).body("application/xml", document.toBytes()));
    }
}
