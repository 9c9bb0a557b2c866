// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UnexpectedResponseException;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.OpenObject;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import okio.Sink;

/**
 * Downloads one part of an object to its place in a file: GetObject with a range, or of the whole object if it has one part.
 */
final class PartToFile {
    private final ObjectMetadata metadata;
    private final String key;
    private final Part part;
    private final TargetFile target;
    private final TransferMeter meter;
    private final GetOptions range;
    private final Operation operation;

    /** @param metadata the metadata of the object that the part must still belong to */
    PartToFile(ObjectMetadata metadata, Part part, DownloadOptions options, TargetFile target, TransferMeter meter) {
        this.metadata = metadata;
        this.key = metadata.key();
        this.part = part;
        this.target = target;
        this.meter = meter;
        this.range = range(metadata, part);
        this.operation =
                GetObject.operation(key, range).downloadPart(part.number()).retryOnMismatch();
        operation.requesterPays(options.requesterPays()).trafficLimit(options.trafficLimit());
    }

    private static GetOptions range(ObjectMetadata metadata, Part part) {
        GetOptions.Builder options = GetOptions.builder();
        if (metadata.etag() != null) {
            options.ifMatch(metadata.etag());
        }
        if (metadata.versionId() != null) {
            options.versionId(metadata.versionId());
        }
        // OSS refuses every range of an empty object.
        if (part.length() < metadata.size()) {
            options.range(part.offset(), part.offset() + part.length() - 1);
        }
        return options.build();
    }

    /** Returns the CRC64 of the part. */
    Exchange<Long> exchange(Transport transport) {
        return new Exchange<>(transport, operation, this::save);
    }

    private Long save(OssResponse response) throws IOException {
        try (OpenObject result = GetObject.open(operation, key, range, response)) {
            return save(result);
        }
    }

    /** Writes the part that a response has, and returns its CRC64. */
    Long save(OpenObject received) throws IOException {
        checkUnchanged(received.metadata());
        Place place = new Place(target.sinkAt(part.offset()));
        BufferedSink sink = Okio.buffer(place);
        received.writeTo(sink);
        sink.flush();
        place.end();
        return received.crc64();
    }

    long length() {
        return part.length();
    }

    /** A proxy may ignore If-Match. */
    private void checkUnchanged(ObjectMetadata received) throws IOException {
        boolean otherEtag = metadata.etag() != null
                && received.etag() != null
                && !metadata.etag().equals(received.etag());
        if (otherEtag || received.size() != metadata.size()) {
            throw new UnexpectedResponseException("the object changed during the download: the response has "
                    + PrintableText.escape("the ETag " + received.etag() + " and " + received.size() + " bytes, not "
                            + metadata.etag() + " and " + metadata.size()));
        }
    }

    /** Forwards the bytes of the part, and no more: the next part follows. */
    private final class Place extends ForwardingSink {
        private long passed;

        Place(Sink delegate) {
            super(delegate);
            meter.transferred(part.number(), 0);
        }

        @Override
        public void write(Buffer source, long byteCount) throws IOException {
            if (byteCount > part.length() - passed) {
                throw wrongLength("more");
            }
            super.write(source, byteCount);
            passed += byteCount;
            meter.transferred(part.number(), passed);
        }

        void end() throws IOException {
            if (passed < part.length()) {
                throw wrongLength(Long.toString(passed));
            }
        }

        private IOException wrongLength(String count) {
            return new IOException(
                    "part " + part.number() + " must have " + part.length() + " bytes, received " + count);
        }
    }
}
