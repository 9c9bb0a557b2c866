// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.PartPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a download in parts: of which object to which file, and which parts are there. Immutable.
 *
 * <pre>{@code
 * {"format": "ossv4 download 1", "bucket": "…", "key": "…", "versionId": null, "etag": "…", "size": 7340032,
 *  "crc64": "…", "partSize": 6291456, "file": "cat.mp4", "beside": ".ossv4-….part", "parts": {"1": "<CRC64>", "3": "<CRC64>"}}
 * }</pre>
 */
final class DownloadCheckpoint {
    /** The number is that of the format. Whoever changes what a member means counts on. */
    private static final String FORMAT = "ossv4 download 1";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    final String bucket;
    final String key;
    final @Nullable String versionId;
    final @Nullable String etag;
    final @Nullable Long crc64;
    final PartPlan plan;
    final String file;
    final String beside;
    private final Map<Integer, Long> parts;

    private DownloadCheckpoint(
            String bucket,
            String key,
            @Nullable String versionId,
            @Nullable String etag,
            @Nullable Long crc64,
            PartPlan plan,
            String file,
            String beside,
            Map<Integer, Long> parts) {
        this.bucket = bucket;
        this.key = key;
        this.versionId = versionId;
        this.etag = etag;
        this.crc64 = crc64;
        this.plan = plan;
        this.file = file;
        this.beside = beside;
        this.parts = parts;
    }

    /** Of a download that begins. */
    static DownloadCheckpoint of(String bucket, ObjectMetadata metadata, PartPlan plan, String file, String beside) {
        return new DownloadCheckpoint(
                bucket,
                metadata.key(),
                metadata.versionId(),
                metadata.etag(),
                metadata.crc64(),
                plan,
                file,
                beside,
                new TreeMap<>());
    }

    /** The same with other parts. */
    DownloadCheckpoint with(Map<Integer, Long> crcs) {
        return new DownloadCheckpoint(bucket, key, versionId, etag, crc64, plan, file, beside, new TreeMap<>(crcs));
    }

    /** The CRC64 of each part that is there, by its number. */
    SortedMap<Integer, Long> parts() {
        return new TreeMap<>(parts);
    }

    /** Whether the object is still what it was. */
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
            json.writeStringField("beside", beside);
            json.writeObjectFieldStart("parts");
            for (Map.Entry<Integer, Long> part : parts.entrySet()) {
                json.writeStringField(part.getKey().toString(), Crc64.toString(part.getValue()));
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if it is not what {@link #json} writes; the message says why, as the end of a sentence */
    static DownloadCheckpoint parse(byte[] json) throws IOException {
        Map<String, String> members = new HashMap<>();
        Map<String, String> crcs = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            members(parser, members, crcs);
            if (parser.nextToken() != null) {
                throw new IOException("something follows it");
            }
        } catch (JsonParseException e) {
            throw new IOException("it is not JSON, or was cut", e);
        }
        String format = members.get("format");
        if (!FORMAT.equals(format)) {
            throw new IOException("its format is " + format + ", not " + FORMAT);
        }
        try {
            return of(members, crcs);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Texts and numbers, and those of {@code parts}. Other members are passed over. */
    private static void members(JsonParser parser, Map<String, String> members, Map<String, String> crcs)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("it is no JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                members.put(name, parser.getText());
            } else if (value == JsonToken.START_OBJECT && name.equals("parts")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String number = parser.currentName();
                    if (parser.nextToken() != JsonToken.VALUE_STRING) {
                        throw new IOException("part " + number + " has no CRC64");
                    }
                    crcs.put(number, parser.getText());
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private static DownloadCheckpoint of(Map<String, String> members, Map<String, String> crcs) {
        PartPlan plan = PartPlan.of(number(members, "size"), number(members, "partSize"));
        String beside = member(members, "beside");
        if (!TargetFile.isBeside(beside)) {
            // Whatever it names would be written to.
            throw new IllegalArgumentException("its beside is no name of a file that was made here");
        }
        Map<Integer, Long> parts = new TreeMap<>();
        crcs.forEach(
                (number, crc) -> parts.put(plan.part(Integer.parseInt(number)).number(), Crc64.parse(crc)));
        String crc64 = members.get("crc64");
        return new DownloadCheckpoint(
                member(members, "bucket"),
                member(members, "key"),
                members.get("versionId"),
                members.get("etag"),
                crc64 == null ? null : Crc64.parse(crc64),
                plan,
                member(members, "file"),
                beside,
                parts);
    }

    private static long number(Map<String, String> members, String name) {
        return Long.parseLong(member(members, name));
    }

    private static String member(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }
}
