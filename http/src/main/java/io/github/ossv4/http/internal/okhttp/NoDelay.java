// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sets TCP_NODELAY on the socket of each connection. OkHttp writes pieces of 8 KB. Without the option, the kernel holds
 * back a last piece that does not fill a packet, until the server acknowledges the piece before it; which Linux delays
 * by 40 ms.
 *
 * <p>It is not a socket factory: OkHttp does not use one for SOCKS proxies, and a client of the caller has its own.
 *
 * <p>Rule: Sockets to OSS have TCP_NODELAY, over any proxy and in a client of the user ({@code NoDelayTest}).
 */
public final class NoDelay implements Interceptor {
    /** The connections that have the option: setting it is a system call. */
    private final Set<Connection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @Override
    public Response intercept(Chain chain) throws IOException {
        set(chain.connection());
        return chain.proceed(chain.request());
    }

    /** Sets the option once, if the connection has a TCP socket. */
    public void set(@Nullable Connection connection) {
        if (connection != null && connections.add(connection)) {
            try {
                connection.socket().setTcpNoDelay(true);
            } catch (IOException | UnsupportedOperationException e) {
                // A socket of another kind. If a socket of TCP is closed, the request fails.
            }
        }
    }
}
