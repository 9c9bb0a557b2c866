// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.net.Proxy;
import java.util.Objects;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;

/**
 * Fails a body that is too slow where {@link BufferedSockets} cannot: OkHttp does not use them for SOCKS proxies, and
 * they do not know to which response of HTTP/2 bytes belong.
 */
final class PacedBodies implements Interceptor {
    private final boolean areSocketsBuffered;

    PacedBodies(boolean areSocketsBuffered) {
        this.areSocketsBuffered = areSocketsBuffered;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        int readMillis = chain.readTimeoutMillis();
        if (readMillis == 0 || isPaced(Objects.requireNonNull(chain.connection(), "connection"))) {
            return response;
        }
        ResponseBody body = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(
                        Okio.buffer(new PacedSource(body.source(), readMillis)),
                        body.contentType(),
                        body.contentLength()))
                .build();
    }

    private boolean isPaced(Connection connection) {
        return areSocketsBuffered
                && connection.route().proxy().type() != Proxy.Type.SOCKS
                && (connection.protocol() == Protocol.HTTP_1_1 || connection.protocol() == Protocol.HTTP_1_0);
    }
}
