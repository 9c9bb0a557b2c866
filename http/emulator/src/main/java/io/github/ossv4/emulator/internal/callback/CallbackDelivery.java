// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.wire.DaemonThreads;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestHead;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/**
 * The client that calls application servers after uploads, if {@link CallbackTargets} permits the address. Each URL is
 * called once, without redirects, retries and proxies. Thread-safe.
 */
public final class CallbackDelivery implements AutoCloseable {
    private final String publicKeyUrl;
    private final Duration timeout;
    private final Clock clock;
    private final Map<String, Callback> policies;
    private final CallbackTargets targets;

    // Blocking calls, each on a thread: OkHttp's dispatcher runs five at a time for one host, so that a slow callback
    // would delay others.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(DaemonThreads.named("ossv4-emulator-callback"));
    private final OkHttpClient client;

    /**
     * Creates a client.
     *
     * @param publicKeyUrl the URL of the public key
     * @param timeout for one URL, from connecting to the last byte of the response
     * @param policies which callbacks may name
     * @param dns which resolves the hosts of URLs
     * @param trusted certificates that https trusts besides the JVM's
     */
    public CallbackDelivery(
            String publicKeyUrl,
            Duration timeout,
            Clock clock,
            Map<String, Callback> policies,
            CallbackTargets targets,
            Dns dns,
            List<X509Certificate> trusted) {
        this.publicKeyUrl = publicKeyUrl;
        this.timeout = timeout;
        this.clock = clock;
        this.policies = Map.copyOf(policies);
        this.targets = targets;
        this.client = trusting(trusted)
                .callTimeout(timeout)
                // Zero means no limit: the call timeout limits each step too.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .dns(host -> lookUp(dns, host))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addNetworkInterceptor(chain -> {
                    // Otherwise the last piece of a body of more than 8 KB waits for an acknowledgement.
                    chain.connection().socket().setTcpNoDelay(true);
                    Response response = chain.proceed(chain.request());
                    if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
                        response.close();
                        throw new ProxyAuthenticationRequired();
                    }
                    return response;
                })
                .build();
    }

    private static OkHttpClient.Builder trusting(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            return new OkHttpClient.Builder();
        }
        HandshakeCertificates.Builder trust = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        certificates.forEach(trust::addTrustedCertificate);
        HandshakeCertificates all = trust.build();
        return new OkHttpClient.Builder().sslSocketFactory(all.sslSocketFactory(), all.trustManager());
    }

    /** Returns the callback of a request, or null, see {@link AcceptedCallback#of}. */
    @Nullable
    public AcceptedCallback accept(ReceivedRequest request) {
        AcceptedCallback callback = AcceptedCallback.of(request, policies);
        return callback == null
                ? null
                : callback.allowedBy(targets, request.head().trace());
    }

    /** Returns the callback of a form, or null, see {@link AcceptedCallback#ofForm}. */
    @Nullable
    public AcceptedCallback acceptForm(Map<String, String> fields, RequestTrace trace) {
        AcceptedCallback callback = AcceptedCallback.ofForm(fields, policies);
        return callback == null ? null : callback.allowedBy(targets, trace);
    }

    /** Performs a callback. A failure is an outcome, not an exception. */
    public CompletableFuture<CallbackOutcome> deliver(
            AcceptedCallback callback, UploadedObject uploaded, RequestHead upload) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CallbackRequest request = CallbackRequest.of(callback.callback(), uploaded, upload);
                    Iterator<HttpUrl> urls = callback.urls().iterator();
                    CallbackOutcome outcome = call(request, urls.next(), upload.trace());
                    while (!outcome.isSuccess() && urls.hasNext()) {
                        outcome = call(request, urls.next(), upload.trace());
                    }
                    return outcome;
                },
                threads);
    }

    /** Resolves a host on another thread: nothing can interrupt a lookup, not even the call timeout. */
    private List<InetAddress> lookUp(Dns dns, String host) throws UnknownHostException {
        try {
            return threads.submit(() -> dns.lookup(host)).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LookupTimeoutException();
        } catch (ExecutionException | InterruptedException e) {
            throw new UnknownHostException(host);
        }
    }

    private CallbackOutcome call(CallbackRequest callback, HttpUrl url, RequestTrace trace) {
        long start = System.nanoTime();
        CallbackOutcome outcome = call(callback.to(url, publicKeyUrl, clock));
        trace.callback(
                outcome.toAttempt(url, callback.bodyText(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        return outcome;
    }

    private CallbackOutcome call(Request request) {
        long start = System.nanoTime();
        OkHttpClient guarded = client.newBuilder()
                .socketFactory(new CallbackSockets(request.url().host(), targets))
                .build();
        try (Response response = guarded.newCall(request).execute()) {
            return CallbackOutcome.of(response);
        } catch (InterruptedIOException | LookupTimeoutException e) {
            long cost = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return CallbackOutcome.failed(
                    "-1.reply timeout, cost:" + cost + "ms, timeout:" + timeout.toMillis() + "ms.");
        } catch (ProxyAuthenticationRequired e) {
            return CallbackOutcome.failed(HttpURLConnection.HTTP_PROXY_AUTH + ".");
        } catch (IOException e) {
            CallbackNotAllowedException notAllowed = CallbackNotAllowedException.find(e);
            if (notAllowed != null) {
                return CallbackOutcome.failed(notAllowed);
            }
            return CallbackOutcome.failed("-1.OSS can not connect to your callbackUrl, please check it.");
        }
    }

    /** Returns the public key that verifies callbacks, see {@link CallbackKey#pem}. */
    public CompletableFuture<byte[]> publicKeyPem() {
        return CompletableFuture.supplyAsync(CallbackKey::pem, threads);
    }

    /** Cancels all callbacks. */
    @Override
    public void close() {
        threads.shutdownNow();
        client.dispatcher().cancelAll();
    }

    /** The lookup of a host took longer than the timeout. */
    private static final class LookupTimeoutException extends UnknownHostException {
        private static final long serialVersionUID = 1;
    }

    /** An application server returned 407. OkHttp fails then, because the call has no proxy. */
    private static final class ProxyAuthenticationRequired extends IOException {
        private static final long serialVersionUID = 1;
    }
}
