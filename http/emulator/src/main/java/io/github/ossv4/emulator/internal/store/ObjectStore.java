// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.BodyContent;
import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.Version.DeleteMarker;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stored objects: an index in memory, and files with their bytes, or arrays for small bodies. An object is stored,
 * replaced, appended to and deleted by one atomic change of the index. Thread-safe.
 *
 * @param fileBytes the minimum size of a body in a file
 */
public record ObjectStore(BodyFiles files, int fileBytes, Clock clock, Buckets buckets, VersionIds versionIds) {
    /** The default minimum size of a body in a file, in bytes. */
    public static final int FILE_BYTES = 4 << 10;

    /** Returns whether the objects of a bucket can have several versions. */
    public boolean keepsHistory(String bucket) {
        return versioning(bucket).keepsHistory();
    }

    private VersioningStatus versioning(String bucket) {
        return buckets.settings(bucket).versioning();
    }

    /**
     * Returns a reference to an object, which need not exist.
     *
     * @param versionId null for the latest version
     * @throws OssException if no version can have this ID
     */
    public ObjectReference reference(ObjectName name, @Nullable String versionId) {
        if (versionId != null && versionId.isEmpty()) {
            throw OssException.invalidArgument(
                    "0012-00000201", "Version id can not be the empty string.", ObjectReference.VERSION_ID, versionId);
        }
        // IDs are printable ASCII: a response returns them in a header.
        if (versionId != null && !versionId.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw OssException.invalidArgument("The version id is not valid.", ObjectReference.VERSION_ID, versionId);
        }
        if (versionId != null && !versionId.equals(Version.NULL_ID) && !keepsHistory(name.bucket())) {
            throw OssException.invalidArgument(
                    "0012-00000301", "The bucket has no versioning.", ObjectReference.VERSION_ID, versionId);
        }
        return new ObjectReference(name, versionId);
    }

    /** Starts a body. It belongs to no object until {@link #publish} or {@link #append} is called. */
    public BodyWriter newBody() throws IOException {
        return new BodyWriter(files, fileBytes);
    }

    /**
     * Joins parts to a body, which belongs to no object until {@link #complete} is called.
     *
     * @param withMd5 whether to compute the MD5 of the whole
     */
    public ObjectBody join(List<StoredPart> parts, boolean withMd5) throws IOException {
        List<ObjectBody> bodies = parts.stream().map(StoredPart::body).toList();
        BodyContent content = files.join(bodies);
        try {
            return ObjectBody.ofParts(content, bodies, withMd5);
        } catch (Throwable t) {
            content.release();
            throw t;
        }
    }

    private History history(ObjectName name) {
        return buckets.get(name.bucket()).history(name.key());
    }

    /**
     * Lists the objects of a bucket. One that exists throughout this call and is after {@code after} is listed.
     *
     * @param prefix the prefix that all keys have
     * @param delimiter at the end of common prefixes; empty for none
     * @param after the key or common prefix after which the page starts; empty for the first page
     * @param limit the maximum number of objects and common prefixes
     */
    public VersionPage list(String bucket, String prefix, String delimiter, String after, int limit) {
        KeyWalk walk = buckets.get(bucket).walk(prefix, delimiter).after(after);
        return VersionPage.of(walk, History::latestObject, VersionPage.EMPTY.last(), limit);
    }

    /** Lists the versions of all objects of a bucket after a position, otherwise like {@link #list}. */
    public VersionPage listVersions(
            String bucket, String prefix, String delimiter, VersionPage.Position after, int limit) {
        KeyWalk walk = buckets.get(bucket).walk(prefix, delimiter);
        KeyWalk start = after.versionId().isEmpty() ? walk.after(after.key()) : walk.from(after.key());
        return VersionPage.of(start, History::versions, after, limit);
    }

