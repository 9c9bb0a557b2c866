// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.file.TransferMeter;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.OpenObject;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.util.Optional;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a part of an object to its place in a file: GetObject with a range, or of the whole object if it has one
 * part.
 */
final class PartToFile {
    /** Checks the object of a response. */
    interface Check {
        /** Returns the part that the response has; null if the response is not used. */
        @Nullable
        Part of(ObjectMetadata received) throws IOException;
    }

    private final String key;
    private final GetOptions range;
    private final Operation operation;
    private final TargetFile target;
    private final TransferMeter meter;

    private PartToFile(
            String key, int number, GetOptions range, DownloadOptions options, TargetFile target, TransferMeter meter) {
        this.key = key;
        this.range = range;
        this.operation = GetObject.operation(key, range)
                .downloadPart(number)
                .retryOnMismatch()
                .trafficLimit(options.trafficLimit());
        this.target = target;
        this.meter = meter;
    }

    /**
     * Returns the first part of an object whose metadata is unknown.
     *
     * @param requested without bytes for the whole object: OSS refuses every range of an empty object
     */
    static PartToFile first(
            String key, Part requested, DownloadOptions options, TargetFile target, TransferMeter meter) {
        GetOptions range = requested.length() == 0
                ? GetOptions.NONE
                : GetOptions.builder().range(0, requested.length() - 1).build();
        PartToFile first = new PartToFile(key, 1, range, options, target, meter);
        first.operation.conditions(options.conditions(), "").query("versionId", options.versionId());
        return first;
    }

    /** Returns a part of an object whose metadata is known. */
    static PartToFile of(DownloadedParts planned, Part part, DownloadOptions options, TransferMeter meter) {
        ObjectMetadata metadata = planned.metadata();
        GetOptions.Builder range = GetOptions.builder();
        if (metadata.etag() != null) {
            range.conditions(Conditions.match(metadata.etag()));
        }
        if (metadata.versionId() != null) {
            range.versionId(metadata.versionId());
        }
        if (part.length() < metadata.size()) {
            range.range(part.offset(), part.offset() + part.length() - 1);
        }
        return new PartToFile(metadata.key(), part.number(), range.build(), options, planned.target(), meter);
    }

    /** Returns the CRC64 of the part; none if the response is not used. */
    Exchange<Optional<Long>> exchange(Transport transport, Check check) {
        return new Exchange<>(transport, operation, response -> {
            try (OpenObject received = GetObject.open(operation, key, range, response)) {
                Part part = check.of(received.metadata());
                return part == null ? Optional.empty() : Optional.of(save(received, part));
            }
        });
    }

    private Long save(OpenObject received, Part part) throws IOException {
        Place place = new Place(part);
        BufferedSink sink = Okio.buffer(place);
        received.writeTo(sink);
        sink.flush();
        place.end();
        return received.crc64();
    }

    /** Forwards the bytes of the part, and no more: the next part follows. */
    private final class Place extends ForwardingSink {
        private final Part part;
        private long passed;

        Place(Part part) {
            super(target.sinkAt(part.offset()));
            this.part = part;
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
