// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okio.AsyncTimeout;

/**
 * Closes the connection of a call that ends after its client was closed. OkHttp would keep it for five minutes.
 * Thread-safe.
 *
 * <p>Rule: After {@code close}, a connection is closed when its call ends, and after a minute nothing keeps the class
 * loader ({@code CloseUnderLoadTest}, {@code RedeployTest}).
 */
final class EvictionListener extends EventListener {
    private final ConnectionPool pool;
    private final AtomicBoolean closed;

    private EvictionListener(ConnectionPool pool, AtomicBoolean closed) {
        this.pool = pool;
        this.closed = closed;
    }

    /** @param closed whether the client is closed */
    static OkHttpClient addTo(OkHttpClient client, AtomicBoolean closed) {
        return client.newBuilder()
                .eventListener(new EvictionListener(client.connectionPool(), closed))
                .build();
    }

    @Override
    public void callEnd(Call call) {
        evictIfClosed();
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        evictIfClosed();
    }

    private void evictIfClosed() {
        if (closed.get()) {
            evict(pool);
        }
    }

    /**
     * Closes the idle connections, and wakes okio's watchdog thread. It sleeps until the earliest time limit that
     * existed when it fell asleep, even if the call has ended, and exits after 60 idle seconds. A limit of 1 ms ends
     * the sleep, so that the class loader of a web application can be collected about a minute later.
     */
    static void evict(ConnectionPool pool) {
        pool.evictAll();
        AsyncTimeout first = new AsyncTimeout();
        first.timeout(1, TimeUnit.MILLISECONDS);
        first.enter();
    }
}