    /**
     * Checks that storing an object overwrites none. In a bucket with versioning, OSS ignores this condition.
     *
     * @throws OssException if an object would be overwritten
     */
    public void checkAbsent(ObjectName name) {
        if (!keepsHistory(name.bucket()) && !history(name).isEmpty()) {
            throw OssError.FILE_ALREADY_EXISTS.with("Key", name.key());
        }
    }

    /**
     * Returns a new ID; null without versioning. Called after the history that it extends was read: then it is greater
     * than the IDs there.
     */
    private @Nullable String newId(ObjectName name) {
        return versionIds.ofObject(versioning(name.bucket()));
    }

    /** Returns an object with the ID that it has if versioning was enabled after it was stored. */
    private StoredObject withId(ObjectName name, StoredObject object) {
        return object.versionId() == null && keepsHistory(name.bucket()) ? object.withNullId() : object;
    }

    /**
     * Makes an object visible, in place of an existing one.
     *
     * @param overwrite whether an existing object may be overwritten
     * @throws OssException if one exists and must not be overwritten; nothing is changed then
     */
    public StoredObject publish(ObjectName name, ObjectBody body, ObjectAttributes attributes, boolean overwrite) {
        return publish(name, body, attributes, overwrite, null);
    }

    /** Like {@link #publish}, for the object of an upload, and marks the upload as closed in the same change. */
    public StoredObject complete(
            PendingUpload upload, ObjectBody body, ObjectAttributes attributes, boolean overwrite) {
        return publish(upload.name(), body, attributes, overwrite, upload);
    }

    private StoredObject publish(
            ObjectName name,
            ObjectBody body,
            ObjectAttributes attributes,
            boolean overwrite,
            @Nullable PendingUpload completed) {
        Bucket bucket = buckets.get(name.bucket());
        while (true) {
            History before = bucket.history(name.key());
            if (!overwrite) {
                checkAbsent(name);
            }
            StoredObject object = StoredObject.of(newId(name), body, attributes, clock.instant());
            if (replace(bucket, name.key(), before, before.with(object), completed)) {
                return object;
            }
        }
    }

    /**
     * Like {@link #publish}, for a copy. It shares the file of its source.
     *
     * @param source the object that {@code reference} named
     * @return the copy; null if the source or the target changed meanwhile: then the caller must retry
     */
    @Nullable
    public StoredObject copy(
            ObjectReference reference,
            StoredObject source,
            ObjectName name,
            ObjectAttributes attributes,
            boolean overwrite) {
        return share(source.body().content(), () -> {
            History before = history(name);
            if (!overwrite) {
                checkAbsent(name);
            }
            StoredObject copy = StoredObject.of(newId(name), source.body(), attributes, clock.instant());
            // A copy onto itself must not lose bytes that were appended since.
            boolean isCopied = source.equals(find(reference)) && replace(name, before, before.with(copy));
            return isCopied ? copy : null;
        });
    }

    /**
     * Makes a change after which one more object holds the content.
     *
     * @param change returns this object, or null if it made no change
     */
    private static @Nullable StoredObject share(BodyContent content, Supplier<@Nullable StoredObject> change) {
        if (!content.retain()) {
            return null;
        }
        StoredObject shared = null;
        try {
            shared = change.get();
            return shared;
        } finally {
            if (shared == null) {
                content.release();
            }
        }
    }

    /**
     * Checks that an object can be appended to at {@code position}.
     *
     * @return the object, or null if it does not exist
     * @throws OssException if it is not appendable, is sealed, or has another length
     */
    @Nullable
    public StoredObject appendable(ObjectName name, long position) {
        return appendable(name, history(name), position);
    }

    private @Nullable StoredObject appendable(ObjectName name, History history, long position) {
        StoredObject object = history.latest() instanceof StoredObject latest ? withId(name, latest) : null;
        if (object != null && object.attributes().settings().state().isSealed()) {
            throw OssError.FILE_IMMUTABLE.exception();
        }
        checkLength(object, position);
        return object;
    }

