// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.multipart.PartPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a download in parts: its object, its file, and the parts that are complete. Immutable.
 *
 * <pre>{@code
 * {"format": "ossv4 download 1", "bucket": "…", "key": "…", "versionId": null, "etag": "…", "size": 7340032,
 *  "crc64": "…", "partSize": 6291456, "file": "cat.mp4", "temporary": ".ossv4-….part", "parts": {"1": "<CRC64>", "3":
 *  "<CRC64>"}}
 * }</pre>
 */
public final class DownloadCheckpoint {
    /** The number is the format's. Increase it when the meaning of a member changes. */
    private static final String FORMAT = "ossv4 download 1";

    private static final JsonFactory JSON = new JsonFactory();

    final String bucket;
    final String key;
    final @Nullable String versionId;
    final @Nullable String etag;
    final @Nullable Long crc64;
    final PartPlan plan;
    final String file;
    final String temporary;
    private final Map<Integer, Long> parts;

    private DownloadCheckpoint(
            String bucket,
            String key,
            @Nullable String versionId,
            @Nullable String etag,
            @Nullable Long crc64,
            PartPlan plan,
            String file,
            String temporary,
            Map<Integer, Long> parts) {
        this.bucket = bucket;
        this.key = key;
        this.versionId = versionId;
        this.etag = etag;
        this.crc64 = crc64;
        this.plan = plan;
        this.file = file;
        this.temporary = temporary;
        this.parts = parts;
    }

    /** Returns the checkpoint of a download that starts. */
    static DownloadCheckpoint of(String bucket, ObjectMetadata metadata, PartPlan plan, String file, String temporary) {
        return new DownloadCheckpoint(
                bucket,
                metadata.key(),
                metadata.versionId(),
                metadata.etag(),
                metadata.crc64(),
                plan,
                file,
                temporary,
                new TreeMap<>());
    }

    /** Returns a copy with other parts. */
    DownloadCheckpoint with(Map<Integer, Long> crcs) {
        return new DownloadCheckpoint(bucket, key, versionId, etag, crc64, plan, file, temporary, new TreeMap<>(crcs));
    }

    /** Returns the CRC64 of each part that is complete, by its number. */
    public SortedMap<Integer, Long> parts() {
        return new TreeMap<>(parts);
    }

    /** Returns whether the object is unchanged. */
    boolean isOf(ObjectMetadata now) {
        return plan.size() == now.size()
                && Objects.equals(etag, now.etag())
                && Objects.equals(crc64, now.crc64())
                && Objects.equals(versionId, now.versionId());
    }

    byte[] json() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeStringField("bucket", bucket);
            json.writeStringField("key", key);
            json.writeStringField("versionId", versionId);
            json.writeStringField("etag", etag);
            json.writeNumberField("size", plan.size());
            json.writeStringField("crc64", crc64 == null ? null : Crc64.toString(crc64));
            json.writeNumberField("partSize", plan.partSize());
            json.writeStringField("file", file);
            json.writeStringField("temporary", temporary);
            json.writeObjectFieldStart("parts");
            for (Map.Entry<Integer, Long> part : parts.entrySet()) {
                json.writeStringField(part.getKey().toString(), Crc64.toString(part.getValue()));
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Parses a checkpoint.
     *
     * @throws IOException if it is not what {@link #json} writes; the message is the reason, as the end of a sentence
     */
    public static DownloadCheckpoint parse(byte[] json) throws IOException {
        CheckpointMembers members = CheckpointMembers.parse(json);
        String format = members.text("format");
        if (!FORMAT.equals(format)) {
            throw new IOException("its format must be " + FORMAT + ", was " + format);
        }
        try {
            return of(members);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static DownloadCheckpoint of(CheckpointMembers members) {
        PartPlan plan = PartPlan.of(members.number("size"), members.number("partSize"));
        String temporary = members.required("temporary");
        if (!TargetFile.isTemporary(temporary)) {
            // The file that it names would be overwritten.
            throw new IllegalArgumentException("its temporary file must be a name such as .ossv4-<UUID>.part");
        }
        Map<String, String> crcs = members.strings("parts");
        Map<Integer, Long> parts = new TreeMap<>();
        if (crcs != null) {
            crcs.forEach((number, crc) ->
                    parts.put(plan.part(Integer.parseInt(number)).number(), Crc64.parse(crc)));
        }
        return new DownloadCheckpoint(
                members.required("bucket"),
                members.required("key"),
                members.text("versionId"),
                members.text("etag"),
                members.crc64("crc64"),
                plan,
                members.required("file"),
                temporary,
                parts);
    }
}
