// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt of a call, in progress or completed. Thread-safe. */
public final class CallAttempt {
    private final @Nullable CallListener listener;
    private final long callId;
    private final Operation operation;
    private final int number;
    private final int maxAttempts;
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Long connectedNanos;
    private volatile @Nullable Long headersNanos;
    private final AtomicLong bytesReceived = new AtomicLong();

    CallAttempt(@Nullable CallListener listener, long callId, Operation operation, int number, int maxAttempts) {
        this.listener = listener;
        this.callId = callId;
        this.operation = operation;
        this.number = number;
        this.maxAttempts = maxAttempts;
    }

    /** Returns a number that all attempts of a call share; it is unique among the calls of the client. */
    public long callId() {
        return callId;
    }

    /**
     * Returns the operation as the vendor's API reference spells it, such as {@code PutObject}; the HTTP method of a {@link
     * BucketRequest}.
     */
    public String operation() {
        return operation.name();
    }

    /** Returns the object's key; null for a call on the bucket. */
    public @Nullable String key() {
        return operation.objectKey();
    }

    /** Returns the part that is sent, copied or fetched, from 1; 0 for none. */
    public int partNumber() {
        return operation.partNumber();
    }

    /** Returns the number of the attempt, from 1. */
    public int number() {
        return number;
    }

    /** Returns the number and the limit of attempts for messages; empty for the first. */
    String ordinal() {
        return number == 1 ? "" : ", attempt " + number + " of " + maxAttempts;
    }

    /** Returns the time since the attempt started. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /**
     * Returns the time from the start until a connection was open: the wait for other requests, DNS, TCP and TLS. Short if an
     * open connection was used. Null before that.
     */
    public @Nullable Duration connectTime() {
        Long connected = connectedNanos;
        return connected == null ? null : Duration.ofNanos(connected - startedNanos);
    }

    /**
     * Returns the time from then until the request was sent, in part by buffers of the operating system. Null before that.
     */
    public @Nullable Duration sendTime() {
        Long connected = connectedNanos;
        Long sent = sentNanos();
        return connected == null || sent == null ? null : Duration.ofNanos(Math.max(0, sent - connected));
    }

    /** Returns the time from then until the status and headers were received. Null before that. */
    public @Nullable Duration waitTime() {
        Long sent = sentNanos();
        Long received = headersNanos;
        return sent == null || received == null ? null : Duration.ofNanos(Math.max(0, received - sent));
    }

    private @Nullable Long sentNanos() {
        UploadBody body = operation.body();
        return body == null ? connectedNanos : body.sentNanos();
    }

    /** Returns the number of bytes of the request's body that were sent, by this attempt or by the current one of its call. */
    public long bytesSent() {
        UploadBody body = operation.body();
        return body == null ? 0 : body.bytesSent();
    }

    /**
     * Returns the number of bytes of the object, or of the response's document, that were received. Those of a get are received
     * after {@link CallListener#succeeded}, while you read them.
     */
    public long bytesReceived() {
        return bytesReceived.get();
    }

    void connected() {
        connectedNanos = System.nanoTime();
    }

    void headersReceived() {
        headersNanos = System.nanoTime();
    }

    void received(long bytes) {
        bytesReceived.addAndGet(bytes);
    }

    /** Returns whether a listener is notified. Nothing is recorded for none, which saves time in a fresh JVM. */
    boolean isObserved() {
        return listener != null;
    }

    void started() {
        if (listener != null) {
            notifyListener(listener, to -> to.started(this));
        }
    }

    void responded(int status, @Nullable String requestId) {
        if (listener != null) {
            notifyListener(listener, to -> to.responded(this, status, requestId));
        }
    }

    void succeeded() {
        if (listener != null) {
            notifyListener(listener, to -> to.succeeded(this));
        }
    }

    void retry(IOException reason, Duration delay) {
        if (listener != null) {
            notifyListener(listener, to -> to.retry(this, reason, delay));
        }
    }

    void failed(IOException reason) {
        if (listener != null && reason instanceof CallbackFailedException) {
            notifyListener(listener, to -> to.callbackFailed(this, (CallbackFailedException) reason));
        }
        if (listener != null) {
            notifyListener(listener, to -> to.failed(this, reason));
        }
    }

    void crcChecked(long crc64) {
        if (listener != null) {
            notifyListener(listener, to -> to.crcChecked(this, crc64));
        }
    }

    void callbackPerformed(CallbackAnswer answer) {
        if (listener != null) {
            notifyListener(listener, to -> to.callbackPerformed(this, answer));
        }
    }

    static void notifyListener(@Nullable CallListener listener, Consumer<CallListener> event) {
        if (listener != null) {
            try {
                event.accept(listener);
            } catch (Throwable t) {
                // The contract of CallListener: what it throws is ignored.
            }
        }
    }

    /** Returns the number of the call, the operation, the key and the attempt. */
    @Override
    public String toString() {
        return callId + " " + operation.nameAndKey() + (partNumber() == 0 ? "" : " part " + partNumber())
                + (number == 1 ? "" : " attempt " + number);
    }
}
