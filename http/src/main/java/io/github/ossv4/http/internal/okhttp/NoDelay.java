// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sets TCP_NODELAY on the socket of each request. OkHttp writes pieces of 8 KB. Without the option, the kernel holds
 * back a last piece that does not fill a packet, until the server acknowledges the piece before it; which Linux delays
 * by 40 ms.
 *
 * <p>It is not a socket factory: OkHttp does not use one for SOCKS proxies, and a client of the caller has its own.
 */
public final class NoDelay implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        set(chain.connection());
        return chain.proceed(chain.request());
    }

    /** Sets the option if the connection has a TCP socket. */
    public static void set(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.socket().setTcpNoDelay(true);
            } catch (IOException | UnsupportedOperationException e) {
                // A socket of another kind. If a socket of TCP is closed, the request fails.
            }
        }
    }
}
