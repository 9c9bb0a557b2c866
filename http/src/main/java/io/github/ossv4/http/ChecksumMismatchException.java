// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if bytes changed in transit: the CRC64 computed here differs from the one that OSS computed. */
public final class ChecksumMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private final long localCrc64;
    private final long remoteCrc64;
    private final @Nullable PutResult stored;

    private ChecksumMismatchException(String message, long localCrc64, long remoteCrc64, @Nullable PutResult stored) {
        super(PrintableText.escape(message));
        this.localCrc64 = localCrc64;
        this.remoteCrc64 = remoteCrc64;
        this.stored = stored;
    }

    static ChecksumMismatchException uploaded(
            Operation operation, long localCrc64, long remoteCrc64, PutResult stored) {
        return new ChecksumMismatchException(
                message(operation, "bytes sent", localCrc64, remoteCrc64) + corrupt(stored.requestId()),
                localCrc64,
                remoteCrc64,
                stored);
    }

    static ChecksumMismatchException appended(
            Operation operation, long localCrc64, long remoteCrc64, @Nullable String requestId) {
        return new ChecksumMismatchException(
                message(operation, "object with the bytes appended", localCrc64, remoteCrc64)
                        + "; either the object is corrupt, or the CRC64 of the position was not that of the object before"
                        + " (request id " + requestId + ")",
                localCrc64,
                remoteCrc64,
                null);
    }

    static ChecksumMismatchException copied(Operation operation, long copied, long source, PutResult stored) {
        return new ChecksumMismatchException(
                operation + ": the CRC64 of the copy is " + Crc64.toString(copied) + ", that of the source is "
                        + Crc64.toString(source) + corrupt(stored.requestId()),
                copied,
                source,
                stored);
    }

    static ChecksumMismatchException downloaded(Operation operation, long localCrc64, long remoteCrc64) {
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

    /** Returns the CRC64 computed here, an unsigned number. */
    public long localCrc64() {
        return localCrc64;
    }

    /** Returns the CRC64 that OSS reported, an unsigned number. */
    public long remoteCrc64() {
        return remoteCrc64;
    }

    /**
     * Returns the corrupt object after an upload, with the callback's answer if there was one: the application server was
     * notified of it. Null after an append or a download.
     */
    public @Nullable PutResult stored() {
        return stored;
    }
}
