// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** How far an upload or download in parts has come. Immutable. */
public final class TransferProgress {
    private final long bytes;
    private final long totalBytes;
    private final int parts;
    private final int totalParts;
    private final long bytesPerSecond;

    TransferProgress(long bytes, long totalBytes, int parts, int totalParts, long bytesPerSecond) {
        this.bytes = bytes;
        this.totalBytes = totalBytes;
        this.parts = parts;
        this.totalParts = totalParts;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * How many bytes are where they should be, or on their way there, those found there included. Less than before where a
     * part had to begin again.
     */
    public long bytes() {
        return bytes;
    }

    /** How many bytes there are in all; -1 if nobody knows yet. */
    public long totalBytes() {
        return totalBytes;
    }

    /** How many parts are done, those found done included. */
    public int parts() {
        return parts;
    }

    /** How many parts there are in all; -1 if nobody knows yet. */
    public int totalParts() {
        return totalParts;
    }

    /** The rate of the last seconds, at most five; bytes that were found there do not count. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    @Override
    public String toString() {
        return bytes + (totalBytes < 0 ? "" : " of " + totalBytes) + " bytes, " + parts
                + (totalParts < 0 ? "" : " of " + totalParts) + " parts, " + bytesPerSecond + " bytes/s";
    }
}
