// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import io.github.ossv4.http.internal.redaction.Secrets;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okio.Throttler;
import org.jspecify.annotations.Nullable;

/** The settings of the {@link OkHttpClient} that a client creates for itself. Not thread-safe. */
public final class ConnectionSettings {
    private static final int MAX_REQUESTS = 64;
    private static final long IDLE_MINUTES = 5;

    /** Idle threads keep the JVM alive until the client is closed. OkHttp's default is 60 seconds. */
    private static final long IDLE_THREAD_SECONDS = 5;

    private static final String BASIC = "Basic ";

    /** Names of the settings that the caller set: an OkHttpClient of the caller has its own. */
    private final Set<String> set = new TreeSet<>();

    private Duration connectTimeout = Duration.ofSeconds(10);

    /** Longer than OkHttp's default of 10 seconds: OSS responds to a put only after the object is stored. */
    private Duration readTimeout = Duration.ofSeconds(20);

    private Duration writeTimeout = Duration.ofSeconds(20);
    private int maxRequests = MAX_REQUESTS;
    private @Nullable Proxy proxy;
    private @Nullable String proxyAuthorization;
    private @Nullable Throttler throttler;

    public void connectTimeout(Duration timeout) {
        connectTimeout = checked("connectTimeout", timeout);
    }

    public void readTimeout(Duration timeout) {
        readTimeout = checked("readTimeout", timeout);
    }

    public void writeTimeout(Duration timeout) {
        writeTimeout = checked("writeTimeout", timeout);
    }

    public void maxRequests(int number) {
        if (number < 1 || number > 10_000) {
            throw new IllegalArgumentException("maxRequests must be between 1 and 10000, was " + number);
        }
        set.add("maxRequests");
        maxRequests = number;
    }

    public void proxy(Proxy itsProxy) {
        set.add("proxy");
        proxy = itsProxy;
    }

    public void throttler(Throttler shared) {
        set.add("throttler");
        throttler = shared;
    }

    public void proxyCredentials(String user, String password) {
        set.add("proxyCredentials");
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        proxyAuthorization = BASIC + Base64.getEncoder().encodeToString(both);
    }

    /** Returns the proxy's credentials as they are sent. */
    Secrets secrets() {
        return proxyAuthorization == null
                ? Secrets.NONE
                : Secrets.ofTexts(proxyAuthorization.substring(BASIC.length()));
    }

    private Duration checked(String name, Duration timeout) {
        Objects.requireNonNull(timeout, name);
        // OkHttp counts milliseconds in an int.
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(20)) > 0) {
            throw new IllegalArgumentException(name + " must be between 1 ms and 20 days, was " + timeout);
        }
        set.add(name);
        return timeout;
    }

    ConnectionSettings copy() {
        ConnectionSettings copy = new ConnectionSettings();
        copy.set.addAll(set);
        copy.connectTimeout = connectTimeout;
        copy.readTimeout = readTimeout;
        copy.writeTimeout = writeTimeout;
        copy.maxRequests = maxRequests;
        copy.proxy = proxy;
        copy.proxyAuthorization = proxyAuthorization;
        copy.throttler = throttler;
        return copy;
    }

    /** Returns the names of the settings that were set. */
    public Set<String> names() {
        return set;
    }

    /** @param https whether the endpoint is https */
    OkHttpClient newClient(boolean https) {
        Dispatcher dispatcher = new Dispatcher(new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, "ossv4-call")));
        dispatcher.setMaxRequests(maxRequests);
        // All requests go to one host.
        dispatcher.setMaxRequestsPerHost(maxRequests);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                // OkHttp reads the platform's certificates only for TLS; they do not fit into a heap of 6 MB.
                .connectionSpecs(
                        Collections.singletonList(https ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .dispatcher(dispatcher)
                // OkHttp's default of 5 would close most connections after each burst of requests.
                .connectionPool(new ConnectionPool(maxRequests, IDLE_MINUTES, TimeUnit.MINUTES))
                .connectTimeout(connectTimeout)
                .readTimeout(readTimeout)
                .writeTimeout(writeTimeout)
                .proxy(proxy);
        if (throttler != null) {
            client.addNetworkInterceptor(ThrottledBodies.of(throttler));
        }
        authorizeProxy(client, https);
        return client.build();
    }

    private void authorizeProxy(OkHttpClient.Builder client, boolean https) {
        String authorization = proxyAuthorization;
        if (authorization == null) {
            return;
        }
        String header = "Proxy-Authorization";
        if (https) {
            // OkHttp also calls it after a 407 that comes through the tunnel, from the origin.
            client.proxyAuthenticator((route, response) -> {
                Request refused = response.request();
                return !refused.method().equals("CONNECT") || refused.header(header) != null
                        ? null
                        : refused.newBuilder().header(header, authorization).build();
            });
        } else {
            // After a 407, OkHttp would not repeat a request whose body can be sent once.
            client.addNetworkInterceptor(chain -> chain.proceed(
                    isToHttpProxy(chain.connection())
                            ? chain.request()
                                    .newBuilder()
                                    .header(header, authorization)
                                    .build()
                            : chain.request()));
        }
    }

    /** Returns whether the next hop is an HTTP proxy. Without one, the header would reach the origin. */
    private static boolean isToHttpProxy(@Nullable Connection connection) {
        return connection != null && connection.route().proxy().type() == Proxy.Type.HTTP;
    }
}
