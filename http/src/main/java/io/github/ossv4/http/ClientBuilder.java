// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.call.ClientHeaders;
import io.github.ossv4.http.internal.call.Connections;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Slots;
import io.github.ossv4.http.internal.call.Threads;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.ConnectionSettings;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.sign.Credentials;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import okhttp3.OkHttpClient;
import okio.Throttler;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the clients of a bucket and of the service share. Not thread-safe.
 *
 * @param <B> the builder
 */
abstract class ClientBuilder<B extends ClientBuilder<B>> {
    private @Nullable String region;
    private @Nullable CredentialsSource credentials;
    private @Nullable OkHttpClient okHttpClient;
    private Clock clock = Clock.systemUTC();
    private RetryPolicy retryPolicy = RetryPolicy.STANDARD;
    private @Nullable CallListener listener;
    private @Nullable Duration callTimeout;
    private int maxConnections = Integer.MAX_VALUE;
    private @Nullable Executor executor;
    private int maxQueuedRequests = Slots.DEFAULT_MAX_WAITING;
    private ClientHeaders headers = ClientHeaders.STANDARD;
    private final ConnectionSettings connections = new ConnectionSettings();

    ClientBuilder() {}

    @SuppressWarnings("unchecked") // The builder extends ClientBuilder of itself.
    private B self() {
        return (B) this;
    }

    /**
     * Sets the region id of the endpoint, such as {@code cn-hangzhou}, or the id of a cloud box, {@code cb-…}. It is
     * required if the endpoint's name does not contain it: an accelerate endpoint, your own domain, an IP address.
     */
    public B region(String region) {
        this.region = requireNonNull(region, "region");
        return self();
    }

    /**
     * Names your application in the {@code User-Agent} of each request, before the library: {@code photos/1.2
     * ossv4/VERSION (java 17.0.1)}. The access log of a bucket has it.
     *
     * @param application one or more products, such as {@code photos/1.2}; empty for none, which is the default
     * @throws IllegalArgumentException if it has control characters
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5">RFC 9110 section 10.1.5</a>
     */
    public B userAgent(String application) {
        this.headers = headers.withApplication(requireNonNull(application, "application"));
        return self();
    }

    /**
     * Sets a header of each request of the client, such as one that a proxy requires or that identifies a trace, unless
     * the call sets it. It is not signed, and URLs and forms that are signed for other programs do not have it.
     *
     * @throws IllegalArgumentException if the client sets the header itself, if it belongs to one request, such as
     *     {@code Range}, {@code Content-Type} or {@code x-oss-…}, or if it is malformed
     */
    public B header(String name, String value) {
        this.headers = headers.with(name, value);
        return self();
    }

    final void payer(boolean isRequester) {
        headers = headers.withPayer(isRequester);
    }

    /** Sets credentials that never change. */
    public B credentials(Credentials credentials) {
        return credentials(CredentialsSource.of(credentials));
    }

    /** Sets the source of credentials, which is called before each request. */
    public B credentials(CredentialsSource credentials) {
        this.credentials = requireNonNull(credentials, "credentials");
        return self();
    }

    /**
     * Sets the client whose connection pool, proxy, TLS settings, timeouts and interceptors are used, in place of
     * {@link #connectTimeout}, {@link #readTimeout}, {@link #writeTimeout}, {@link #maxRequests}, {@link #proxy} and
     * {@link #throttler}. Its redirects, cache and authenticator are not used. TCP_NODELAY is set on its sockets:
     * without it, puts of 8 to 32 KB take 40 ms more. Unless it has a socket factory of its own, its connections to OSS
     * read and write up to 64 KB at a time, and fail if the headers of a response are too slow. Close it yourself.
     *
     * <p>Interceptors receive the header {@code x-oss-security-token} of temporary credentials. OkHttp's {@code
     * Request.toString} and its logging interceptor print it unless you configure them to redact it. A call timeout
     * must allow 5 seconds for each URL of a callback.
     */
    public B okHttpClient(OkHttpClient okHttpClient) {
        this.okHttpClient = requireNonNull(okHttpClient, "okHttpClient");
        return self();
    }

