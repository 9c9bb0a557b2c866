// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Notes the phases of an attempt. It is a network interceptor: a connection is open when it is called. */
final class PhaseInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        CallAttempt attempt = chain.request().tag(CallAttempt.class);
        if (attempt != null) {
            attempt.connected();
        }
        Response response = chain.proceed(chain.request());
        if (attempt != null) {
            attempt.headersReceived();
        }
        return response;
    }
}
