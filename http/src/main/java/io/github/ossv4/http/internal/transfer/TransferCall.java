// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.ClientTimer;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that has not started. It runs on the thread of its caller, or on a thread of the client. Its time limit
 * ends requests and waits, but not a read of the caller's own stream. Single use.
 */
public final class TransferCall<T> {
    private final Transport transport;
    private final String name;
    private final @Nullable Duration timeout;
    private final AsyncCall.Work<T> method;

    /**
     * @param name for messages
     * @param timeout null for no limit
     */
    TransferCall(Transport transport, String name, @Nullable Duration timeout, AsyncCall.Work<T> method) {
        this.transport = transport;
        this.name = name;
        this.timeout = timeout;
        this.method = method;
    }

    /**
     * Runs it on this thread.
     *
     * @throws IllegalStateException if the client is closed
     */
    public T execute() throws IOException {
        transport.checkOpen();
        return run(Scope.ofTransfer(transport), Deadline.in(timeout));
    }

    /**
     * Starts it on a thread of the client, in one of its slots.
     *
     * @throws IllegalStateException if the client is closed
     */
    public AsyncCall<T> start() {
        Deadline deadline = Deadline.in(timeout);
        return AsyncCall.start(transport, deadline, this::tooLong, scope -> run(scope, deadline));
    }

    /** Starts it without a slot: it may wait for other calls. */
    public AsyncCall<T> startWithoutSlot() {
        Deadline deadline = Deadline.in(timeout);
        return AsyncCall.startWithoutSlot(transport, deadline, this::tooLong, scope -> run(scope, deadline));
    }

    /** Starts it without a slot, and fails it if the executor has no thread now: a thread of the user waits for it. */
    AsyncCall<T> startNow() {
        Deadline deadline = Deadline.in(timeout);
        return AsyncCall.startNow(transport, deadline, this::tooLong, scope -> run(scope, deadline));
    }

    private T run(Scope scope, Deadline deadline) throws IOException {
        Duration left = deadline.timeLeft();
        ClientTimer.Limit limit = left == null ? null : transport.limit(left, () -> scope.end(Scope.End.TIMED_OUT));
        try {
            return method.run(scope);
        } catch (IOException e) {
            Scope.End ending = scope.ending();
            if (ending == Scope.End.TIMED_OUT) {
                throw tooLong(e, scope.left());
            }
            throw ending == Scope.End.CLIENT_CLOSED ? new IOException("the client was closed during " + name, e) : e;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Code in Kotlin may throw a checked exception undeclared.
            throw new IOException(name + ": " + PrintableText.escape(e.toString()), e);
        } finally {
            if (limit != null) {
                limit.cancel();
            }
        }
    }

    private SocketTimeoutException tooLong() {
        return new SocketTimeoutException(name + " took longer than " + timeout);
    }

    /** @param left what could not be removed; null for nothing */
    private SocketTimeoutException tooLong(IOException inFlight, @Nullable IOException left) {
        // A scope that has ended between two requests has nothing else to report.
        boolean isBetween = inFlight.getClass() == InterruptedIOException.class && inFlight.getCause() == null;
        SocketTimeoutException tooLong = isBetween
                ? tooLong()
                : new SocketTimeoutException(name + " took longer than " + timeout + ": " + inFlight.getMessage());
        tooLong.initCause(inFlight);
        if (left != null) {
            Suppressed.add(tooLong, left);
        }
        return tooLong;
    }
}
