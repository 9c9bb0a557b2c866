// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.ObjectType;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectState;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts changes to JSON, which {@link ChangeReader} reads. */
final class ChangeWriter {
    private ChangeWriter() {}

    static JsonObject toJson(Change change) {
        if (change instanceof Change.Start start) {
            return json("start").with("format", ChangeReader.FORMAT).with("versions", start.versions());
        } else if (change instanceof Change.BucketChanged bucket) {
            return add(
                    json("bucket").with("bucket", bucket.bucket()).with("created", bucket.created()),
                    bucket.settings());
        } else if (change instanceof Change.BucketDeleted deleted) {
            return json("bucket deleted").with("bucket", deleted.bucket());
        } else if (change instanceof Change.ObjectChanged object) {
            return versions("object", object.name(), object.versions(), object.completed());
        } else if (change instanceof Change.VersionAdded added) {
            return versions("version", added.name(), List.of(added.version()), added.completed());
        } else if (change instanceof Change.UploadInitiated upload) {
            JsonObject json = add(json("upload").with("upload", upload.upload()), upload.name())
                    .with("initiated", upload.initiated())
                    .with("sequential", upload.isSequential() ? true : null);
            return add(json, upload.attributes());
        } else if (change instanceof Change.PartUploaded uploaded) {
            JsonObject json = json("part")
                    .with("upload", uploaded.upload())
                    .with("number", uploaded.part().number())
                    .with("time", uploaded.part().lastModified());
            return add(json, uploaded.part().body());
        } else {
            return json("upload aborted").with("upload", ((Change.UploadAborted) change).upload());
        }
    }

    private static JsonObject json(String kind) {
        return new JsonObject().with(ChangeReader.KIND, kind);
    }

    private static JsonObject add(JsonObject json, ObjectName name) {
        return json.with("bucket", name.bucket()).with("key", name.key());
    }

    private static JsonObject add(JsonObject json, BucketSettings settings) {
        return json.with("class", settings.storageClass())
                .with("redundancy", unless(BucketSettings.LOCAL, settings.redundancy()))
                .with("acl", settings.acl())
                .with("versioning", settings.versioning())
                .with("cors", settings.cors().stream().map(ChangeWriter::toJson).toList())
                .with("documents", unless(List.of(), texts(settings.documents())));
    }

    private static <T> @Nullable T unless(T usual, T value) {
        return value.equals(usual) ? null : value;
    }

    private static JsonObject toJson(OriginRule rule) {
        return new JsonObject()
                .with("origins", rule.origins())
                .with("methods", rule.methods())
                .with("headers", rule.headers())
                .with("exposed", rule.exposedHeaders())
                .with("maxAge", rule.maxAge());
    }

    /** Returns names and values in turn: the parser keeps names of fields in a table, and these come from clients. */
    private static List<String> texts(Map<String, String> map) {
        return map.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static JsonObject versions(
            String kind, ObjectName name, List<Version> versions, @Nullable String completed) {
        return add(json(kind), name)
                .with("versions", versions.stream().map(ChangeWriter::toJson).toList())
                .with("completed", completed);
    }

    private static JsonObject toJson(Version version) {
        JsonObject json = new JsonObject().with("id", version.versionId());
        return version instanceof StoredObject object
                ? add(add(json.with("time", object.epochSecond()), object.body()), object.attributes())
                : json.with("deleted", version.lastModified());
    }

    private static JsonObject add(JsonObject json, ObjectBody body) {
        json.with("type", body.type().name())
                .with("size", body.size())
                .with("crc64", body.crc64())
                .with("etag", body.etagDigest().hex())
                .with("parts", unless(0, body.parts()));
        // The MD5 of a normal object is its ETag.
        if (body.md5() != null && body.type() != ObjectType.NORMAL) {
            json.with("md5", body.md5().hex());
        }
        if (body.content() instanceof ObjectFile file) {
            json.with("file", file.number());
        } else if (body.content() instanceof SmallContent small) {
            json.with("content", Base64.getEncoder().encodeToString(small.bytes()));
        }
        return json;
    }

    private static JsonObject add(JsonObject json, ObjectAttributes attributes) {
        if (attributes.equals(ObjectAttributes.DEFAULT)) {
            return json;
        }
        ObjectState state = attributes.settings().state();
        JsonObject members = new JsonObject()
                .with("type", attributes.metadata().contentType())
                .with("headers", texts(attributes.metadata().headers()))
                .with("tags", texts(attributes.tags().asMap()))
                .with("class", attributes.settings().storageClass())
                .with("acl", attributes.settings().acl())
                .with("sealed", unless(0L, state.sealed()))
                .with("restored", unless(0L, state.restored()))
                .with("expiry", unless(0L, state.expiry()));
        Encryption encryption = attributes.settings().encryption();
        if (encryption != null) {
            members.with("encryption", encryption.algorithm())
                    .with("encryptionKey", encryption.keyId())
                    .with("encryptionOfData", encryption.dataAlgorithm());
        }
        return json.with("attributes", members);
    }
}