    /**
     * Limits the time to open a connection; default 10 seconds.
     *
     * @throws IllegalArgumentException if the timeout is not 1 ms to 20 days
     */
    public B connectTimeout(Duration timeout) {
        connections.connectTimeout(timeout);
        return self();
    }

    /**
     * Limits the time without a byte from the server, and the time in which each KB of a response must arrive; default
     * 20 seconds. The limit is 5 seconds longer for each URL of a callback. It is 40 seconds longer for CopyObject,
     * UploadPartCopy and CompleteMultipartUpload: OSS responds when the object is stored.
     *
     * @throws IllegalArgumentException if the timeout is not 1 ms to 20 days
     */
    public B readTimeout(Duration timeout) {
        connections.readTimeout(timeout);
        return self();
    }

    /**
     * Limits the time to send 64 KB, over https 8 KB; default 20 seconds, which a link of 27 kbit/s can meet, over
     * https of 4 kbit/s. For slower links, set a longer timeout.
     *
     * @throws IllegalArgumentException if the timeout is not 1 ms to 20 days
     */
    public B writeTimeout(Duration timeout) {
        connections.writeTimeout(timeout);
        return self();
    }

    /**
     * Limits the asynchronous calls in progress, and the connections that are kept open for 5 minutes; default 64.
     * Other calls wait in a queue, in order. Each call in progress uses a thread. A transfer uses one thread until it
     * completes. While no call waits, it uses one more for each further part. The thread that reads a stream does not
     * count. Blocking calls and transfers run on the threads of their callers and do not count, except further parts.
     * {@code maxConnections} limits the requests of all kinds together.
     *
     * @throws IllegalArgumentException if the number is not 1 to 10,000
     */
    public B maxRequests(int number) {
        connections.maxRequests(number);
        return self();
    }

    /**
     * Sets the threads that run asynchronous calls and transfers, and further parts of blocking transfers, for example
     * {@code Executors.newVirtualThreadPerTaskExecutor()}; default threads of OkHttp's dispatcher, which end after 5
     * idle seconds. The client submits at most {@link #maxRequests} tasks, and one more for each stream that {@code
     * openUpload} or {@link AsyncBucketClient} uploads. With fewer threads, calls wait, and transfers send their parts
     * on their own threads; {@code openUpload} fails if there is no thread for it. A task must not wait for another
     * call if no thread is free for it. The executor must not run tasks on the thread that submits them. {@code close}
     * does not shut it down.
     */
    public B executor(Executor executor) {
        this.executor = requireNonNull(executor, "executor");
        return self();
    }

    /**
     * Limits the asynchronous calls that wait in the queue; default 10,000. A call beyond them fails immediately with
     * {@link QueueFullException}. A call that waits takes about 1 KB of heap in addition to its body: 10,000 calls take
     * 6 to 10 MB.
     *
     * @throws IllegalArgumentException if the number is not 1 to 10,000,000
     */
    public B maxQueuedRequests(int number) {
        if (number < 1 || number > 10_000_000) {
            throw new IllegalArgumentException("maxQueuedRequests must be between 1 and 10000000, was " + number);
        }
        this.maxQueuedRequests = number;
        return self();
    }

    /**
     * Limits the requests in progress at a time, blocking and asynchronous, and so the connections in use; default no
     * limit. Without one, thousands of virtual threads open thousands of connections. A blocking call waits for a free
     * connection for at most {@code callTimeout}, by default three read timeouts, or
     * {@link RetryPolicy.Builder#retryFor} if that is longer. Then it throws a {@link java.net.SocketTimeoutException}.
     * An asynchronous request, and each request of a transfer, waits without a limit, unless {@code callTimeout} is
     * set. The result of {@link BucketClient#get} uses its connection until it is closed.
     *
     * @throws IllegalArgumentException if the number is not 1 to 10,000
     */
    public B maxConnections(int number) {
        if (number < 1 || number > 10_000) {
            throw new IllegalArgumentException("maxConnections must be between 1 and 10000, was " + number);
        }
        this.maxConnections = number;
        return self();
    }

