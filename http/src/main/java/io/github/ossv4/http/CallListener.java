// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens to every call of a client: for metrics, tracing, and logs. It is called on the thread on which it happens,
 * from several at once, and should be quick. What it throws is dropped, errors too: a listener that fails harms nothing.
 *
 * <p>Each attempt that could be signed begins with {@link #attempt} and ends with one of {@link #done}, {@link #retry} and {@link #failed}. Nothing
 * secret passes through here.
 */
public interface CallListener {
    /** A request is about to be signed and sent. */
    default void attempt(CallAttempt attempt) {}

    /** Status and headers of the answer are there. */
    default void answered(CallAttempt attempt, int status, @Nullable String requestId) {}

    /** The answer was a success, and what could be checked agrees. Of a get whose bytes are yet to be read: its headers. */
    default void done(CallAttempt attempt) {}

    /** The attempt failed, and another follows after {@code delay}. */
    default void retry(CallAttempt attempt, IOException reason, Duration delay) {}

    /** The attempt failed, and none follows. */
    default void failed(CallAttempt attempt, IOException reason) {}

    /** The CRC64 of the bytes, an unsigned number, is the one that OSS computed. */
    default void crcChecked(CallAttempt attempt, long crc64) {}

    /** The application server was called, and this is what it answered. */
    default void callbackAnswered(CallAttempt attempt, CallbackAnswer answer) {}

    /** The object is stored, but the application server was not called or did not answer as it should. */
    default void callbackFailed(CallAttempt attempt, CallbackFailedException reason) {}

    /** A part of an upload or download in parts is where it should be, sent now or found there. */
    default void partDone(String key, Part part) {}

    /**
     * A listener that writes a line for each event, such as {@code 17 UploadPart films/cat.mp4 part 3 attempt 2: 200, request
     * id 5C3D, after 120 ms}. The first number is that of the call.
     */
    static CallListener log(Consumer<String> log) {
        return new CallLog(log);
    }
}
