// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Throttler;
import org.jspecify.annotations.Nullable;

/** Limits the rate of request and response bodies. */
final class ThrottledBodies implements Interceptor {
    private final Throttler throttler;

    private ThrottledBodies(Throttler throttler) {
        this.throttler = throttler;
    }

    /** Returns the type of OkHttp: with ours, the JVM would load OkHttp to verify callers, even to sign a URL. */
    static Interceptor of(Throttler throttler) {
        return new ThrottledBodies(throttler);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        Response response = chain.proceed(
                body == null
                        ? request
                        : request.newBuilder()
                                .method(request.method(), new Throttled(body))
                                .build());
        ResponseBody received = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(
                        Okio.buffer(throttler.source(received.source())),
                        received.contentType(),
                        received.contentLength()))
                .build();
    }

    private final class Throttled extends RequestBody {
        private final RequestBody body;

        Throttled(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return body.isOneShot();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            BufferedSink throttled = Okio.buffer(throttler.sink(sink));
            body.writeTo(throttled);
            throttled.emit();
        }
    }
}
