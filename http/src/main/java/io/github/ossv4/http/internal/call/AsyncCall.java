// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of the client: the method that a blocking caller runs. It starts when a slot is free. The slot is
 * free again before the future completes: functions that depend on the future may wait for another call.
 */
public final class AsyncCall<T extends @Nullable Object> implements Runnable {
    /** The method. */
    public interface Work<T extends @Nullable Object> {
        /**
         * Returns the result.
         *
         * @param scope ends when the future is cancelled, or completed from outside
         */
        T run(Scope scope) throws IOException;
    }

    private final Transport transport;
    private final Work<T> work;
    private final CancellableFuture<T> future = new CancellableFuture<>();
    private final Scope scope = Scope.ofClient();
    private final Slots.Slot slot;
    private final RetryTimer.Waiting queueLimit;

    private AsyncCall(Transport transport, String name, Work<T> work) {
        this.transport = transport;
        this.work = work;
        this.slot = transport.slot(this::submit);
        this.queueLimit = transport.waiting(() -> timeOut(name));
    }

    /**
     * Starts a call.
     *
     * @param deadline also limits the time in the queue
     * @param name for messages
     * @throws IllegalStateException if the client is closed
     */
    public static <T extends @Nullable Object> CancellableFuture<T> start(
            Transport transport, Deadline deadline, String name, Work<T> work) {
        transport.checkOpen();
        AsyncCall<T> call = new AsyncCall<>(transport, name, work);
        call.future.onCancel(call::cancel);
        Duration left = deadline.timeLeft();
        if (call.slot.enter() && left != null) {
            call.queueLimit.start(left);
        }
        return call.future;
    }

    private void cancel() {
        scope.end();
        queueLimit.cancel();
        if (slot.cancel()) {
            future.markIdle();
        }
    }

    private void timeOut(String name) {
        if (slot.cancel()) {
            future.fail(new InterruptedIOException(name + ": the request was still in the queue at the call timeout"));
        }
    }

    private boolean submit() {
        queueLimit.cancel();
        try {
            transport.checkOpen();
            transport.execute(this);
            return true;
        } catch (Throwable t) {
            future.fail(t);
            return false;
        }
    }

    @Override
    public void run() {
        T result;
        try {
            scope.check();
            scope.started(slot.queueTime());
            result = work.run(scope);
        } catch (Throwable t) {
            slot.leave();
            future.fail(t);
            return;
        }
        slot.leave();
        future.succeed(result);
    }
}
