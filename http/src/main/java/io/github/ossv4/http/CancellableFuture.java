// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A future whose cancellation ends what is under way. It then is cancelled at once, and {@linkplain #quiet quiet} a little
 * later, when the threads that were at it have noticed. Thread-safe.
 */
final class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final CompletableFuture<Boolean> quiet = new CompletableFuture<>();
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

    /** Says that this has ended, and that nothing is under way. */
    void quiet() {
        quiet.complete(true);
    }

    /** Has something done when this has ended in whatever way, and nothing is under way. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void whenQuiet(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        quiet.thenRun(() -> whenComplete(action));
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
