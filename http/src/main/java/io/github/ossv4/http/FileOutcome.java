// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The outcome of one file in the transfer or sync of a directory. Immutable. */
public final class FileOutcome {
    /** The kinds of outcomes. */
    public enum Status {
        /** It was uploaded or downloaded. */
        TRANSFERRED,
        /**
         * It equals its object, or there is nothing to transfer, as with a symbolic link or the marker object of a folder, or
         * it is kept although the source does not have it.
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
    private final @Nullable Difference difference;
    private final @Nullable Path file;
    private final String key;
    private final @Nullable String reason;
    private final @Nullable Throwable failure;

    /** A {@link PutResult}, a {@link SavedObject}, or the size of a file that would be transferred; null for others. */
    private final @Nullable Object result;

    private FileOutcome(
            Status status,
            @Nullable Difference difference,
            @Nullable Path file,
            String key,
            @Nullable String reason,
            @Nullable Throwable failure,
            @Nullable Object result) {
        this.status = status;
        this.difference = difference;
        this.file = file;
        this.key = key;
        this.reason = reason;
        this.failure = failure;
        this.result = result;
    }

    /** Returns the outcome of a file that was uploaded. */
    public static FileOutcome uploaded(Path file, PutResult stored) {
        return new FileOutcome(Status.TRANSFERRED, null, file, stored.key(), null, null, stored);
    }

    /** Returns the outcome of a file that was downloaded. */
    public static FileOutcome downloaded(SavedObject saved) {
        return new FileOutcome(
                Status.TRANSFERRED, null, saved.file(), saved.metadata().key(), null, null, saved);
    }

    /**
     * Returns the outcome of a file that was skipped for a reason other than that it equals its object.
     *
     * @param file null for an object whose key is not the name of a file
     * @param key the key of the object
     * @param reason why the file was skipped
     */
    public static FileOutcome skipped(@Nullable Path file, String key, String reason) {
        return new FileOutcome(Status.SKIPPED, null, file, key, reason, null, null);
    }

    /**
     * Returns the outcome of a file that was skipped because it equals its object.
     *
     * @param key the key of the object
     */
    public static FileOutcome same(Path file, String key) {
        return new FileOutcome(Status.SKIPPED, Difference.NONE, file, key, "the object is the same", null, null);
    }

    /**
     * Returns the outcome of a file or object that was deleted.
     *
     * @param file null for an object
     * @param key the key of the object
     */
    public static FileOutcome deleted(@Nullable Path file, String key) {
        return new FileOutcome(Status.DELETED, Difference.MISSING_ON_SOURCE, file, key, null, null, null);
    }

    /**
     * Returns the outcome of a file that would be transferred.
     *
     * @param key the key of the object
     * @param size its size in bytes
     */
    public static FileOutcome wouldTransfer(Path file, String key, long size) {
        return new FileOutcome(Status.WOULD_TRANSFER, null, file, key, null, null, size);
    }

    /**
     * Returns the outcome of a file or object that would be deleted.
     *
     * @param file null for an object
     * @param key the key of the object
     */
    public static FileOutcome wouldDelete(@Nullable Path file, String key) {
        return new FileOutcome(Status.WOULD_DELETE, Difference.MISSING_ON_SOURCE, file, key, null, null, null);
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
        return new FileOutcome(Status.FAILED, null, file, key, reason, failure, null);
    }

    /** Returns this outcome with another difference. */
    public FileOutcome withDifference(@Nullable Difference other) {
        return new FileOutcome(status, other, file, key, reason, failure, result);
    }

    /** Returns the kind of the outcome. */
    public Status status() {
        return status;
    }

    /** Returns the file; null for an object that the source does not have, or whose key is not the name of a file. */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the key of the object. */
    public String key() {
        return key;
    }

    /** Returns why the file was skipped or failed; otherwise null. */
    public @Nullable String reason() {
        return reason;
    }

    /** Returns whether the file was skipped because it equals its object. */
    public boolean isSame() {
        return difference == Difference.NONE;
    }

    /**
     * Returns how the source and the target differed before the transfer; null if they were not compared. Only a sync, or a
     * transfer with {@link DirectoryOptions.Builder#compareBy}, compares.
     */
    public @Nullable Difference difference() {
        return difference;
    }

    /** Returns the exception of a file that failed, as the call for a single file throws it; otherwise null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Returns the stored object of a file that was uploaded; otherwise null. */
    public @Nullable PutResult stored() {
        return result instanceof PutResult ? (PutResult) result : null;
    }

    /** Returns the saved object of a file that was downloaded; otherwise null. */
    public @Nullable SavedObject saved() {
        return result instanceof SavedObject ? (SavedObject) result : null;
    }

    /** Returns the size in bytes of a file that would be transferred; otherwise null. */
    public @Nullable Long plannedSize() {
        return result instanceof Long ? (Long) result : null;
    }

    @Override
    public String toString() {
        return PrintableText.escape(status + " " + key + (reason == null ? "" : ": " + reason));
    }
}
