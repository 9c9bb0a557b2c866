// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.Transfer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future whose completion may be decided before it is visible: whoever asks for it makes it visible. So it does not
 * matter in which order the functions that depend on several such futures run.
 */
abstract class DecidedFuture<T extends @Nullable Object> extends Transfer<T> {
    /** Completes this future, if that was decided and not done yet. */
    abstract void publish();

    @Override
    public T get() throws InterruptedException, ExecutionException {
        publish();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        publish();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        publish();
        return super.join();
    }

    @Override
    public T getNow(T absent) {
        publish();
        return super.getNow(absent);
    }

    @Override
    public boolean isDone() {
        publish();
        return super.isDone();
    }

    @Override
    public boolean isCancelled() {
        publish();
        return super.isCancelled();
    }

    @Override
    public boolean isCompletedExceptionally() {
        publish();
        return super.isCompletedExceptionally();
    }
}
