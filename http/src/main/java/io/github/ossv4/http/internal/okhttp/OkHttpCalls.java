// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Creates the calls to one bucket from its signed requests. Thread-safe. */
public final class OkHttpCalls {
    /** The time that OSS waits for an application server. */
    private static final long CALLBACK_MILLIS = 5_000;

    private static final long ATTEMPT_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final long SLOWEST_BYTES_PER_MILLI = 1;

    /** No object is larger, but a server may report any length. */
    private static final long MAX_BYTES = 1L << 46;

    private final HttpUrl home;
    private final OkHttpClient client;

    /** @param isObserved whether calls have a listener */
    public OkHttpCalls(OkHttpClient client, String bucketUrl, boolean isObserved) {
        HttpUrl home = HttpUrl.get(bucketUrl);
        this.home = home;
        OkHttpClient.Builder builder = client.newBuilder()
                // A redirect would send the security token to another host, and an authenticator would replace our
                // signature.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .addNetworkInterceptor(new NoDelay())
                .addNetworkInterceptor(new HostGuard(home))
                .addNetworkInterceptor(new RetryAfterLimit());
        if (home.host().endsWith(".localhost")) {
            // Loopback by RFC 6761 section 6.3, which neither glibc nor the JDK knows. Emulators serve buckets there.
            builder.dns(host -> host.equals(home.host())
                    ? Collections.singletonList(InetAddress.getLoopbackAddress())
                    : client.dns().lookup(host));
        }
        if (isObserved) {
            // The tag that it reads loads 50 classes of Kotlin's reflection.
            builder.addNetworkInterceptor(new PhaseInterceptor());
        }
        builder.interceptors().add(0, new IoFailureInterceptor());
        this.client = builder.build();
    }

    /**
     * Returns a URL at the host of the bucket. Parsing a text takes longer, since OkHttp checks the host again.
     *
     * @param query empty for none
     */
    public HttpUrl url(String encodedPath, String query) {
        return home.newBuilder()
                .encodedPath(encodedPath)
                .encodedQuery(query.isEmpty() ? null : query)
                .build();
    }

    /** Returns the threads of OkHttp's dispatcher. */
    public ExecutorService executor() {
        return client.dispatcher().executorService();
    }

    /**
     * Creates a call; it is not sent yet.
     *
     * @param heldOpen whether the caller reads the response, so that its time is not limited
     * @param callbackUrls how many application servers OSS may call before its response
     */
    public Call newCall(Request request, boolean heldOpen, int callbackUrls) throws IOException {
        Call call = clientFor(callbackUrls).newCall(request);
        if (client.callTimeoutMillis() == 0 && !heldOpen) {
            long bodyLength = request.body() == null ? 0 : request.body().contentLength();
            call.timeout()
                    .timeout(
                            attemptTimeout(client.readTimeoutMillis(), bodyLength, callbackUrls),
                            TimeUnit.MILLISECONDS);
        }
        return call;
    }

    private OkHttpClient clientFor(int callbackUrls) {
        long readTimeout = client.readTimeoutMillis();
        if (callbackUrls == 0 || readTimeout == 0) {
            return client;
        }
        return client.newBuilder()
                .readTimeout(
                        Math.min(Integer.MAX_VALUE, readTimeout + CALLBACK_MILLIS * callbackUrls),
                        TimeUnit.MILLISECONDS)
                .build();
    }

    /**
     * Returns the time limit in milliseconds; 0 for none. Without one, a server that sends a byte now and then would
     * block a call forever.
     */
    static long attemptTimeout(long readTimeoutMillis, long bodyLength, int callbackUrls) {
        if (readTimeoutMillis == 0) {
            return 0;
        }
        return Math.max(longestMillis(bodyLength), 5 * readTimeoutMillis) + CALLBACK_MILLIS * callbackUrls;
    }

    /** Returns the time that a request or response of this many bytes may take on the slowest network. */
    public static long longestMillis(long bytes) {
        return ATTEMPT_MILLIS + Math.min(bytes, MAX_BYTES) / SLOWEST_BYTES_PER_MILLI;
    }
}
