// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of OkHttp's dispatcher. OkHttp fails a call whose task is rejected. It forgets a call whose task fails
 * with an {@link OutOfMemoryError} because no thread can be created; its future would never complete.
 */
public final class DispatcherThreads extends ThreadPoolExecutor {
    /** Idle threads keep the JVM alive until the client is closed. OkHttp's default is 60 seconds. */
    private static final long IDLE_SECONDS = 5;

    public DispatcherThreads() {
        super(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                runnable -> new Thread(runnable, "ossv4-call"));
    }

    @Override
    public void execute(Runnable task) {
        try {
            super.execute(task);
        } catch (Error e) {
            FreeHeap.await();
            throw new RejectedExecutionException("no thread for a request: " + e, e);
        }
    }
}
