// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Restores what is stored from the changes in a journal, as {@link Change} writes them. Not thread-safe. */
final class Restoration implements JournalLine.Reader {
    /** The number of the format. */
    static final int FORMAT = 2;

    /** The format in which a line did not depend on the one before. */
    private static final int UNCHAINED_FORMAT = 1;

    private final BodyFiles files;
    private final Buckets buckets;
    private final PendingUploads uploads;
    private final Map<Long, ObjectFile> filesByNumber = new HashMap<>();
    private @Nullable Long versions;
    private long format;
    private long lines;

    Restoration(BodyFiles files, Buckets buckets, PendingUploads uploads) {
        this.files = files;
        this.buckets = buckets;
        this.uploads = uploads;
    }

    @Override
    public void read(JsonFields change) throws IOException {
        lines++;
        String kind = change.text(Change.KIND);
        if (versions == null && !kind.equals("start")) {
            throw new IOException("it must be a start");
        }
        switch (kind) {
            case "start" -> start(change);
            case "bucket" -> bucket(change);
            case "bucket deleted" -> buckets.unload(change.text("bucket"));
            case "object" -> object(change, History.EMPTY);
            case "version" -> object(change, loadedBucket(change).history(change.text("key")));
            case "upload" -> upload(change);
            case "part" -> loadedUpload(change).load(part(change));
            case "upload aborted" -> uploads.unload(change.text("upload"));
            default -> throw new IOException("the change \"" + kind + "\" is unknown");
        }
    }

    @Override
    public boolean isChained() {
        return format != UNCHAINED_FORMAT;
    }

    private void start(JsonFields change) throws IOException {
        long found = change.number("format");
        if (found != FORMAT && found != UNCHAINED_FORMAT) {
            throw new IOException(
                    "the format is " + found + ", this version reads " + UNCHAINED_FORMAT + " and " + FORMAT);
        }
        if (format != 0 && found != format) {
            throw new IOException("the format is " + found + ", but " + format + " at the start of the journal");
        }
        format = found;
        versions = change.number("versions");
    }

    private void bucket(JsonFields change) throws IOException {
        List<OriginRule> cors = new ArrayList<>();
        for (JsonFields rule : change.listOfFields("cors")) {
            String maxAge = rule.optionalText("maxAge");
            cors.add(new OriginRule(
                    List.copyOf(rule.texts("origins")),
                    List.copyOf(rule.texts("methods")),
                    List.copyOf(rule.texts("headers")),
                    List.copyOf(rule.texts("exposed")),
                    maxAge == null ? null : Duration.parse(maxAge)));
        }
        String redundancy = change.optionalText("redundancy");
        BucketSettings settings = new BucketSettings(
                change.text("class"),
                redundancy == null ? BucketSettings.LOCAL : redundancy,
                change.text("acl"),
                VersioningStatus.valueOf(change.text("versioning")),
                List.copyOf(cors));
        buckets.load(change.text("bucket"), settings, Instant.parse(change.text("created")));
    }

    private Bucket loadedBucket(JsonFields change) throws IOException {
        String name = change.text("bucket");
        if (!buckets.contains(name)) {
            throw new IOException("the bucket " + name + " does not exist");
        }
        return buckets.get(name);
    }

    private PendingUpload loadedUpload(JsonFields change) throws IOException {
        String id = change.text("upload");
        PendingUpload upload = uploads.loaded(id);
        if (upload == null) {
            throw new IOException("the upload " + id + " does not exist");
        }
        return upload;
    }

    private void object(JsonFields change, History before) throws IOException {
        History after = before;
        List<JsonFields> newestFirst = change.listOfFields("versions");
        Collections.reverse(newestFirst);
        for (JsonFields version : newestFirst) {
            after = after.with(version(version));
        }
        loadedBucket(change).load(change.text("key"), after);
        String completed = change.optionalText("completed");
        if (completed != null) {
            uploads.unload(completed);
        }
    }

