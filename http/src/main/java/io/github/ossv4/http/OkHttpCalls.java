// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.guard.IoFailureInterceptor;
import io.github.ossv4.sign.Signature;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Creates the calls to one bucket from its signed requests. Thread-safe. */
final class OkHttpCalls {
    /** The time that OSS waits for an application server. */
    private static final long CALLBACK_MILLIS = 5_000;

    private static final long ATTEMPT_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final long SLOWEST_BYTES_PER_MILLI = 1;

    /** No object is larger, but a server may report any length. */
    private static final long MAX_BYTES = 1L << 46;

    private final OkHttpClient client;

    /** @param isObserved whether calls have a listener */
    OkHttpCalls(OkHttpClient client, String bucketUrl, boolean isObserved) {
        OkHttpClient.Builder builder = client.newBuilder()
                // A redirect would send the security token to another host, and an authenticator would replace our
                // signature.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .addNetworkInterceptor(new HostGuard(HttpUrl.get(bucketUrl)))
                .addNetworkInterceptor(new RetryAfterLimit());
        if (isObserved) {
            // The tag that it reads loads 50 classes of Kotlin's reflection.
            builder.addNetworkInterceptor(new PhaseInterceptor());
        }
        builder.interceptors().add(0, new IoFailureInterceptor());
        this.client = builder.build();
    }

    /** Returns the threads of OkHttp's dispatcher. */
    ExecutorService executor() {
        return client.dispatcher().executorService();
    }

    /**
     * Creates a call; it is not sent yet.
     *
     * @param url as it is signed
     * @param signature null for none
     */
    Call newCall(Operation operation, String url, @Nullable Signature signature, CallAttempt attempt) {
        // UnsignedRequest.Builder has checked the values. OkHttp's own check would print them and rejects non-ASCII
        // values, which OSS accepts as UTF-8.
        Headers.Builder headers = new Headers.Builder();
        operation.forEachHeader(headers::addUnsafeNonAscii);
        if (signature != null) {
            signature.headers().forEach(headers::set);
        }
        // Otherwise OkHttp requests gzip: OSS then compresses texts, without length and ETag.
        headers.set("Accept-Encoding", "identity");
        Request.Builder request =
                new Request.Builder().url(url).headers(headers.build()).method(operation.method(), operation.body());
        if (attempt.isObserved()) {
            request.tag(CallAttempt.class, attempt);
        }
        Call call = clientFor(operation).newCall(request.build());
        if (client.callTimeoutMillis() == 0) {
            call.timeout().timeout(attemptTimeout(client.readTimeoutMillis(), operation), TimeUnit.MILLISECONDS);
        }
        return call;
    }

    private OkHttpClient clientFor(Operation operation) {
        long readTimeout = client.readTimeoutMillis();
        if (operation.callbackUrls() == 0 || readTimeout == 0) {
            return client;
        }
        return client.newBuilder()
                .readTimeout(
                        Math.min(Integer.MAX_VALUE, readTimeout + CALLBACK_MILLIS * operation.callbackUrls()),
                        TimeUnit.MILLISECONDS)
                .build();
    }

    /**
     * Returns the time limit in milliseconds; 0 for none. Without one, a server that sends a byte now and then would block a
     * call forever.
     */
    static long attemptTimeout(long readTimeoutMillis, Operation operation) {
        if (readTimeoutMillis == 0 || operation.name().equals(GetObject.NAME)) {
            return 0;
        }
        UploadBody body = operation.body();
        return Math.max(longestMillis(body == null ? 0 : body.contentLength()), 5 * readTimeoutMillis)
                + CALLBACK_MILLIS * operation.callbackUrls();
    }

    /** Returns the time that a request or response of this many bytes may take on the slowest network. */
    static long longestMillis(long bytes) {
        return ATTEMPT_MILLIS + Math.min(bytes, MAX_BYTES) / SLOWEST_BYTES_PER_MILLI;
    }
}
