// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The outcome of one file in the transfer, sync or verification of a directory. Immutable. */
public final class FileOutcome {
    /** The kinds of outcomes. */
    public enum Status {
        /** It was uploaded or downloaded. */
        TRANSFERRED,
        /**
         * It equals its object, or there is nothing to transfer, as with a symbolic link or the marker object of a
         * folder, or it is kept although the source does not have it.
         */
        SKIPPED,
        /** It was not transferred or deleted, or it is not known whether it was: see {@link FileOutcome#failure}. */
        FAILED,
        /** The source does not have it, so the sync deleted it from the target. */
        DELETED,
        /** A dry run would transfer it. */
        WOULD_TRANSFER,
        /** A dry run would delete it from the target. */
        WOULD_DELETE
    }

    /** How the source and the target differed before the transfer. */
    public enum Difference {
        /** They were equal by the chosen comparison. */
        NONE,
        /** Both existed and differed. */
        DIFFERENT,
        /** Only the target existed. */
        MISSING_ON_SOURCE,
        /** Only the source existed. */
        MISSING_ON_TARGET
    }

    private final Status status;
    private final @Nullable Path file;
    private final String key;
    private final @Nullable String reason;
    private final @Nullable Throwable failure;
    private final @Nullable PutResult stored;
    private final @Nullable SavedObject saved;
    private final @Nullable Difference difference;
    private final @Nullable Long fileSize;
    private final @Nullable Long objectSize;
    private final @Nullable VerifyResult verification;

    private FileOutcome(
            Status status,
            @Nullable Path file,
            String key,
            @Nullable String reason,
            @Nullable Throwable failure,
            @Nullable PutResult stored,
            @Nullable SavedObject saved,
            @Nullable Difference difference,
            @Nullable Long fileSize,
            @Nullable Long objectSize,
            @Nullable VerifyResult verification) {
        this.status = status;
        this.file = file;
        this.key = key;
        this.reason = reason;
        this.failure = failure;
        this.stored = stored;
        this.saved = saved;
        this.difference = difference;
        this.fileSize = fileSize;
        this.objectSize = objectSize;
        this.verification = verification;
    }

    private static FileOutcome of(Status status, @Nullable Path file, String key, @Nullable String reason) {
        return new FileOutcome(status, file, key, reason, null, null, null, null, null, null, null);
    }

    /**
     * Returns the outcome of a file that was uploaded, or of an object that was copied.
     *
     * @param file null for a copy
     */
    public static FileOutcome uploaded(@Nullable Path file, PutResult stored) {
        return new FileOutcome(
                Status.TRANSFERRED, file, stored.key(), null, null, stored, null, null, null, null, null);
    }

    /** Returns the outcome of a file that was downloaded. */
    public static FileOutcome downloaded(SavedObject saved) {
        String key = saved.metadata().key();
        return new FileOutcome(Status.TRANSFERRED, saved.file(), key, null, null, null, saved, null, null, null, null);
    }

    /**
     * Returns the outcome of a file that was skipped for a reason other than that it equals its object.
     *
     * @param file null for an object whose key is not the name of a file
     * @param key the key of the object
     * @param reason why the file was skipped
     */
    public static FileOutcome skipped(@Nullable Path file, String key, String reason) {
        return of(Status.SKIPPED, file, key, reason);
    }

    /**
     * Returns the outcome of a file that was skipped because it equals its object.
     *
     * @param file null for an object that equals the source of its copy
     * @param key the key of the object
     * @param size of both, in bytes
     */
    public static FileOutcome same(@Nullable Path file, String key, long size) {
        return of(Status.SKIPPED, file, key, "the object is the same").withDifference(Difference.NONE, size, size);
    }

    /**
     * Returns the outcome of a file or object that was deleted.
     *
     * @param file null for an object
     * @param key the key of the object
     */
    public static FileOutcome deleted(@Nullable Path file, String key) {
        return of(Status.DELETED, file, key, null).withDifference(Difference.MISSING_ON_SOURCE, null, null);
    }

