// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.Locale;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Removes our signature and headers from a request that an interceptor of the user redirects to another host.
 *
 * <p>Rule: Our headers are sent to the endpoint only ({@code HostGuardTest}).
 */
final class HostGuard implements Interceptor {
    private final HttpUrl home;

    HostGuard(HttpUrl home) {
        this.home = home;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        return chain.proceed(isHome(chain.request().url()) ? chain.request() : stripped(chain.request()));
    }

    private boolean isHome(HttpUrl url) {
        return url.host().equals(home.host())
                && url.port() == home.port()
                && url.scheme().equals(home.scheme());
    }

    private static Request stripped(Request request) {
        Request.Builder stripped = request.newBuilder();
        for (String name : request.headers().names()) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (lowerCase.equals("authorization") || lowerCase.startsWith("x-oss-")) {
                stripped.removeHeader(name);
            }
        }
        return stripped.build();
    }
}
