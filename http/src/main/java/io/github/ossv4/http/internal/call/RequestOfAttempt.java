// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.internal.okhttp.PhaseInterceptor;
import io.github.ossv4.sign.Signature;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Creates the request of an attempt. Apart from {@link Transport}, which signs without OkHttp on the class path. */
final class RequestOfAttempt {
    private RequestOfAttempt() {}

    /**
     * Returns the request of an attempt.
     *
     * @param url as it is signed
     * @param signature null for none
     * @param client the headers of all requests of the client
     */
    static Request of(
            Operation operation,
            HttpUrl url,
            @Nullable Signature signature,
            ClientHeaders client,
            ObservedAttempt attempt) {
        // UnsignedRequest.Builder has checked the values. OkHttp's own check would print them and rejects non-ASCII
        // values, which OSS accepts as UTF-8.
        Headers.Builder headers = new Headers.Builder();
        for (Map.Entry<String, String> header : operation.headers().entrySet()) {
            headers.addUnsafeNonAscii(header.getKey(), header.getValue());
        }
        for (Map.Entry<String, String> header : client.unsigned().entrySet()) {
            if (!operation.headers().containsKey(header.getKey())) {
                headers.addUnsafeNonAscii(header.getKey(), header.getValue());
            }
        }
        if (signature != null) {
            for (Map.Entry<String, String> header : signature.headers().entrySet()) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        // Otherwise OkHttp requests gzip: OSS then compresses texts, without length and ETag.
        headers.set("Accept-Encoding", "identity");
        Request.Builder request =
                new Request.Builder().url(url).headers(headers.build()).method(operation.method(), operation.body());
        if (attempt.isObserved()) {
            request.tag(PhaseInterceptor.Phases.class, attempt);
        }
        return request.build();
    }
}
