// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The comparison of one file of a directory with its object. Immutable. */
public final class FileComparison {
    /** The outcomes of a comparison. */
    public enum Outcome {
        /** Length and CRC64 are equal. */
        SAME,
        /** The lengths differ; the file was not read. */
        OTHER_LENGTH,
        /** The lengths are equal, but the CRC64s differ. */
        OTHER_CRC64,
        /** The lengths are equal, and OSS reports no CRC64, as for some old objects; the file was not read. */
        UNKNOWN,
        /** There is a file, but no object. */
        NO_OBJECT,
        /** There is an object, but no file. */
        NO_FILE,
        /** There is a symbolic link or a special file, which is not compared. */
        SKIPPED,
        /** File and object could not be compared: see {@link FileComparison#failure}. */
        FAILED
    }

    private final Outcome outcome;
    private final @Nullable Path file;
    private final String key;
    private final @Nullable Long fileSize;
    private final @Nullable Long objectSize;
    private final @Nullable Long fileCrc64;
    private final @Nullable Long objectCrc64;
    private final @Nullable FileOutcome other;

    private FileComparison(
            Outcome outcome,
            @Nullable Path file,
            String key,
            @Nullable Long fileSize,
            @Nullable Long objectSize,
            @Nullable Long fileCrc64,
            @Nullable Long objectCrc64,
            @Nullable FileOutcome other) {
        this.outcome = outcome;
        this.file = file;
        this.key = key;
        this.fileSize = fileSize;
        this.objectSize = objectSize;
        this.fileCrc64 = fileCrc64;
        this.objectCrc64 = objectCrc64;
        this.other = other;
    }

    /** Returns the comparison of a file with the metadata of its object. */
    public static FileComparison of(Path file, VerifyResult result) {
        return new FileComparison(
                Outcome.valueOf(result.outcome().name()),
                file,
                result.metadata().key(),
                result.fileSize(),
                result.metadata().size(),
                result.fileCrc64(),
                result.metadata().crc64(),
                null);
    }

    /**
     * Returns the comparison of a file with an object of another length.
     *
     * @param key the key of the object
     * @param fileSize in bytes
     * @param objectSize in bytes
     */
    public static FileComparison otherLength(Path file, String key, long fileSize, long objectSize) {
        return new FileComparison(Outcome.OTHER_LENGTH, file, key, fileSize, objectSize, null, null, null);
    }

    /**
     * Returns the comparison of a file that has no object.
     *
     * @param key the key that the object would have
     * @param fileSize in bytes
     */
    public static FileComparison noObject(Path file, String key, long fileSize) {
        return new FileComparison(Outcome.NO_OBJECT, file, key, fileSize, null, null, null, null);
    }

    /**
     * Returns the comparison of an object that has no file.
     *
     * @param key the key of the object
     * @param objectSize in bytes
     */
    public static FileComparison noFile(String key, long objectSize) {
        return new FileComparison(Outcome.NO_FILE, null, key, null, objectSize, null, null, null);
    }

    /** Returns the comparison of a file that was skipped or failed. */
    public static FileComparison notCompared(FileOutcome outcome) {
        return new FileComparison(
                outcome.failure() == null ? Outcome.SKIPPED : Outcome.FAILED,
                outcome.file(),
                outcome.key(),
                null,
                null,
                null,
                null,
                outcome);
    }

    /** Returns the outcome. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns the file; null for an object without a file. */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the key of the object, also if there is none. */
    public String key() {
        return key;
    }

    /** Returns the size of the file in bytes; null if there is none, or if it is not known. */
    public @Nullable Long fileSize() {
        return fileSize;
    }

    /** Returns the size of the object in bytes; null if there is none, or if it is not known. */
    public @Nullable Long objectSize() {
        return objectSize;
    }

    /** Returns the CRC64 of the file, an unsigned number; null if the file was not read. */
    public @Nullable Long fileCrc64() {
        return fileCrc64;
    }

    /** Returns the CRC64 of the object, an unsigned number; null if it was not requested, or if OSS reports none. */
    public @Nullable Long objectCrc64() {
        return objectCrc64;
    }

    /** Returns why the file was skipped, or why the comparison failed; otherwise null. */
    public @Nullable String reason() {
        return other == null ? null : other.reason();
    }

    /** Returns the exception of a comparison that failed, as {@link BucketClient#verify} throws it; otherwise null. */
    public @Nullable Throwable failure() {
        return other == null ? null : other.failure();
    }

    @Override
    public String toString() {
        return PrintableText.escape(outcome + " " + key + (reason() == null ? "" : ": " + reason()));
    }
}