    private static void checkLength(@Nullable StoredObject object, long position) {
        if (object != null && !object.body().appendable()) {
            throw OssError.OBJECT_NOT_APPENDABLE.exception();
        }
        long size = object == null ? 0 : object.body().size();
        if (position != size) {
            throw OssError.POSITION_NOT_EQUAL_TO_LENGTH
                    .exception()
                    .withHeader("x-oss-next-append-position", Long.toString(size));
        }
    }

    /**
     * Seals an object, so that nothing can be appended to it.
     *
     * @throws OssException if it does not exist, is not appendable, or has another length
     */
    public StoredObject seal(ObjectName name, long length) {
        return change(new ObjectReference(name, null), "POST", object -> {
            checkLength(object, length);
            ObjectAttributes attributes = object.attributes();
            return attributes.withState(attributes.settings().state().sealed(clock.instant()));
        });
    }

    /**
     * Appends to an object, or creates it.
     *
     * @param piece the bytes to append; the store owns its file afterwards
     * @param attributes of a new object; an existing one takes only an ACL other than {@code default}
     * @throws OssException in the same cases as {@link #appendable}; nothing is changed then, and the caller still owns
     *     the file
     */
    public StoredObject append(ObjectName name, long position, ObjectBody piece, ObjectAttributes attributes)
            throws IOException {
        while (true) {
            History before = history(name);
            StoredObject object = appendable(name, before, position);
            if (object == null) {
                StoredObject created =
                        StoredObject.of(newId(name), piece.startAppending(), attributes, clock.instant());
                if (replace(name, before, before.with(created))) {
                    return created;
                }
            } else if (piece.size() == 0) {
                piece.content().release();
                return object;
            } else {
                StoredObject grown =
                        grow(name, before, object, piece, attributes.settings().acl());
                if (grown != null) {
                    piece.content().release();
                    return grown;
                }
            }
        }
    }

    /** Returns null if another thread changed the object first. */
    private @Nullable StoredObject grow(
            ObjectName name, History before, StoredObject object, ObjectBody piece, String acl) throws IOException {
        BodyContent content = object.body().content();
        synchronized (content) {
            // A thread that waited for another one must not overwrite what that one appended.
            if (history(name) != before || !content.retain()) {
                return null;
            }
            BodyContent unused = content;
            try {
                ObjectBody body = object.body().appended(piece, files.append(object.body(), piece));
                if (body.content() != content) {
                    content.release();
                    unused = body.content();
                }
                ObjectAttributes attributes = acl.equals(ObjectSettings.DEFAULT.acl())
                        ? object.attributes()
                        : object.attributes().withAcl(acl);
                StoredObject grown = StoredObject.of(object.versionId(), body, attributes, clock.instant());
                if (!replace(name, before, before.with(grown))) {
                    return null;
                }
                unused = null;
                return grown;
            } finally {
                if (unused != null) {
                    unused.release();
                }
            }
        }
    }

    /**
     * Changes the attributes of an object. Its version ID and its time stay.
     *
     * @param method the method of the request, which the error contains
     * @param change returns the new attributes; it may be called several times
     * @throws OssException if it does not exist
     */
    public StoredObject change(
            ObjectReference reference, String method, Function<StoredObject, ObjectAttributes> change) {
        ObjectName name = reference.name();
        while (true) {
            History before = history(name);
            StoredObject object = get(before, reference, method);
            StoredObject changed = withId(name, object.with(change.apply(object)));
            // The changed object holds the content too, and the replaced one releases it.
            StoredObject shared = share(
                    object.body().content(),
                    () -> replace(name, before, before.replacing(object, changed)) ? changed : null);
            if (shared != null) {
                return shared;
            }
        }
    }

    /** Returns the object or the delete marker that a reference names, or null. */
    @Nullable
    public Version find(ObjectReference reference) {
        Version version = find(history(reference.name()), reference);
        return version instanceof StoredObject object ? withId(reference.name(), object) : version;
    }

