// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.http.internal.okhttp.PhaseInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An attempt that notifies a listener. Thread-safe. */
public final class ObservedAttempt implements CallAttempt, PhaseInterceptor.Phases {
    private final @Nullable CallListener listener;
    private final long callId;
    private final Operation operation;
    private final int number;
    private final int maxAttempts;
    private final Duration queueTime;
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Long connectedNanos;
    private volatile @Nullable Long headersNanos;
    private final AtomicLong bytesReceived = new AtomicLong();

    public ObservedAttempt(
            @Nullable CallListener listener,
            long callId,
            Operation operation,
            int number,
            int maxAttempts,
            Duration queueTime) {
        this.listener = listener;
        this.callId = callId;
        this.operation = operation;
        this.number = number;
        this.maxAttempts = maxAttempts;
        this.queueTime = queueTime;
    }

    @Override
    public long callId() {
        return callId;
    }

    @Override
    public String operation() {
        return operation.name();
    }

    @Override
    public @Nullable String key() {
        return operation.objectKey();
    }

    @Override
    public int partNumber() {
        return operation.partNumber();
    }

    @Override
    public int number() {
        return number;
    }

    /** Returns the number and the limit of attempts for messages; empty for the first. */
    String ordinal() {
        return number == 1 ? "" : ", " + CallState.ordinal(number, maxAttempts);
    }

    @Override
    public Duration queueTime() {
        return queueTime;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public @Nullable Duration connectTime() {
        Long connected = connectedNanos;
        return connected == null ? null : Duration.ofNanos(connected - startedNanos);
    }

    @Override
    public @Nullable Duration sendTime() {
        Long connected = connectedNanos;
        Long sent = sentNanos();
        return connected == null || sent == null ? null : Duration.ofNanos(Math.max(0, sent - connected));
    }

    @Override
    public @Nullable Duration waitTime() {
        Long sent = sentNanos();
        Long received = headersNanos;
        return sent == null || received == null ? null : Duration.ofNanos(Math.max(0, received - sent));
    }

    private @Nullable Long sentNanos() {
        UploadBody body = operation.body();
        return body == null ? connectedNanos : body.sentNanos();
    }

    @Override
    public long bytesSent() {
        UploadBody body = operation.body();
        return body == null ? 0 : body.bytesSent();
    }

    @Override
    public long bytesReceived() {
        return bytesReceived.get();
    }

    @Override
    public void connected() {
        connectedNanos = System.nanoTime();
    }

    @Override
    public void headersReceived() {
        headersNanos = System.nanoTime();
    }

    public void received(long bytes) {
        bytesReceived.addAndGet(bytes);
    }

    /** Returns whether a listener is notified. Nothing is recorded for none, which saves time in a fresh JVM. */
    boolean isObserved() {
        return listener != null;
    }

    public void started() {
        if (listener != null) {
            notifyListener(listener, to -> to.started(this));
        }
    }

    public void responded(int status, @Nullable String requestId) {
        if (listener != null) {
            notifyListener(listener, to -> to.responded(this, status, requestId));
        }
    }

    void succeeded() {
        if (listener != null) {
            notifyListener(listener, to -> to.succeeded(this));
        }
    }

    public void retry(IOException reason, Duration delay) {
        if (listener != null) {
            notifyListener(listener, to -> to.retry(this, reason, delay));
        }
    }

    void retryBudgetExhausted(IOException reason) {
        if (listener != null) {
            notifyListener(listener, to -> to.retryBudgetExhausted(this, reason));
        }
    }

    public void failed(IOException reason) {
        if (listener != null && reason instanceof CallbackFailedException) {
            notifyListener(listener, to -> to.callbackFailed(this, (CallbackFailedException) reason));
        }
        if (listener != null) {
            notifyListener(listener, to -> to.failed(this, reason));
        }
    }

    public void crcChecked(long crc64) {
        if (listener != null) {
            notifyListener(listener, to -> to.crcChecked(this, crc64));
        }
    }

    public void callbackPerformed(RelayedResponse answer) {
        if (listener != null) {
            notifyListener(listener, to -> to.callbackPerformed(this, answer));
        }
    }

    public static void notifyListener(@Nullable CallListener listener, Consumer<CallListener> event) {
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
