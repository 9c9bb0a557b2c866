// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The default limit of a call: the responses of all attempts together must start within three read timeouts, and the
 * time that OSS may work before it responds. The time in which a body of more than 64 KB is sent does not count: OkHttp
 * limits each of its writes. Neither do the waits between attempts. One attempt follows the other.
 */
final class ResponseLimit {
    private static final int READ_TIMEOUTS = 3;
    private static final long SMALL_BODY = 64 * 1024;

    private boolean isSet;
    private long leftNanos = Long.MAX_VALUE;
    private @Nullable AsyncTimeout timeout;
    private @Nullable UploadBody large;
    private long startedNanos;
    private boolean isRunning;

    /** Returns the limit of a call in milliseconds. */
    static long millis(int readMillis, int serverMillis) {
        return READ_TIMEOUTS * (long) readMillis + serverMillis;
    }

    /**
     * Limits an attempt, which is not sent yet, unless the caller has limited the time of its calls.
     *
     * @param readMillis the read timeout of the client; 0 for no limit
     * @param serverMillis how long the server may work before it responds
     * @param body null for none
     * @param isPaced whether the sockets detect headers that drip; otherwise a timer cancels the attempt, which takes
     *     CPU time
     */
    void limit(Call attempt, int readMillis, int serverMillis, @Nullable UploadBody body, boolean isPaced) {
        if (readMillis == 0 || attempt.timeout().timeoutNanos() != 0) {
            return;
        }
        if (!isSet) {
            isSet = true;
            leftNanos = TimeUnit.MILLISECONDS.toNanos(millis(readMillis, serverMillis));
        }
        isRunning = true;
        startedNanos = System.nanoTime();
        large = body == null || body.contentLength() <= SMALL_BODY ? null : body;
        if (isPaced) {
            return;
        }
        AsyncTimeout timer = (AsyncTimeout) attempt.timeout();
        timeout = timer;
        if (large == null) {
            start(timer);
        } else {
            // OkHttp has entered its timeout before, without a limit. An interceptor may also write the body, to a log.
            large.whenSent(() -> {
                timer.exit();
                start(timer);
                timer.enter();
            });
        }
    }

    private void start(AsyncTimeout timer) {
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
            Long sent = large == null ? Long.valueOf(startedNanos) : large.sentNanos();
            leftNanos -= sent == null ? 0 : System.nanoTime() - sent;
        }
    }

    /** Returns whether no time is left for another attempt. */
    boolean isReached() {
        return leftNanos <= 0;
    }
}
