// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of what is stored, as a line of the journal. {@link Restoration} reads it. */
interface Change {
    /** The name of the field with the kind of a change. It is the first one. */
    String KIND = "change";

    /** Writes the fields of the change. */
    void write(JsonGenerator json) throws IOException;

    /**
     * Returns the start of an emulator, which is also the first change in a journal.
     *
     * @param versions the first half of all version IDs from now on
     */
    static Change ofStart(long versions) {
        return json -> {
            json.writeStringField(KIND, "start");
            json.writeNumberField("format", Restoration.FORMAT);
            json.writeNumberField("versions", versions);
        };
    }

    /** Returns the creation of a bucket, or the change of its settings. */
    static Change ofBucket(Bucket bucket, BucketSettings settings) {
        return json -> {
            json.writeStringField(KIND, "bucket");
            json.writeStringField("bucket", bucket.name());
            json.writeStringField("created", bucket.created().toString());
            json.writeStringField("class", settings.storageClass());
            if (!settings.redundancy().equals(BucketSettings.LOCAL)) {
                json.writeStringField("redundancy", settings.redundancy());
            }
            json.writeStringField("acl", settings.acl());
            json.writeStringField("versioning", settings.versioning().name());
            json.writeArrayFieldStart("cors");
            for (OriginRule rule : settings.cors()) {
                write(rule, json);
            }
            json.writeEndArray();
        };
    }

    private static void write(OriginRule rule, JsonGenerator json) throws IOException {
        json.writeStartObject();
        write("origins", rule.origins(), json);
        write("methods", rule.methods(), json);
        write("headers", rule.headers(), json);
        write("exposed", rule.exposedHeaders(), json);
        if (rule.maxAge() != null) {
            json.writeStringField("maxAge", rule.maxAge().toString());
        }
        json.writeEndObject();
    }

    private static void write(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static Change ofDeletedBucket(String name) {
        return json -> {
            json.writeStringField(KIND, "bucket deleted");
            json.writeStringField("bucket", name);
        };
    }

    /**
     * Returns the change of an object. It contains all versions, or only the new one if nothing else changed.
     *
     * @param completed the upload that the object was made of, which is closed by the same change; or null
     */
    static Change ofObject(ObjectName name, History before, History after, @Nullable PendingUpload completed) {
        return json -> {
            // Writing all versions each time would be slow for a key with a thousand versions.
            Version added = before.isEmpty() ? null : after.addedTo(before);
            json.writeStringField(KIND, added == null ? "object" : "version");
            json.writeStringField("bucket", name.bucket());
            json.writeStringField("key", name.key());
            json.writeArrayFieldStart("versions");
            for (Version version : added == null ? after.versions() : List.of(added)) {
                write(version, json);
            }
            json.writeEndArray();
            if (completed != null) {
                json.writeStringField("completed", completed.id());
            }
        };
    }

    private static void write(Version version, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (version.versionId() != null) {
            json.writeStringField("id", version.versionId());
        }
        if (version instanceof StoredObject object) {
            json.writeNumberField("time", object.epochSecond());
            write(object.body(), json);
            write(object.attributes(), json);
        } else {
            json.writeStringField("deleted", version.lastModified().toString());
        }
        json.writeEndObject();
    }

    private static void write(ObjectBody body, JsonGenerator json) throws IOException {
        json.writeStringField("type", body.type().name());
        json.writeNumberField("size", body.size());
        json.writeNumberField("crc64", body.crc64());
        json.writeStringField("etag", body.etagDigest().hex());
        if (body.parts() > 0) {
            json.writeNumberField("parts", body.parts());
        }
        // The MD5 of a normal object is its ETag.
        if (body.md5() != null && body.type() != ObjectType.NORMAL) {
            json.writeStringField("md5", body.md5().hex());
        }
        if (body.content() instanceof ObjectFile file) {
            json.writeNumberField("file", file.number());
        } else if (body.content() instanceof SmallContent small) {
            json.writeBinaryField("content", small.bytes());
        }
    }

    private static void write(ObjectAttributes attributes, JsonGenerator json) throws IOException {
        if (attributes.equals(ObjectAttributes.DEFAULT)) {
            return;
        }
        json.writeObjectFieldStart("attributes");
        json.writeStringField("type", attributes.metadata().contentType());
        write("headers", attributes.metadata().headers(), json);
        write("tags", attributes.tags().values(), json);
        json.writeStringField("class", attributes.settings().storageClass());
        json.writeStringField("acl", attributes.settings().acl());
        Encryption encryption = attributes.settings().encryption();
        if (encryption != null) {
            json.writeStringField("encryption", encryption.algorithm());
            writeOptional("encryptionKey", encryption.keyId(), json);
            writeOptional("encryptionOfData", encryption.dataAlgorithm(), json);
        }
        json.writeEndObject();
    }

    private static void writeOptional(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** Writes names and values in turn: the parser keeps names of fields in a table, and these come from clients. */
    private static void write(String name, Map<String, String> map, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeString(entry.getKey());
            json.writeString(entry.getValue());
        }
        json.writeEndArray();
    }

    static Change ofUpload(PendingUpload upload) {
        return json -> {
            json.writeStringField(KIND, "upload");
            json.writeStringField("upload", upload.id());
            json.writeStringField("bucket", upload.name().bucket());
            json.writeStringField("key", upload.name().key());
            json.writeStringField("initiated", upload.initiated().toString());
            if (upload.isSequential()) {
                json.writeBooleanField("sequential", true);
            }
            write(upload.attributes(), json);
        };
    }

    static Change ofPart(PendingUpload upload, StoredPart part) {
        return json -> {
            json.writeStringField(KIND, "part");
            json.writeStringField("upload", upload.id());
            json.writeNumberField("number", part.number());
            json.writeStringField("time", part.lastModified().toString());
            write(part.body(), json);
        };
    }

    static Change ofAbortedUpload(PendingUpload upload) {
        return json -> {
            json.writeStringField(KIND, "upload aborted");
            json.writeStringField("upload", upload.id());
        };
    }
}
