// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.ObjectType;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes changes as JSON, which {@link ChangeReader} reads. */
final class ChangeWriter {
    private final JsonGenerator json;

    private ChangeWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the fields of a change. */
    static void write(Change change, JsonGenerator json) throws IOException {
        new ChangeWriter(json).write(change);
    }

    private void write(Change change) throws IOException {
        if (change instanceof Change.Start start) {
            text(ChangeReader.KIND, "start");
            json.writeNumberField("format", ChangeReader.FORMAT);
            json.writeNumberField("versions", start.versions());
        } else if (change instanceof Change.BucketChanged bucket) {
            text(ChangeReader.KIND, "bucket");
            text("bucket", bucket.bucket());
            time("created", bucket.created());
            write(bucket.settings());
        } else if (change instanceof Change.BucketDeleted deleted) {
            text(ChangeReader.KIND, "bucket deleted");
            text("bucket", deleted.bucket());
        } else if (change instanceof Change.ObjectChanged object) {
            versions("object", object.name(), object.versions(), object.completed());
        } else if (change instanceof Change.VersionAdded added) {
            versions("version", added.name(), List.of(added.version()), added.completed());
        } else if (change instanceof Change.UploadInitiated upload) {
            text(ChangeReader.KIND, "upload");
            text("upload", upload.upload());
            name(upload.name());
            time("initiated", upload.initiated());
            if (upload.isSequential()) {
                json.writeBooleanField("sequential", true);
            }
            write(upload.attributes());
        } else if (change instanceof Change.PartUploaded uploaded) {
            StoredPart part = uploaded.part();
            text(ChangeReader.KIND, "part");
            text("upload", uploaded.upload());
            json.writeNumberField("number", part.number());
            time("time", part.lastModified());
            write(part.body());
        } else if (change instanceof Change.UploadAborted aborted) {
            text(ChangeReader.KIND, "upload aborted");
            text("upload", aborted.upload());
        }
    }

    /** Writes a text, unless it is null. */
    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private void time(String name, Instant time) throws IOException {
        text(name, time.toString());
    }

    private void name(ObjectName name) throws IOException {
        text("bucket", name.bucket());
        text("key", name.key());
    }

    private void texts(String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** Writes names and values in turn: the parser keeps names of fields in a table, and these come from clients. */
    private void map(String name, Map<String, String> map) throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeString(entry.getKey());
            json.writeString(entry.getValue());
        }
        json.writeEndArray();
    }

    private void write(BucketSettings settings) throws IOException {
        text("class", settings.storageClass());
        if (!settings.redundancy().equals(BucketSettings.LOCAL)) {
            text("redundancy", settings.redundancy());
        }
        text("acl", settings.acl());
        text("versioning", settings.versioning().name());
        json.writeArrayFieldStart("cors");
        for (OriginRule rule : settings.cors()) {
            json.writeStartObject();
            texts("origins", rule.origins());
            texts("methods", rule.methods());
            texts("headers", rule.headers());
            texts("exposed", rule.exposedHeaders());
            text("maxAge", rule.maxAge() == null ? null : rule.maxAge().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!settings.documents().isEmpty()) {
            map("documents", settings.documents());
        }
    }

    private void versions(String kind, ObjectName name, List<Version> versions, @Nullable String completed)
            throws IOException {
        text(ChangeReader.KIND, kind);
        name(name);
        json.writeArrayFieldStart("versions");
        for (Version version : versions) {
            json.writeStartObject();
            text("id", version.versionId());
            if (version instanceof StoredObject object) {
                json.writeNumberField("time", object.epochSecond());
                write(object.body());
                write(object.attributes());
            } else {
                time("deleted", version.lastModified());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        text("completed", completed);
    }

    private void write(ObjectBody body) throws IOException {
        text("type", body.type().name());
        json.writeNumberField("size", body.size());
        json.writeNumberField("crc64", body.crc64());
        text("etag", body.etagDigest().hex());
        if (body.parts() > 0) {
            json.writeNumberField("parts", body.parts());
        }
        // The MD5 of a normal object is its ETag.
        if (body.md5() != null && body.type() != ObjectType.NORMAL) {
            text("md5", body.md5().hex());
        }
        if (body.content() instanceof ObjectFile file) {
            json.writeNumberField("file", file.number());
        } else if (body.content() instanceof SmallContent small) {
            json.writeBinaryField("content", small.bytes());
        }
    }

    private void write(ObjectAttributes attributes) throws IOException {
        if (attributes.equals(ObjectAttributes.DEFAULT)) {
            return;
        }
        json.writeObjectFieldStart("attributes");
        text("type", attributes.metadata().contentType());
        map("headers", attributes.metadata().headers());
        map("tags", attributes.tags().asMap());
        text("class", attributes.settings().storageClass());
        text("acl", attributes.settings().acl());
        Encryption encryption = attributes.settings().encryption();
        if (encryption != null) {
            text("encryption", encryption.algorithm());
            text("encryptionKey", encryption.keyId());
            text("encryptionOfData", encryption.dataAlgorithm());
        }
        json.writeEndObject();
    }
}
