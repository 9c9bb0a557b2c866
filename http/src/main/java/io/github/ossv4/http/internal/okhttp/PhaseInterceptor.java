// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Notes the phases of an attempt. It is a network interceptor: a connection is open when it is called. */
public final class PhaseInterceptor implements Interceptor {
    /** Is notified of the phases of an attempt: the tag of its request. */
    public interface Phases {
        /** A connection is open. */
        void connected();

        /** Status and headers of the response were received. */
        void headersReceived();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Phases attempt = chain.request().tag(Phases.class);
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
