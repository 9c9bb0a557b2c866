// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.net.InetAddress;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Creates the calls to one bucket from its signed requests. Thread-safe. */
public final class OkHttpCalls {
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
        boolean areSocketsBuffered = client.socketFactory() == SocketFactory.getDefault();
        builder.addNetworkInterceptor(new PacedBodies(areSocketsBuffered));
        if (areSocketsBuffered) {
            builder.socketFactory(BufferedSockets.INSTANCE);
        }
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

    /** Returns the limit of OkHttp's dispatcher, which limits the calls in progress. */
    public int maxRequests() {
        Dispatcher dispatcher = client.dispatcher();
        return Math.min(dispatcher.getMaxRequests(), dispatcher.getMaxRequestsPerHost());
    }

    /** Returns the threads of OkHttp's dispatcher. */
    public ExecutorService executor() {
        return client.dispatcher().executorService();
    }

    /**
     * Creates a call; it is not sent yet.
     *
     * @param serverMillis how long the server may work before it responds, in addition to the read timeout
     */
    public Call newCall(Request request, int serverMillis) {
        return clientFor(serverMillis).newCall(request);
    }

    /** Returns the read timeout in milliseconds; 0 for no limit. */
    public int readMillis(int serverMillis) {
        int timeout = client.readTimeoutMillis();
        return timeout == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (long) timeout + serverMillis);
    }

    private OkHttpClient clientFor(int serverMillis) {
        return serverMillis == 0
                ? client
                : client.newBuilder()
                        .readTimeout(readMillis(serverMillis), TimeUnit.MILLISECONDS)
                        .build();
    }
}
