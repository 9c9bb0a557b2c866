// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of what is stored. Immutable. */
public sealed interface Change {
    /** Receives changes. */
    interface Sink {
        /**
         * Receives a change.
         *
         * @throws IOException if it contradicts an earlier change, or cannot be written
         */
        void receive(Change change) throws IOException;
    }

    /**
     * The start of an emulator, which is also the first change in a journal.
     *
     * @param versions the first half of all version IDs from now on
     */
    record Start(long versions) implements Change {}

    /** The creation of a bucket, or the change of its settings. */
    record BucketChanged(String bucket, Instant created, BucketSettings settings) implements Change {}

    /** The deletion of a bucket. */
    record BucketDeleted(String bucket) implements Change {}

    /**
     * The change of an object.
     *
     * @param versions all versions, the latest first
     * @param completed the ID of the upload that the object was made of, which is closed by the same change; or null
     */
    record ObjectChanged(
            ObjectName name,
            List<Version> versions,
            @Nullable String completed) implements Change {}

    /**
     * One more version of an object, which replaces one with the same ID. Writing all versions each time would be slow
     * for a key with a thousand versions.
     *
     * @param completed as for {@link ObjectChanged}
     */
    record VersionAdded(
            ObjectName name, Version version, @Nullable String completed) implements Change {}

    /** The start of a multipart upload. */
    record UploadInitiated(
            String upload, ObjectName name, ObjectAttributes attributes, boolean isSequential, Instant initiated)
            implements Change {}

    /** One more part, which replaces one with the same number. */
    record PartUploaded(String upload, StoredPart part) implements Change {}

    /** The end of an upload without an object. */
    record UploadAborted(String upload) implements Change {}
}
