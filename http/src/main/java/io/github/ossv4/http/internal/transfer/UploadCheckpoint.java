// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.operation.ExpectedObject;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.multipart.PartPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a multipart upload that another process needs to resume it. Immutable. It has no parts: OSS lists them,
 * and each is compared with the file. A list in the checkpoint could be older than both.
 */
final class UploadCheckpoint {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String METADATA = "metadata";
    private static final String FORMAT = "ossv4 upload 1";

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** The longest time that OSS takes to complete an upload, plus the error of the local clock. */
    private static final Duration COMPLETION = Duration.ofMinutes(20);

    final String bucket;
    final String key;
    final String uploadId;
    final String file;
    final PartPlan plan;

    /** The time at which the upload was initiated, by OSS's clock; null if unknown. */
    final @Nullable Instant initiated;

    /** The user metadata of the object; null in checkpoints of older versions. */
    final @Nullable Map<String, String> metadata;

    /** The CRC64 of the object, set before CompleteMultipartUpload is sent; null earlier. */
    final @Nullable Long crc64;

    /** The time at which CompleteMultipartUpload is sent, by OSS's clock if it is known; null earlier. */
    final @Nullable Instant completing;

    private UploadCheckpoint(
            String bucket,
            String key,
            String uploadId,
            String file,
            PartPlan plan,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata,
            @Nullable Long crc64,
            @Nullable Instant completing) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
        this.file = file;
        this.plan = plan;
        this.initiated = initiated;
        this.metadata = metadata;
        this.crc64 = crc64;
        this.completing = completing;
    }

    /** Returns the checkpoint of an upload that was just initiated. */
    static UploadCheckpoint of(String bucket, MultipartCalls upload, String file, PartPlan plan) {
        return new UploadCheckpoint(
                bucket, upload.key(), upload.uploadId(), file, plan, upload.initiated(), upload.metadata(), null, null);
    }

    UploadCheckpoint completing(@Nullable Long crcOfParts, @Nullable Instant now) {
        return new UploadCheckpoint(bucket, key, uploadId, file, plan, initiated, metadata, crcOfParts, now);
    }

    /** Returns the object that the upload creates if it was completed after this checkpoint was written. */
    ExpectedObject expected() {
        return ExpectedObject.of(plan.size(), crc64)
                .metadata(metadata)
                .stored(initiated, completing == null ? Instant.MIN : completing.plus(COMPLETION));
    }

    /** @throws IOException if the file is not a checkpoint, or is corrupt */
    static @Nullable UploadCheckpoint read(CheckpointFile file) throws IOException {
        byte[] json = file.read();
        if (json == null) {
            return null;
        }
        try {
            CheckpointMembers members = CheckpointMembers.parse(json);
            if (FORMAT.equals(members.text("format"))) {
                return new UploadCheckpoint(
                        members.required("bucket"),
                        members.required("key"),
                        members.required("uploadId"),
                        members.required("file"),
                        PartPlan.of(members.number("size"), members.number("partSize")),
                        instant(members, "initiated"),
                        members.strings(METADATA),
                        members.crc64("crc64"),
                        instant(members, "completing"));
            }
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "not a checkpoint of an upload, or a corrupt one; delete it to start the upload again: " + file, e);
        }
        throw new IOException("not a checkpoint of an upload: " + file);
    }

    private static @Nullable Instant instant(CheckpointMembers members, String name) {
        if (members.text(name) == null) {
            return null;
        }
        Instant instant = Instant.parse(members.required(name));
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw new DateTimeException("its " + name + " must be in the years 1970 to 9999, was " + instant);
        }
        return instant;
    }

    void write(CheckpointFile to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeStringField("bucket", bucket);
            json.writeStringField("key", key);
            json.writeStringField("uploadId", uploadId);
            json.writeStringField("file", file);
            json.writeNumberField("size", plan.size());
            json.writeNumberField("partSize", plan.partSize());
            if (initiated != null) {
                json.writeStringField("initiated", initiated.toString());
            }
            if (metadata != null) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            if (crc64 != null) {
                json.writeStringField("crc64", Crc64.toString(crc64));
            }
            if (completing != null) {
                json.writeStringField("completing", completing.toString());
            }
            json.writeEndObject();
        }
        to.write(bytes.toByteArray());
    }
}
