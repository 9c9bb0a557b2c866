// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if bytes changed in transit: the CRC64 computed here differs from the one that OSS computed. */
public final class ChecksumMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private final long localCrc64;
    private final long remoteCrc64;
    private final @Nullable PutResult stored;

    /**
     * Creates an exception, also for a test of your handler.
     *
     * @param message names the call and both checksums
     * @param localCrc64 computed here, an unsigned number
     * @param remoteCrc64 reported by OSS, an unsigned number
     * @param stored the corrupt object after an upload; null after the upload of a part, an append or a download
     */
    public ChecksumMismatchException(String message, long localCrc64, long remoteCrc64, @Nullable PutResult stored) {
        super(PrintableText.escape(message));
        this.localCrc64 = localCrc64;
        this.remoteCrc64 = remoteCrc64;
        this.stored = stored;
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
     * Returns the corrupt object after an upload, with the callback's answer if there was one: the application server
     * was notified of it. Null after the upload of a part, after an append and after a download.
     */
    public @Nullable PutResult stored() {
        return stored;
    }
}
