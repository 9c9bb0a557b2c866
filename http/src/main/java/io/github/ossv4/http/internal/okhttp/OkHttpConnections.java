// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import io.github.ossv4.http.internal.redaction.Secrets;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp client of a bucket client: the caller's, or its own, which is built when the first request is sent.
 * Signing URLs and forms loads no class of OkHttp. Thread-safe.
 */
public final class OkHttpConnections {
    private final @Nullable OkHttpClient given;
    private final ConnectionSettings settings;
    private final boolean https;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable OkHttpClient own;

    private OkHttpConnections(@Nullable OkHttpClient given, ConnectionSettings settings, boolean https) {
        this.given = given;
        this.settings = settings;
        this.https = https;
    }

    /** Returns the connections of the caller's client, which is never closed. */
    public static OkHttpConnections of(OkHttpClient given) {
        return new OkHttpConnections(given, new ConnectionSettings(), false);
    }

    /**
     * Returns the connections of a client that ossv4 builds when it is needed.
     *
     * @param https whether the endpoint is https
     */
    public static OkHttpConnections of(ConnectionSettings settings, boolean https) {
        return new OkHttpConnections(null, settings.copy(), https);
    }

    /**
     * Returns the client, which is built once.
     *
     * @throws IllegalStateException if OkHttp cannot be built, for example since the platform's certificates are
     *     unreadable
     */
    public synchronized OkHttpClient client() {
        if (given != null) {
            return given;
        }
        OkHttpClient built = own;
        if (built == null) {
            built = newClient();
            own = built;
            if (closed.get()) {
                shutDown(built);
            }
        }
        return built;
    }

    /** Returns the pool of the connections; null if none was opened yet. */
    public synchronized @Nullable ConnectionPool pool() {
        OkHttpClient client = given == null ? own : given;
        return client == null ? null : client.connectionPool();
    }

    /** Equivalent to {@link ConnectionSettings#secrets}. */
    public Secrets secrets() {
        return settings.secrets();
    }

    private OkHttpClient newClient() {
        try {
            return EvictionListener.addTo(settings.newClient(https), closed);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Kotlin throws checked exceptions undeclared.
            throw new IllegalStateException("OkHttp cannot be built: " + e, e);
        }
    }

    /** Closes the client that ossv4 built. Idle connections are closed now, others when their calls end. */
    public synchronized void close() {
        closed.set(true);
        if (own != null) {
            shutDown(own);
        }
    }

    private static void shutDown(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        EvictionListener.evict(client.connectionPool());
    }
}
