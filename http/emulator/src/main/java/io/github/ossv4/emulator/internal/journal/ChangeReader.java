// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import io.github.ossv4.emulator.internal.body.BodyContent;
import io.github.ossv4.emulator.internal.body.Digest;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectType;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.json.JsonMembers;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.ObjectState;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.Version.DeleteMarker;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the changes in a journal, as {@link ChangeWriter} writes them. Not thread-safe. */
public final class ChangeReader implements JournalLine.Reader {
    /** The name of the field with the kind of a change. It is the first one. */
    static final String KIND = "change";

    /** The number of the format. */
    static final int FORMAT = 2;

    /** The last second of the year 9999: dates of HTTP have four digits. */
    private static final long LAST_SECOND = 253402300799L;

    private final LongFunction<BodyContent> files;
    private final Change.Sink sink;
    private long lines;

    /**
     * Starts at the first line.
     *
     * @param files returns the file with a number
     * @param sink receives the changes
     */
    public ChangeReader(LongFunction<BodyContent> files, Change.Sink sink) {
        this.files = files;
        this.sink = sink;
    }

    @Override
    public void read(JsonMembers line) throws IOException {
        lines++;
        String kind = line.string(KIND);
        if (lines == 1 && !kind.equals("start")) {
            throw new IOException("the first change must be a start");
        }
        sink.receive(
                switch (kind) {
                    case "start" -> start(line);
                    case "bucket" ->
                        new Change.BucketChanged(line.string("bucket"), time(line, "created"), settings(line));
                    case "bucket deleted" -> new Change.BucketDeleted(line.string("bucket"));
                    case "object" ->
                        new Change.ObjectChanged(name(line), versions(line), line.optionalString("completed"));
                    case "version" -> {
                        List<Version> versions = versions(line);
                        if (versions.size() != 1) {
                            throw new IOException("it must have exactly one version, has " + versions.size());
                        }
                        yield new Change.VersionAdded(name(line), versions.get(0), line.optionalString("completed"));
                    }
                    case "upload" ->
                        new Change.UploadInitiated(
                                line.string("upload"),
                                name(line),
                                attributes(line),
                                line.isTrue("sequential"),
                                time(line, "initiated"));
                    case "part" ->
                        new Change.PartUploaded(
                                line.string("upload"),
                                new StoredPart(
                                        (int) line.integer("number", 1, Integer.MAX_VALUE),
                                        body(line),
                                        time(line, "time")));
                    case "upload aborted" -> new Change.UploadAborted(line.string("upload"));
                    default -> throw new IOException("the change \"" + kind + "\" is unknown");
                });
    }

    /** Returns the number of changes that were read. */
    public long lines() {
        return lines;
    }

    private Change start(JsonMembers line) throws IOException {
        long found = line.integer("format");
        if (found != FORMAT) {
            throw new IOException("the format is " + found + ", this version reads " + FORMAT);
        }
        return new Change.Start(line.integer("versions"));
    }

    private static Instant time(JsonMembers fields, String name) {
        Instant time = Instant.parse(fields.string(name));
        if (time.isBefore(Instant.EPOCH) || time.getEpochSecond() > LAST_SECOND) {
            throw fields.invalid(name, "a time from 1970 to 9999");
        }
        return time;
    }

    private static ObjectName name(JsonMembers line) {
        return new ObjectName(line.string("bucket"), line.string("key"));
    }

    private static BucketSettings settings(JsonMembers bucket) {
        List<OriginRule> cors = new ArrayList<>();
        for (JsonMembers rule : bucket.objects("cors")) {
            String maxAge = rule.optionalString("maxAge");
            cors.add(new OriginRule(
                    List.copyOf(rule.texts("origins")),
                    List.copyOf(rule.texts("methods")),
                    List.copyOf(rule.texts("headers")),
                    List.copyOf(rule.texts("exposed")),
                    maxAge == null ? null : Duration.parse(maxAge)));
        }
        String redundancy = bucket.optionalString("redundancy");
        return new BucketSettings(
                bucket.string("class"),
                redundancy == null ? BucketSettings.LOCAL : redundancy,
                bucket.string("acl"),
                VersioningStatus.valueOf(bucket.string("versioning")),
                List.copyOf(cors),
                bucket.has("documents") ? Collections.unmodifiableMap(map(bucket, "documents")) : Map.of());
    }

    private List<Version> versions(JsonMembers line) {
        return line.objects("versions").stream().map(this::version).toList();
    }

    private Version version(JsonMembers version) {
        // Shared, since many objects may have this ID.
        String id =
                Version.NULL_ID.equals(version.optionalString("id")) ? Version.NULL_ID : version.optionalString("id");
        return version.optionalString("deleted") == null
                ? new StoredObject(id, body(version), attributes(version), version.integer("time", 0, LAST_SECOND))
                : new DeleteMarker(version.string("id"), time(version, "deleted"));
    }

    private ObjectBody body(JsonMembers body) {
        ObjectType type = ObjectType.valueOf(body.string("type"));
        Digest etag = digest(body.string("etag"));
        String md5 = body.optionalString("md5");
        return new ObjectBody(
                body.has("file")
                        ? files.apply(body.integer("file"))
                        : new SmallContent(Base64.getDecoder().decode(body.string("content"))),
                body.integer("size", 0, Long.MAX_VALUE),
                body.integer("crc64"),
                etag,
                type == ObjectType.NORMAL ? etag : md5 == null ? null : digest(md5),
                type,
                number(body, "parts"));
    }

    private static Digest digest(String hex) {
        if (hex.length() != 2 * Digest.BYTES) {
            throw new IllegalArgumentException("an ETag or MD5 must have 32 hex digits, was \"" + hex + "\"");
        }
        return Digest.of(HexFormat.of().parseHex(hex));
    }

    private static ObjectAttributes attributes(JsonMembers object) {
        if (!object.has("attributes")) {
            return ObjectAttributes.DEFAULT;
        }
        JsonMembers attributes = object.object("attributes");
        return new ObjectAttributes(
                new StoredMetadata(attributes.string("type"), map(attributes, "headers")),
                ObjectTags.of(map(attributes, "tags")),
                new ObjectSettings(
                        attributes.string("class"),
                        attributes.string("acl"),
                        encryption(attributes),
                        new ObjectState(
                                seconds(attributes, "sealed"),
                                seconds(attributes, "restored"),
                                seconds(attributes, "expiry"))));
    }

    /** Returns a number of 31 bits, or 0 if there is none. */
    private static int number(JsonMembers fields, String name) {
        return fields.has(name) ? (int) fields.integer(name, 0, Integer.MAX_VALUE) : 0;
    }

    /** Returns seconds since 1970, or 0 if there are none. */
    private static long seconds(JsonMembers fields, String name) {
        return fields.has(name) ? fields.integer(name, 0, LAST_SECOND) : 0;
    }

    private static @Nullable Encryption encryption(JsonMembers attributes) {
        String algorithm = attributes.optionalString("encryption");
        return algorithm == null
                ? null
                : new Encryption(
                        algorithm,
                        attributes.optionalString("encryptionKey"),
                        attributes.optionalString("encryptionOfData"));
    }

    private static Map<String, String> map(JsonMembers fields, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        List<String> namesAndValues = fields.texts(name);
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            map.put(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        return map;
    }
}