    private static @Nullable Version find(History history, ObjectReference reference) {
        String versionId = reference.versionId();
        return versionId == null ? history.latest() : history.find(versionId);
    }

    /**
     * Returns the object that a reference names.
     *
     * @param method the method of the request, which the error contains
     * @throws OssException if it does not exist
     */
    public StoredObject get(ObjectReference reference, String method) {
        return withId(reference.name(), get(history(reference.name()), reference, method));
    }

    private static StoredObject get(History history, ObjectReference reference, String method) {
        Version version = find(history, reference);
        if (version instanceof StoredObject object) {
            return object;
        }
        throw version instanceof DeleteMarker marker ? reference.deleted(marker, method) : reference.missing();
    }

    /**
     * Returns the object that a reference names, or the target of a symbolic link.
     *
     * @param method the method of the request, which the error contains
     * @throws OssException if it does not exist, or a link has no valid target
     */
    public ResolvedObject resolve(ObjectReference reference, String method) {
        StoredObject object = get(reference, method);
        String target = object.body().symlinkTarget();
        if (target == null) {
            return new ResolvedObject(object, object);
        }
        Version found =
                history(new ObjectName(reference.name().bucket(), target)).latest();
        if (!(found instanceof StoredObject targetObject)) {
            throw OssError.SYMLINK_TARGET_NOT_EXIST.with("Key", target);
        }
        if (targetObject.body().symlinkTarget() != null) {
            throw OssError.INVALID_TARGET_TYPE.with("Key", target);
        }
        return new ResolvedObject(object, targetObject);
    }

    /** Opens the object that {@link #resolve} returns. */
    public OpenObject open(ObjectReference reference, String method) throws IOException {
        while (true) {
            ResolvedObject object = resolve(reference, method);
            try {
                return OpenObject.open(object);
            } catch (NoSuchFileException e) {
                // It was replaced or deleted since it was looked up. Otherwise its file is missing.
                if (object.equals(resolve(reference, method))) {
                    throw e;
                }
            }
        }
    }

    /**
     * Deletes an object or a version permanently, or adds a delete marker.
     *
     * @return the deleted version, or the new marker; null if nothing existed
     */
    @Nullable
    public Version delete(ObjectReference reference) {
        ObjectName name = reference.name();
        String versionId = reference.versionId();
        VersioningStatus versioning = versioning(name.bucket());
        Bucket bucket = buckets.get(name.bucket());
        String id = versionId == null ? Version.NULL_ID : versionId;
        while (true) {
            History before = bucket.history(name.key());
            if (versionId == null && versioning.keepsHistory()) {
                DeleteMarker marker = new DeleteMarker(versionIds.ofMarker(versioning), clock.instant());
                if (replace(bucket, name.key(), before, before.with(marker), null)) {
                    return marker;
                }
            } else if (replace(bucket, name.key(), before, before.without(id), null)) {
                return before.find(id);
            }
        }
    }

    /** Deletes all objects and versions. */
    public void clear() {
        for (Bucket bucket : buckets.all()) {
            bucket.keys().forEach(key -> clear(bucket, key));
        }
    }

    private static void clear(Bucket bucket, String key) {
        History before = bucket.history(key);
        while (!replace(bucket, key, before, History.EMPTY, null)) {
            before = bucket.history(key);
        }
    }

    /** Replaces the history of an object, if it is still {@code before}. All changes of the index are made here. */
    private boolean replace(ObjectName name, History before, History after) {
        return replace(buckets.get(name.bucket()), name.key(), before, after, null);
    }

    private static boolean replace(
            Bucket bucket, String key, History before, History after, @Nullable PendingUpload completed) {
        boolean replaced = bucket.replace(key, before, after, completed);
        if (replaced) {
            before.releaseMissing(after);
        }
        return replaced;
    }
}
