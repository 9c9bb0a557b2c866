// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of OkHttp's dispatcher, where no more can be created: OkHttp fails a call whose task is rejected, but forgets one
 * whose task ends in an {@link OutOfMemoryError}, and its future would never complete.
 */
final class DispatcherThreads extends ThreadPoolExecutor {
    /** A JVM does not end before they do, unless the client is closed. OkHttp's own wait a minute. */
    private static final long IDLE_SECONDS = 5;

    DispatcherThreads() {
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
            throw new RejectedExecutionException("no thread for a request: " + e, e);
        }
    }
}