    /**
     * Returns the outcome of a file that would be transferred.
     *
     * @param file null for an object that would be copied
     * @param key the key of the object
     */
    public static FileOutcome wouldTransfer(@Nullable Path file, String key) {
        return of(Status.WOULD_TRANSFER, file, key, null);
    }

    /**
     * Returns the outcome of a file or object that would be deleted.
     *
     * @param file null for an object
     * @param key the key of the object
     */
    public static FileOutcome wouldDelete(@Nullable Path file, String key) {
        return of(Status.WOULD_DELETE, file, key, null).withDifference(Difference.MISSING_ON_SOURCE, null, null);
    }

    /**
     * Returns the outcome of a file that failed.
     *
     * @param file null for an object whose key is not the name of a file
     * @param failure the exception, as the call for a single file throws it
     */
    public static FileOutcome failed(@Nullable Path file, String key, Throwable failure) {
        String message = failure.getMessage();
        // The message of a file system's exception is often only the path.
        boolean needsType = message == null || failure instanceof FileSystemException;
        String reason = needsType ? failure.getClass().getSimpleName() + ": " + message : message;
        return new FileOutcome(Status.FAILED, file, key, reason, failure, null, null, null, null, null, null);
    }

    /**
     * Returns this outcome with another difference.
     *
     * @param fileSize in bytes; null if there is no file, or if its size is not known
     * @param objectSize in bytes; null if there is no object, or if its size is not known
     */
    public FileOutcome withDifference(
            @Nullable Difference difference, @Nullable Long fileSize, @Nullable Long objectSize) {
        return new FileOutcome(
                status, file, key, reason, failure, stored, saved, difference, fileSize, objectSize, verification);
    }

    /** Returns this outcome with the comparison by CRC64 that decided its difference. */
    public FileOutcome withVerification(VerifyResult result) {
        return new FileOutcome(
                status,
                file,
                key,
                reason,
                failure,
                stored,
                saved,
                result.isSame() ? Difference.NONE : Difference.DIFFERENT,
                result.fileSize(),
                result.metadata().size(),
                result);
    }

    /** Returns the kind of the outcome. */
    public Status status() {
        return status;
    }

    /**
     * Returns the file; null for an object that the source does not have, whose key is not the name of a file, or that
     * is copied.
     */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the key of the object, also if there is none. */
    public String key() {
        return key;
    }

    /** Returns why the file was skipped or failed; otherwise null. */
    public @Nullable String reason() {
        return reason;
    }

    /** Returns the exception of a file that failed, as the call for a single file throws it; otherwise null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Returns the stored object of a file that was uploaded; otherwise null. */
    public @Nullable PutResult stored() {
        return stored;
    }

    /** Returns the saved object of a file that was downloaded; otherwise null. */
    public @Nullable SavedObject saved() {
        return saved;
    }

    /** Returns whether the file was skipped because it equals its object. */
    public boolean isSame() {
        return difference == Difference.NONE;
    }

    /**
     * Returns how the source and the target differed before the transfer; null if they were not compared. Only a sync,
     * a verification, or a transfer with {@link DirectoryOptions.Builder#comparison} compares.
     */
    public @Nullable Difference difference() {
        return difference;
    }

    /** Returns the size of the file in bytes, if it was compared or would be uploaded; otherwise null. */
    public @Nullable Long fileSize() {
        return fileSize;
    }

    /** Returns the size of the object in bytes, if it was compared or would be downloaded; otherwise null. */
    public @Nullable Long objectSize() {
        return objectSize;
    }

    /**
     * Returns the comparison by {@link Comparison#CRC64}; null if another comparison was chosen, or if the sizes in the
     * list of the objects differ already.
     */
    public @Nullable VerifyResult verification() {
        return verification;
    }

    @Override
    public String toString() {
        return PrintableText.escape(status + " " + key + (reason == null ? "" : ": " + reason));
    }
}
