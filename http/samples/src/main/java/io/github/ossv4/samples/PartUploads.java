// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.CompleteOptions;
import io.github.ossv4.http.MultipartOptions;
import io.github.ossv4.http.PartMismatchException;
import io.github.ossv4.http.PresignedUpload;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.samples.Uploads.Upload;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Uploads in parts. The page names an upload by an id of this server, which is valid for its visitor only. Key, upload
 * id, size and part size stay here.
 *
 * <pre>
 * POST   /uploads?name&amp;size&amp;type&amp;modified  initiates an upload
 * GET    /uploads/ID                     lists the stored parts
 * POST   /uploads/ID/urls?parts=1,2      presigns parts
 * POST   /uploads/ID/complete            completes it; the body has the CRC64 of each part
 * DELETE /uploads/ID                     aborts it
 * </pre>
 */
final class PartUploads {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_UNFINISHED = 20;
    private static final int MAX_URLS = 8;
    private static final int MAX_BODY_BYTES = 400_000;
    private static final Responder.Response GONE = Responder.Response.text(410, "The upload no longer exists.");

    private final BucketClient bucket;
    private final UploadRules rules;
    private final Uploads uploads;

    PartUploads(BucketClient bucket, UploadRules rules, Uploads uploads) {
        this.bucket = bucket;
        this.rules = rules;
        this.uploads = uploads;
    }

    Responder.Response initiate(String visitor, Map<String, String> query) throws IOException {
        String name = query.getOrDefault("name", "");
        String type = query.getOrDefault("type", "");
        long size = Long.parseLong(query.getOrDefault("size", "-1"));
        long modified = Long.parseLong(query.getOrDefault("modified", "0"));
        String refusal = UploadRules.refuse(size, type);
        if (refusal != null) {
            return Responder.Response.text(400, refusal);
        }
        if (uploads.of(visitor).stream().filter(Upload::isUnfinished).count() >= MAX_UNFINISHED) {
            return Responder.Response.text(429, "Too many unfinished uploads. Complete or cancel one.");
        }
        String key = UploadRules.newKey(name);
        PresignedUpload parts = bucket.initiatePresignedUpload(
                key,
                PartPlan.of(size),
                MultipartOptions.builder().contentType(type).build());
        return Responder.Response.json(describe(uploads.add(new Upload(visitor, name, key, modified, parts))));
    }

    private static String describe(Upload upload) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            describe(upload, json);
        }
        return text.toString();
    }

    /** Writes what the page needs to continue an upload, or its result. */
    static void describe(Upload upload, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", upload.id);
        json.writeStringField("name", upload.name);
        json.writeNumberField("modified", upload.modified);
        if (upload.parts != null) {
            json.writeNumberField("size", upload.parts.plan().size());
            json.writeNumberField("partSize", upload.parts.plan().partSize());
            json.writeNumberField("count", upload.parts.plan().count());
        }
        json.writeFieldName("result");
        json.writeRawValue(String.valueOf(upload.result()));
        json.writeEndObject();
    }

    /** @param action the last part of the path; empty for the upload itself */
    Responder.Response handle(HttpExchange exchange, Upload upload, String action, Map<String, String> query)
            throws IOException {
        PresignedUpload parts = upload.parts;
        String request = exchange.getRequestMethod() + " " + action;
        if (parts == null) {
            return GONE;
        }
        try {
            return switch (request) {
                case "GET " -> Responder.Response.json(listParts(upload, parts));
                case "POST urls" -> presign(upload, parts, query);
                case "POST complete" -> {
                    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
                    yield complete(upload, parts, parseCrc64s(body), query.getOrDefault("simulate", ""));
                }
                case "DELETE " -> abort(upload, parts);
                default -> Responder.Response.text(404, "There is nothing at this address.");
            };
        } catch (ServiceException e) {
            if (!"NoSuchUpload".equals(e.code())) {
                throw e;
            }
            // A lifecycle rule or another program has deleted it.
            uploads.remove(upload);
            return GONE;
        }
    }

    private static String listParts(Upload upload, PresignedUpload parts) throws IOException {
        String result = upload.result();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeFieldName("result");
            json.writeRawValue(String.valueOf(result));
            json.writeArrayFieldStart("parts");
            // The parts of a completed upload no longer exist.
            for (UploadedPart part : result == null ? parts.storedParts() : List.<UploadedPart>of()) {
                json.writeStartObject();
                json.writeNumberField("number", part.number());
                json.writeNumberField("size", part.size());
                json.writeStringField("crc64", part.crc64() == null ? null : Crc64.toString(part.crc64()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /**
     * Presigns a few parts. A URL does not limit the size of its part, so each request checks those that are stored.
     */
    private Responder.Response presign(Upload upload, PresignedUpload parts, Map<String, String> query)
            throws IOException {
        List<Integer> numbers = Stream.of(query.getOrDefault("parts", "").split(",", -1))
                .map(Integer::valueOf)
                .toList();
        if (numbers.size() > MAX_URLS) {
            return Responder.Response.text(400, "At most " + MAX_URLS + " URLs are available at a time.");
        }
        for (UploadedPart part : parts.storedParts()) {
            if (part.size() > parts.plan().partSize()) {
                abort(upload, parts);
                return Responder.Response.text(400, "A part is larger than agreed. The upload was aborted.");
            }
        }
        boolean expired = query.getOrDefault("simulate", "").equals("expired");
        return Responder.Response.json(
                parts.partsJson(numbers, expired ? Duration.ofSeconds(1) : UploadRules.VALIDITY));
    }

    private static List<Long> parseCrc64s(byte[] body) throws IOException {
        List<Long> crc64s = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    crc64s.add(Crc64.parse(json.getText()));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the checksums must be a JSON array of strings", e);
        }
        return crc64s;
    }

    private Responder.Response complete(
            Upload upload, PresignedUpload parts, List<Long> crc64s, String simulatedFailure) throws IOException {
        // Two pages of a visitor may complete it, or a page again after a lost response.
        synchronized (upload) {
            if (upload.result() == null) {
                CompleteOptions options = CompleteOptions.builder()
                        .callback(rules.callback(upload.key, upload.visitor, simulatedFailure))
                        .build();
                try {
                    parts.complete(crc64s, options);
                } catch (PartMismatchException e) {
                    return Responder.Response.of(409, "application/json", "{\"send\":" + e.partsToSend() + "}");
                } catch (CallbackFailedException e) {
                    // If only its response was lost, the callback has set the result.
                    if (upload.result() == null) {
                        upload.complete(describe(e));
                    }
                } catch (ChecksumMismatchException e) {
                    uploads.remove(upload);
                    bucket.delete(upload.key);
                    return Responder.Response.text(422, "The object was damaged in OSS, and was deleted.");
                }
            }
            // The callback has set the result.
            return Responder.Response.json(Objects.requireNonNullElse(upload.result(), "{\"confirmed\":false}"));
        }
    }

    private static String describe(CallbackFailedException failure) throws IOException {
        PutResult stored = failure.stored();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("key", stored.key());
            json.writeBooleanField("confirmed", false);
            json.writeStringField("callbackFailure", failure.reason());
            json.writeStringField("crc64", Crc64.toString(Objects.requireNonNull(stored.crc64())));
            json.writeStringField("etag", stored.etag());
            json.writeEndObject();
        }
        return text.toString();
    }

    private Responder.Response abort(Upload upload, PresignedUpload parts) throws IOException {
        uploads.remove(upload);
        if (upload.isUnfinished()) {
            parts.abort();
        }
        return Responder.Response.text(200, "");
    }
}
