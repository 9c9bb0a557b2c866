// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The default time limit for retries: three read timeouts, and the time that OSS may work before it responds. It counts
 * the time until the response of each attempt starts, without the waits between attempts, and without the time to send
 * a body: OkHttp limits each of its writes, and the caller may produce it slowly. It ends no attempt, since the read
 * timeout and {@code Pace} do: it prevents the next one. Not thread-safe: attempts follow each other.
 *
 * <p>Rule: No retry follows after three read timeouts, and each KB of a response arrives within one ({@code
 * CallTimeoutTest}, {@code PacedSourceTest}).
 */
final class ResponseLimit {
    private static final int READ_TIMEOUTS = 3;

    private static final long NOT_STARTED = Long.MAX_VALUE;

    private long leftNanos = NOT_STARTED;
    private @Nullable UploadBody body;
    private long startedNanos;
    private boolean isRunning;

    /** Returns the limit of a call in milliseconds. */
    static long millis(int readMillis, int serverMillis) {
        return READ_TIMEOUTS * (long) readMillis + serverMillis;
    }

    /**
     * Starts the limit for an attempt that is not sent yet.
     *
     * @param readMillis the read timeout of the client; 0 for no limit
     * @param serverMillis how long the server may work before it responds
     * @param sent the body; null for none
     */
    void start(int readMillis, int serverMillis, @Nullable UploadBody sent) {
        if (readMillis == 0) {
            return;
        }
        if (leftNanos == NOT_STARTED) {
            leftNanos = TimeUnit.MILLISECONDS.toNanos(millis(readMillis, serverMillis));
        }
        isRunning = true;
        startedNanos = System.nanoTime();
        body = sent;
    }

    /** Notes that the response of an attempt has started, or that the attempt has failed. */
    void end() {
        if (isRunning) {
            isRunning = false;
            Long from = body == null ? Long.valueOf(startedNanos) : body.sentNanos();
            leftNanos -= from == null ? 0 : System.nanoTime() - from;
        }
    }

    /** Returns whether no time is left for another attempt. */
    boolean isReached() {
        return leftNanos <= 0;
    }
}
