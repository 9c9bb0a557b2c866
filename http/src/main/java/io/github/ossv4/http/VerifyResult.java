// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import org.jspecify.annotations.Nullable;

/** The comparison of a file with an object. Immutable. */
public final class VerifyResult {
    /** The outcome of a comparison. */
    public enum Outcome {
        /** Length and CRC64 are equal. */
        SAME,
        /** The lengths differ; the file was not read. */
        OTHER_LENGTH,
        /** The lengths are equal, but the CRC64s differ. */
        OTHER_CRC64,
        /** The lengths are equal, and OSS reports no CRC64, as for some old objects; the file was not read. */
        UNKNOWN
    }

    private final Outcome outcome;
    private final ObjectMetadata metadata;
    private final long fileSize;
    private final @Nullable Long fileCrc64;

    private VerifyResult(Outcome outcome, ObjectMetadata metadata, long fileSize, @Nullable Long fileCrc64) {
        this.outcome = outcome;
        this.metadata = metadata;
        this.fileSize = fileSize;
        this.fileCrc64 = fileCrc64;
    }

    /**
     * Returns a result, also for a test of your code.
     *
     * @param metadata the metadata of the object
     * @param fileSize in bytes
     * @param fileCrc64 the CRC64 of the file, an unsigned number; null if the file was not read
     */
    public static VerifyResult of(Outcome outcome, ObjectMetadata metadata, long fileSize, @Nullable Long fileCrc64) {
        return new VerifyResult(outcome, metadata, fileSize, fileCrc64);
    }

    /** Returns the outcome. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether length and CRC64 are equal. */
    public boolean isSame() {
        return outcome == Outcome.SAME;
    }

    /** Returns the metadata of the object, with its size and CRC64. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /** Returns the size of the file in bytes. */
    public long fileSize() {
        return fileSize;
    }

    /** Returns the CRC64 of the file, an unsigned number; null if the file was not read. */
    public @Nullable Long fileCrc64() {
        return fileCrc64;
    }

    @Override
    public String toString() {
        return "VerifyResult{" + outcome + ", file of " + fileSize + " bytes, crc64="
                + (fileCrc64 == null ? "not computed" : Crc64.toString(fileCrc64)) + ", " + metadata + "}";
    }
}
