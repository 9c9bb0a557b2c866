// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A future whose cancellation ends what is under way. Thread-safe. */
final class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private @Nullable Runnable underWay;

    /** Says what ends that which is under way now. It is run at once if this is cancelled already. */
    void onCancel(Runnable end) {
        synchronized (this) {
            underWay = end;
        }
        if (isCancelled()) {
            end.run();
        }
    }

    /** Has something done when this has ended in whatever way. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void whenEnded(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        whenComplete(action);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Runnable end;
        synchronized (this) {
            end = underWay;
        }
        if (cancelled && end != null) {
            end.run();
        }
        return cancelled;
    }
}
