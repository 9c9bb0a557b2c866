// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One sending of one call's request. Thread-safe; it does not change, but for the time that passes. */
public final class CallAttempt {
    private final @Nullable CallListener listener;
    private final long callId;
    private final Operation operation;
    private final int number;
    private final long startedNanos = System.nanoTime();

    CallAttempt(@Nullable CallListener listener, long callId, Operation operation, int number) {
        this.listener = listener;
        this.callId = callId;
        this.operation = operation;
        this.number = number;
    }

    /** A number that all attempts of one call share, and no other call of the client has. */
    public long callId() {
        return callId;
    }

    /** What is called, as the vendor's API reference spells it, such as {@code PutObject}; of any other call its method. */
    public String operation() {
        return operation.name();
    }

    /** The object's key; null if the call is one on the bucket. */
    public @Nullable String key() {
        return operation.key();
    }

    /** The part that is sent, copied or fetched, from 1; 0 if it is none. */
    public int partNumber() {
        return operation.partNumber();
    }

    /** Which attempt it is, from 1. */
    public int number() {
        return number;
    }

    /** How long ago it began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    void begins() {
        tell(to -> to.attempt(this));
    }

    void answered(int status, @Nullable String requestId) {
        tell(to -> to.answered(this, status, requestId));
    }

    void done() {
        tell(to -> to.done(this));
    }

    void retry(IOException reason, Duration delay) {
        tell(to -> to.retry(this, reason, delay));
    }

    void failed(IOException reason) {
        if (reason instanceof CallbackFailedException) {
            tell(to -> to.callbackFailed(this, (CallbackFailedException) reason));
        }
        tell(to -> to.failed(this, reason));
    }

    void crcChecked(long crc64) {
        tell(to -> to.crcChecked(this, crc64));
    }

    void callbackAnswered(CallbackAnswer answer) {
        tell(to -> to.callbackAnswered(this, answer));
    }

    private void tell(Consumer<CallListener> event) {
        tell(listener, event);
    }

    static void tell(@Nullable CallListener listener, Consumer<CallListener> event) {
        if (listener != null) {
            try {
                event.accept(listener);
            } catch (Throwable t) {
                // So its contract says.
            }
        }
    }

    /** The call's number, what is called, and which attempt it is. */
    @Override
    public String toString() {
        return callId + " " + operation + (partNumber() == 0 ? "" : " part " + partNumber())
                + (number == 1 ? "" : " attempt " + number);
    }
}