    /**
     * Sets the proxy, {@link Proxy#NO_PROXY} for none; default from {@link java.net.ProxySelector#getDefault}, which
     * the system properties {@code https.proxyHost} and {@code https.proxyPort} set.
     */
    public B proxy(Proxy proxy) {
        connections.proxy(requireNonNull(proxy, "proxy"));
        return self();
    }

    /**
     * Sets user name and password of an HTTP proxy, for its Basic authentication. They are sent only to a proxy, never
     * to OSS: not if no proxy is set, and not to a host in {@code http.nonProxyHosts}.
     */
    public B proxyCredentials(String user, String password) {
        connections.proxyCredentials(requireNonNull(user, "user"), requireNonNull(password, "password"));
        return self();
    }

    /**
     * Limits the bytes per second of all request and response bodies of this client, by a throttler of okio: {@code
     * throttler.bytesPerSecond(2_000_000)}. Several clients can share it, and its limit can be changed at any time.
     * Time limits include the time that a transfer waits for the throttler. Headers do not count.
     */
    public B throttler(Throttler throttler) {
        connections.throttler(requireNonNull(throttler, "throttler"));
        return self();
    }

    /**
     * Sets the clock for the time of signatures; default the system clock. OSS accepts a difference of 15 minutes.
     * {@link RetryPolicy} describes which larger differences are corrected.
     */
    public B clock(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
        return self();
    }

    /**
     * Limits the time of each call, including all attempts and waits. For {@link BucketClient#get} the limit includes
     * reading the bytes; for a transfer in parts it applies to each request. A call that takes longer fails with an
     * {@link java.io.InterruptedIOException} or an {@link OutcomeUnknownException}. A stream or a credentials source
     * that blocks is not interrupted.
     *
     * <p>By default a call is not retried any more when it has waited for responses for three read timeouts in total:
     * 60 seconds. The limit is 40 seconds longer for CopyObject, UploadPartCopy and CompleteMultipartUpload, and 5
     * seconds longer for each URL of a callback. Waits between attempts do not count, and neither does the time to send
     * a body. No limit depends on the size: a transfer that makes progress may take any time. If your {@link
     * OkHttpClient} has a call timeout, or no read timeout, no such limit is added. Until {@link
     * RetryPolicy.Builder#retryFor} has passed, it does not apply.
     *
     * @throws IllegalArgumentException if the timeout is not 1 ms to 365 days
     */
    public B callTimeout(Duration timeout) {
        Deadline.checkTimeout("callTimeout", timeout);
        this.callTimeout = timeout;
        return self();
    }

    /** Sets the retry policy; default {@link RetryPolicy#STANDARD}. */
    public B retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
        return self();
    }

    /** Sets the listener that is notified of every attempt; default none. */
    public B listener(CallListener listener) {
        this.listener = requireNonNull(listener, "listener");
        return self();
    }

    final boolean hasCredentials() {
        return credentials != null;
    }

    /** Returns the region that was set, otherwise the endpoint's; null if neither is known. */
    final @Nullable String region(Endpoint at) {
        return region == null ? at.region() : region;
    }

    final CurrentSigner signer(Endpoint at) {
        String signingRegion = region(at);
        if (signingRegion == null) {
            throw new IllegalStateException("region is required: the endpoint " + at + " does not contain one");
        }
        if (credentials == null) {
            throw new IllegalStateException("credentials are required");
        }
        return new CurrentSigner(credentials, signingRegion, Endpoint.productOf(signingRegion), clock);
    }

    final OkHttpConnections connections(Endpoint at) {
        if (okHttpClient != null && !connections.names().isEmpty()) {
            throw new IllegalStateException(
                    "okHttpClient and " + connections.names() + " must not both be set: set them in the OkHttpClient");
        }
        return okHttpClient == null
                ? OkHttpConnections.of(connections, at.isHttps())
                : OkHttpConnections.of(okHttpClient);
    }

    final Transport transport(
            OkHttpConnections used,
            Endpoint at,
            @Nullable String bucket,
            @Nullable CurrentSigner signer,
            ContentTypeInference contentTypes) {
        return new Transport(
                used,
                at,
                bucket,
                signer,
                retryPolicy,
                listener,
                callTimeout,
                contentTypes,
                headers,
                new Threads(executor, maxQueuedRequests),
                new Connections(maxConnections));
    }
}
