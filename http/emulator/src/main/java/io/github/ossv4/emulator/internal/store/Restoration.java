// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.journal.Change;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Restores what is stored from the changes in a journal. Not thread-safe. */
final class Restoration implements Change.Sink {
    private final BodyFiles files;
    private final Buckets buckets;
    private final PendingUploads uploads;
    private final Map<Long, ObjectFile> filesByNumber = new HashMap<>();
    private @Nullable Long versions;

    Restoration(BodyFiles files, Buckets buckets, PendingUploads uploads) {
        this.files = files;
        this.buckets = buckets;
        this.uploads = uploads;
    }

    /** Returns the file with a number, which was written before the start. */
    ObjectFile file(long number) {
        return filesByNumber.computeIfAbsent(number, files::restored);
    }

    @Override
    public void receive(Change change) throws IOException {
        if (change instanceof Change.Start start) {
            versions = start.versions();
        } else if (change instanceof Change.BucketChanged bucket) {
            buckets.load(bucket.bucket(), bucket.settings(), bucket.created());
        } else if (change instanceof Change.BucketDeleted deleted) {
            buckets.unload(deleted.bucket());
        } else if (change instanceof Change.ObjectChanged object) {
            load(object.name(), History.of(object.versions()), object.completed());
        } else if (change instanceof Change.VersionAdded added) {
            History before = bucket(added.name()).history(added.name().key());
            load(added.name(), before.with(added.version()), added.completed());
        } else if (change instanceof Change.UploadInitiated upload) {
            uploads.load(upload);
        } else if (change instanceof Change.PartUploaded part) {
            upload(part.upload()).load(part.part());
        } else if (change instanceof Change.UploadAborted aborted) {
            uploads.unload(aborted.upload());
        }
    }

    private Bucket bucket(ObjectName name) throws IOException {
        if (!buckets.contains(name.bucket())) {
            throw new IOException("the bucket " + name.bucket() + " does not exist");
        }
        return buckets.get(name.bucket());
    }

    private PendingUpload upload(String id) throws IOException {
        PendingUpload upload = uploads.loaded(id);
        if (upload == null) {
            throw new IOException("the upload " + id + " does not exist");
        }
        return upload;
    }

    private void load(ObjectName name, History history, @Nullable String completed) throws IOException {
        bucket(name).load(name.key(), history);
        if (completed != null) {
            uploads.unload(completed);
        }
    }

    /** Returns the first half of the version IDs since the last start, or null if there was none. */
    @Nullable
    Long versions() {
        return versions;
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
            if (!Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS) || Files.size(file.path()) < body.size()) {
                throw new IOException(file.path() + " must be a regular file, not a link, with at least " + body.size()
                        + " bytes of an object. Restore it, or remove the directory to start without its objects.");
            }
            file.restoreHolder();
        }
    }
}
