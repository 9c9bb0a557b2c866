// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The default time limit of a call: three read timeouts, and the time that OSS may work before it responds. It counts
 * the time until the response of each attempt starts, without the waits between attempts, and without the time to send
 * a body: OkHttp limits each of its writes, and the caller may produce it slowly. Not thread-safe: attempts follow each
 * other.
 */
final class ResponseLimit {
    private static final int READ_TIMEOUTS = 3;

    private boolean isSet;
    private long leftNanos = Long.MAX_VALUE;
    private @Nullable AsyncTimeout timeout;
    private @Nullable UploadBody body;
    private long startedNanos;
    private boolean isRunning;

    /** Returns the limit of a call in milliseconds. */
    static long millis(int readMillis, int serverMillis) {
        return READ_TIMEOUTS * (long) readMillis + serverMillis;
    }

    /**
     * Starts the limit for an attempt that is not sent yet. Does nothing if the call has a time limit of its own.
     *
     * @param readMillis the read timeout of the client; 0 for no limit
     * @param serverMillis how long the server may work before it responds
     * @param sent the body; null for none
     * @param isPaced whether the sockets fail if headers are too slow; otherwise a timer cancels the attempt, which
     *     takes CPU time
     */
    void start(Call attempt, int readMillis, int serverMillis, @Nullable UploadBody sent, boolean isPaced) {
        if (readMillis == 0 || attempt.timeout().timeoutNanos() != 0) {
            return;
        }
        if (!isSet) {
            isSet = true;
            leftNanos = TimeUnit.MILLISECONDS.toNanos(millis(readMillis, serverMillis));
        }
        isRunning = true;
        startedNanos = System.nanoTime();
        body = sent;
        if (isPaced) {
            return;
        }
        AsyncTimeout timer = (AsyncTimeout) attempt.timeout();
        timeout = timer;
        if (sent == null) {
            setLimit(timer);
        } else {
            // OkHttp entered the timeout before it sent the body, without a limit. The action may run more than once:
            // an
            // interceptor that logs the body also writes it.
            sent.whenSent(() -> {
                timer.exit();
                setLimit(timer);
                timer.enter();
            });
        }
    }

    private void setLimit(AsyncTimeout timer) {
        timer.timeout(Math.max(1, leftNanos), TimeUnit.NANOSECONDS);
    }

    /**
     * Ends the limit of an attempt whose response has started. {@code PacedSource} limits the rest of it.
     *
     * @throws InterruptedIOException if the limit was reached in the meantime, so that the response cannot be read
     */
    void responded() throws InterruptedIOException {
        ended();
        if (timeout != null && timeout.exit()) {
            throw new InterruptedIOException("timeout");
        }
    }

    /** Ends the limit of an attempt, if it still runs. */
    void ended() {
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
