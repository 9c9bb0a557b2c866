// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes changed on the way: the CRC64 computed here is not the one that OSS computed. */
public final class ChecksumMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private final long localCrc64;
    private final long remoteCrc64;
    private final transient @Nullable PutResult stored;

    ChecksumMismatchException(String key, long localCrc64, long remoteCrc64, @Nullable PutResult stored) {
        super(key + ": the CRC64 of the bytes " + (stored == null ? "received" : "sent") + " here is "
                + Crc64.toString(localCrc64) + ", OSS has " + Crc64.toString(remoteCrc64)
                + (stored == null ? "" : "; what is stored is damaged (request id " + stored.requestId() + ")"));
        this.localCrc64 = localCrc64;
        this.remoteCrc64 = remoteCrc64;
        this.stored = stored;
    }

    /** The CRC64 of the bytes as they were here, an unsigned number. */
    public long localCrc64() {
        return localCrc64;
    }

    /** The CRC64 that OSS reported, an unsigned number. */
    public long remoteCrc64() {
        return remoteCrc64;
    }

    /**
     * The damaged object after an upload, with the callback's answer if there was one: the application server was told of
     * it. Null after a download.
     */
    public @Nullable PutResult stored() {
        return stored;
    }
}
