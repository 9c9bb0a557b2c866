// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.Operation;
import org.jspecify.annotations.Nullable;

/** The failures of a comparison of checksums. */
public final class ChecksumMismatches {
    private ChecksumMismatches() {}

    public static ChecksumMismatchException uploaded(
            Operation operation, long localCrc64, long remoteCrc64, PutResult stored) {
        return new ChecksumMismatchException(
                message(operation, "bytes sent", localCrc64, remoteCrc64) + corrupt(stored.requestId()),
                localCrc64,
                remoteCrc64,
                stored);
    }

    /** Converts the failure of an object to the failure of a part. The object of this key, if any, is unchanged. */
    static ChecksumMismatchException ofPart(Operation operation, ChecksumMismatchException object) {
        PutResult part = object.stored();
        return new ChecksumMismatchException(
                message(operation, "bytes sent", object.localCrc64(), object.remoteCrc64())
                        + "; the stored part is corrupt, no object was changed (request id "
                        + (part == null ? null : part.requestId()) + ")",
                object.localCrc64(),
                object.remoteCrc64(),
                null);
    }

    public static ChecksumMismatchException appended(
            Operation operation, long localCrc64, long remoteCrc64, @Nullable String requestId) {
        return new ChecksumMismatchException(
                message(operation, "object with the bytes appended", localCrc64, remoteCrc64)
                        + "; either the object is corrupt, or the CRC64 of the position was not that of the object before"
                        + " (request id " + requestId + ")",
                localCrc64,
                remoteCrc64,
                null);
    }

    public static ChecksumMismatchException copied(Operation operation, long copied, long source, PutResult stored) {
        return new ChecksumMismatchException(
                operation + ": the CRC64 of the copy is " + Crc64.toString(copied) + ", that of the source is "
                        + Crc64.toString(source) + corrupt(stored.requestId()),
                copied,
                source,
                stored);
    }

    public static ChecksumMismatchException downloaded(Operation operation, long localCrc64, long remoteCrc64) {
        return new ChecksumMismatchException(
                message(operation, "bytes received", localCrc64, remoteCrc64), localCrc64, remoteCrc64, null);
    }

    private static String message(Operation operation, String bytes, long localCrc64, long remoteCrc64) {
        return operation + ": the CRC64 of the " + bytes + ", computed here, is " + Crc64.toString(localCrc64)
                + ", OSS has " + Crc64.toString(remoteCrc64);
    }

    private static String corrupt(@Nullable String requestId) {
        return "; the stored object is corrupt (request id " + requestId + ")";
    }
}