    private Version version(JsonFields version) throws IOException {
        String id = Version.NULL_ID.equals(version.optionalText("id")) ? Version.NULL_ID : version.optionalText("id");
        String deleted = version.optionalText("deleted");
        return deleted == null
                ? new StoredObject(id, body(version), attributes(version), version.number("time"))
                : new DeleteMarker(version.text("id"), Instant.parse(deleted));
    }

    private ObjectBody body(JsonFields body) throws IOException {
        ObjectType type = ObjectType.valueOf(body.text("type"));
        Digest etag = digest(body.text("etag"));
        String md5 = body.optionalText("md5");
        Long file = body.optionalNumber("file");
        Long parts = body.optionalNumber("parts");
        BodyContent content = file == null
                ? new SmallContent(Base64.getDecoder().decode(body.text("content")))
                : filesByNumber.computeIfAbsent(file, files::restored);
        return ObjectBody.restored(
                content,
                body.number("size"),
                body.number("crc64"),
                etag,
                type == ObjectType.NORMAL ? etag : md5 == null ? null : digest(md5),
                type,
                parts == null ? 0 : parts.intValue());
    }

    private static Digest digest(String hex) {
        return Digest.of(HexFormat.of().parseHex(hex));
    }

    private static ObjectAttributes attributes(JsonFields object) throws IOException {
        JsonFields attributes = object.optionalFields("attributes");
        if (attributes == null) {
            return ObjectAttributes.DEFAULT;
        }
        String algorithm = attributes.optionalText("encryption");
        return new ObjectAttributes(
                StoredMetadata.restored(attributes.text("type"), map(attributes, "headers")),
                new ObjectTags(Collections.unmodifiableMap(map(attributes, "tags"))),
                new ObjectSettings(
                        attributes.text("class"),
                        attributes.text("acl"),
                        algorithm == null
                                ? null
                                : new Encryption(
                                        algorithm,
                                        attributes.optionalText("encryptionKey"),
                                        attributes.optionalText("encryptionOfData"))));
    }

    private static Map<String, String> map(JsonFields fields, String name) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        List<String> namesAndValues = fields.texts(name);
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            map.put(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        return map;
    }

    private void upload(JsonFields change) throws IOException {
        uploads.load(
                change.text("upload"),
                new ObjectName(change.text("bucket"), change.text("key")),
                attributes(change),
                change.isTrue("sequential"),
                Instant.parse(change.text("initiated")));
    }

    private StoredPart part(JsonFields change) throws IOException {
        return new StoredPart((int) change.number("number"), body(change), Instant.parse(change.text("time")));
    }

    /** Returns the first half of the version IDs since the last start, or null if there was none. */
    @Nullable
    Long versions() {
        return versions;
    }

    /** Returns the number of changes that were read. */
    long lines() {
        return lines;
    }

    /**
     * Counts the objects that share each file, and deletes the files that no object uses.
     *
     * @throws IOException if a file is missing or too short
     */
    void restoreFiles() throws IOException {
        for (Bucket bucket : buckets.all()) {
            for (String key : bucket.keys()) {
                for (Version version : bucket.history(key).versions()) {
                    if (version instanceof StoredObject object) {
                        hold(object.body());
                    }
                }
            }
        }
        for (PendingUpload upload : uploads.all()) {
            for (StoredPart part : upload.parts()) {
                hold(part.body());
            }
        }
        filesByNumber.values().removeIf(file -> !file.isHeld());
        files.deleteAllBut(filesByNumber.keySet());
    }

    private static void hold(ObjectBody body) throws IOException {
        if (body.content() instanceof ObjectFile file) {
            // It may be longer: an append may have been interrupted.
            if (Files.notExists(file.path()) || Files.size(file.path()) < body.size()) {
                throw new IOException(file.path() + " must have at least " + body.size()
                        + " bytes of an object. Restore it, or remove the directory to start without its objects.");
            }
            file.restoreHolder();
        }
    }
}
