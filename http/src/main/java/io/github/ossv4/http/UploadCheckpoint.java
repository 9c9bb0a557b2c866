// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.PartPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What another process must know to go on with an upload in parts. Immutable. */
final class UploadCheckpoint {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FORMAT = "ossv4 upload 1";

    final String bucket;
    final String key;
    final String uploadId;
    final String file;
    final long size;
    final long partSize;

    /** The checksum of the whole, from when it was to be completed; null before. */
    final @Nullable Long crc64;

    UploadCheckpoint(
            String bucket, String key, String uploadId, String file, long size, long partSize, @Nullable Long crc64) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
        this.file = file;
        this.size = size;
        this.partSize = partSize;
        this.crc64 = crc64;
    }

    UploadCheckpoint completing(@Nullable Long crcOfParts) {
        return new UploadCheckpoint(bucket, key, uploadId, file, size, partSize, crcOfParts);
    }

    /** @throws IOException if it is another file, or a damaged one */
    static @Nullable UploadCheckpoint read(CheckpointFile file) throws IOException {
        byte[] json = file.read();
        // An empty file is what a computer that lost its power leaves.
        if (json == null || json.length == 0) {
            return null;
        }
        try {
            Map<String, String> members = members(json);
            if (FORMAT.equals(members.get("format"))) {
                PartPlan.of(Long.parseLong(required(members, "size")), Long.parseLong(required(members, "partSize")));
                return new UploadCheckpoint(
                        required(members, "bucket"),
                        required(members, "key"),
                        required(members, "uploadId"),
                        required(members, "file"),
                        Long.parseLong(required(members, "size")),
                        Long.parseLong(required(members, "partSize")),
                        members.containsKey("crc64") ? Crc64.parse(required(members, "crc64")) : null);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("not a checkpoint of an upload, or a damaged one: " + file, e);
        }
        throw new IOException("not a checkpoint of an upload: " + file);
    }

    private static Map<String, String> members(byte[] json) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken().isScalarValue()) {
                        members.put(name, parser.getText());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
        return members;
    }

    private static String required(Map<String, String> members, String name) throws IOException {
        String value = members.get(name);
        if (value == null || value.isEmpty()) {
            throw new IOException("it has no " + name);
        }
        return value;
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
            json.writeNumberField("size", size);
            json.writeNumberField("partSize", partSize);
            if (crc64 != null) {
                json.writeStringField("crc64", Crc64.toString(crc64));
            }
            json.writeEndObject();
        }
        to.write(bytes.toByteArray());
    }
}
