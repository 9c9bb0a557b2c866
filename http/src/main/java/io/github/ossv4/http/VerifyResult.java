// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import org.jspecify.annotations.Nullable;

/** How a file compares with the object that OSS has. Immutable. */
public final class VerifyResult {
    /** What a comparison came to. */
    public enum Outcome {
        /** Length and CRC64 agree. */
        SAME,
        /** The lengths differ; the file was not read. */
        OTHER_LENGTH,
        /** The lengths agree, the CRC64 do not. */
        OTHER_CRC64,
        /** The lengths agree, and OSS reports no CRC64, as for some old objects; the file was not read. */
        UNKNOWN
    }

    private final Outcome outcome;
    private final ObjectMetadata metadata;
    private final long fileSize;
    private final @Nullable Long fileCrc64;

    VerifyResult(Outcome outcome, ObjectMetadata metadata, long fileSize, @Nullable Long fileCrc64) {
        this.outcome = outcome;
        this.metadata = metadata;
        this.fileSize = fileSize;
        this.fileCrc64 = fileCrc64;
    }

    /** What the comparison came to. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the file is the object, byte for byte as far as a CRC64 can tell. */
    public boolean isSame() {
        return outcome == Outcome.SAME;
    }

    /** What OSS tells of the object: its size, its CRC64. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /** The size of the file in bytes. */
    public long fileSize() {
        return fileSize;
    }

    /** The CRC64 of the file, an unsigned number; null if it was not read. */
    public @Nullable Long fileCrc64() {
        return fileCrc64;
    }

    @Override
    public String toString() {
        return "VerifyResult{" + outcome + ", file of " + fileSize + " bytes, crc64="
                + (fileCrc64 == null ? "not computed" : Crc64.toString(fileCrc64)) + ", " + metadata + "}";
    }
}
