// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.call.CallLog;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of every call of a client, for metrics, tracing and logs. It is called on the thread of the
 * event, by several threads in parallel, and should be quick. Everything that it throws is ignored, including errors.
 * Its events contain no secrets. Pass it to {@link BucketClient.Builder#listener}.
 *
 * <pre>{@code
 * CallListener listener = new CallListener() {
 *     @Override
 *     public void retry(CallAttempt attempt, IOException reason, Duration delay) {
 *         System.err.println(attempt + " is retried after " + delay.toMillis() + " ms: " + reason);
 *     }
 * };
 * }</pre>
 *
 * <p>The events of an attempt that could be signed start with {@link #started} and end with one of {@link #succeeded},
 * {@link #retry} and {@link #failed}.
 */
public interface CallListener {
    /** A request is about to be signed and sent. */
    default void started(CallAttempt attempt) {}

    /** Status and headers of the response were received; {@code requestId} is null if OSS did not send it. */
    default void responded(CallAttempt attempt, int status, @Nullable String requestId) {}

    /**
     * The response reports success, and all checksums that could be compared are equal. The bytes of a get are not read
     * yet.
     */
    default void succeeded(CallAttempt attempt) {}

    /**
     * The attempt failed; the next one follows after {@code delay}, unless the call is cancelled or interrupted, or the
     * client is closed.
     *
     * @param reason why the attempt failed, without secrets; the reason of a failed connection does not name the
     *     operation and the key, which {@code attempt} does
     */
    default void retry(CallAttempt attempt, IOException reason, Duration delay) {}

    /**
     * The attempt is not retried, since {@link RetryPolicy#retryBudget} is exhausted: usually the server or the network
     * has an outage. {@link #failed} follows.
     */
    default void retryBudgetExhausted(CallAttempt attempt, IOException reason) {}

    /** The attempt failed for this {@code reason}; no other follows. */
    default void failed(CallAttempt attempt, IOException reason) {}

    /**
     * The CRC64 of the bytes, an unsigned number, equals the one that OSS computed. For a get this follows {@link
     * #succeeded}, when the bytes are read. It is not called for an append or for a whole download in parts.
     */
    default void crcChecked(CallAttempt attempt, long crc64) {}

    /** The callback was performed; the application server sent {@code response}. */
    default void callbackPerformed(CallAttempt attempt, RelayedResponse response) {}

    /** The object is stored, but its callback failed. */
    default void callbackFailed(CallAttempt attempt, CallbackFailedException reason) {}

    /**
     * A part of an upload or download of the object {@code key} is complete: it was transferred now, or was already
     * complete.
     */
    default void partCompleted(String key, Part part) {}

    /**
     * Returns a listener that writes a line for each event, such as {@code 17 UploadPart films/cat.mp4 part 3 attempt
     * 2: 200, request id 5C3D, after 120 ms}. The first number is the call's.
     */
    static CallListener log(Consumer<String> log) {
        return new CallLog(log);
    }
}
