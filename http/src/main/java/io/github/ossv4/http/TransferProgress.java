// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * The progress of an upload or download, or of a directory, whose parts are its files. A transfer by one request has
 * one part. Immutable.
 */
public final class TransferProgress {
    private final long bytes;
    private final long totalBytes;
    private final int parts;
    private final int totalParts;
    private final long bytesPerSecond;

    private TransferProgress(long bytes, long totalBytes, int parts, int totalParts, long bytesPerSecond) {
        this.bytes = bytes;
        this.totalBytes = totalBytes;
        this.parts = parts;
        this.totalParts = totalParts;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Returns a progress, also for a test of your listener.
     *
     * @param bytes transferred or found so far
     * @param totalBytes -1 if unknown
     * @param parts the number of complete parts
     * @param totalParts -1 if unknown
     * @param bytesPerSecond the current rate
     */
    public static TransferProgress of(long bytes, long totalBytes, int parts, int totalParts, long bytesPerSecond) {
        return new TransferProgress(bytes, totalBytes, parts, totalParts, bytesPerSecond);
    }

    /**
     * Returns the number of bytes that were transferred, or found already transferred, so far. The number decreases
     * when a part or a request is retried.
     */
    public long bytes() {
        return bytes;
    }

    /** Returns the number of bytes of the whole transfer; -1 if unknown. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Returns the number of complete parts, including those that were already transferred. */
    public int parts() {
        return parts;
    }

    /** Returns the number of parts of the whole transfer; -1 if unknown. */
    public int totalParts() {
        return totalParts;
    }

    /** Returns the rate of the last 5 seconds, without bytes that were found. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    @Override
    public String toString() {
        return bytes + (totalBytes < 0 ? "" : " of " + totalBytes) + " bytes, " + parts
                + (totalParts < 0 ? "" : " of " + totalParts) + " parts, " + bytesPerSecond + " bytes/s";
    }
}
