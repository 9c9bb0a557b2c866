// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.callback.Callback;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Calls application servers once objects are stored, where {@link CallbackTargets} allow it. Each URL is tried once: no
 * redirect is followed, nothing is sent again, no proxy is used. Thread-safe.
 */
final class CallbackDelivery implements AutoCloseable {
    private final CallbackKey key = new CallbackKey();
    private final String publicKeyUrl;
    private final Duration timeout;
    private final Clock clock;
    private final Map<String, Callback> policies;
    private final CallbackTargets targets;

    // Plain blocking calls, each on a thread: OkHttp's own queue lets five at a time through to one host, so a slow
    // callback would hold up others.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new DefaultThreadFactory("ossv4-emulator-callback", true));
    private final OkHttpClient client;

    /**
     * @param publicKeyUrl where application servers get the key from
     * @param timeout for one URL, from connecting to the last byte of the answer
     * @param policies that callbacks may name
     * @param dns resolves the hosts of URLs, each once
     */
    CallbackDelivery(
            String publicKeyUrl,
            Duration timeout,
            Clock clock,
            Map<String, Callback> policies,
            CallbackTargets targets,
            Dns dns) {
        this.publicKeyUrl = publicKeyUrl;
        this.timeout = timeout;
        this.clock = clock;
        this.policies = Map.copyOf(policies);
        this.targets = targets;
        this.client = new OkHttpClient.Builder()
                .callTimeout(timeout)
                // Zero is no limit: the one above holds for each step as well.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .dns(dns)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
                        response.close();
                        throw new ProxyAuthenticationRequired();
                    }
                    return response;
                })
                .build();
    }

    /** The callback that a request asks for, as {@link AcceptedCallback#of(ReceivedRequest, Map)}. */
    @Nullable
    AcceptedCallback accept(ReceivedRequest request) {
        return AcceptedCallback.of(request, policies);
    }

    /** The callback that a form asks for, as {@link AcceptedCallback#of(PostForm, Map)}. */
    @Nullable
    AcceptedCallback accept(PostForm form) {
        return AcceptedCallback.of(form, policies);
    }

    /** Performs a callback. An application server that fails makes for a reply too, not for an exception. */
    CompletableFuture<CallbackOutcome> deliver(AcceptedCallback callback, UploadedObject uploaded, RequestHead upload) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CallbackRequest request = CallbackRequest.of(callback.callback(), uploaded, upload);
                    Iterator<HttpUrl> urls = callback.urls().iterator();
                    CallbackOutcome reply = call(request.to(urls.next(), key, publicKeyUrl, clock));
                    while (!reply.isGood() && urls.hasNext()) {
                        reply = call(request.to(urls.next(), key, publicKeyUrl, clock));
                    }
                    return reply;
                },
                threads);
    }

    private CallbackOutcome call(Request request) {
        long start = System.nanoTime();
        OkHttpClient guarded = client.newBuilder()
                .socketFactory(new CallbackSockets(request.url().host(), targets))
                .build();
        try (Response response = guarded.newCall(request).execute()) {
            return CallbackOutcome.judge(response);
        } catch (InterruptedIOException e) {
            long cost = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return CallbackOutcome.failed(
                    "-1.reply timeout, cost:" + cost + "ms, timeout:" + timeout.toMillis() + "ms.");
        } catch (ProxyAuthenticationRequired e) {
            return CallbackOutcome.failed(HttpURLConnection.HTTP_PROXY_AUTH + ".");
        } catch (IOException e) {
            CallbackRefusedException refused = CallbackRefusedException.in(e);
            if (refused != null) {
                return CallbackOutcome.failed(refused);
            }
            return CallbackOutcome.failed("-1.OSS can not connect to your callbackUrl, please check it.");
        }
    }

    /** The public key that callbacks are verified with, see {@link CallbackKey#pem}. */
    CompletableFuture<byte[]> publicKeyPem() {
        return CompletableFuture.supplyAsync(key::pem, threads);
    }

    /** Gives up the callbacks that are under way. */
    @Override
    public void close() {
        threads.shutdownNow();
        client.dispatcher().cancelAll();
    }

    /** An application server has answered with 407. OkHttp itself fails then, since it knows of no proxy. */
    private static final class ProxyAuthenticationRequired extends IOException {
        private static final long serialVersionUID = 1;
    }
}
