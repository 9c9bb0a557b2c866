// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Advice;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.ClientMetrics;
import io.github.ossv4.http.PresignedUrl;
import io.github.ossv4.http.QueueFullException;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.okhttp.OkHttpCalls;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Signs operations and sends them. Thread-safe. */
public final class Transport {
    private final OkHttpConnections connections;
    private final Endpoint endpoint;
    private final Endpoint presignEndpoint;
    private final @Nullable String bucket;
    private final @Nullable CurrentSigner signer;
    private final RetryPolicy retryPolicy;
    private final @Nullable CallListener listener;
    private final @Nullable Duration callTimeout;
    private final ContentTypeInference contentTypes;
    private final ClientHeaders headers;
    private final Shared shared;
    private final RetryBudget budget;
    private volatile @Nullable OkHttpCalls calls;
    private volatile boolean contacted;

    /**
     * @param bucket null for requests without a bucket
     * @param signer null to send everything unsigned
     * @param listener null for none
     * @param callTimeout null for none
     */
    public Transport(
            OkHttpConnections connections,
            Endpoint endpoint,
            @Nullable String bucket,
            @Nullable CurrentSigner signer,
            RetryPolicy retryPolicy,
            @Nullable CallListener listener,
            @Nullable Duration callTimeout,
            ContentTypeInference contentTypes,
            ClientHeaders headers,
            Threads threads,
            Connections connectionLimit) {
        this.connections = connections;
        this.endpoint = endpoint;
        this.presignEndpoint = endpoint;
        this.bucket = bucket;
        this.signer = signer;
        this.retryPolicy = retryPolicy;
        this.listener = listener;
        this.callTimeout = callTimeout;
        this.contentTypes = contentTypes;
        this.headers = headers;
        this.shared = new Shared(threads, connectionLimit);
        this.budget = budget();
    }

    /** Shares everything else with another transport. */
    private Transport(Transport other, Endpoint endpoint, Endpoint presignEndpoint, @Nullable String bucket) {
        this.connections = other.connections;
        this.endpoint = endpoint;
        this.presignEndpoint = presignEndpoint;
        this.bucket = bucket;
        this.signer = other.signer;
        this.retryPolicy = other.retryPolicy;
        this.listener = other.listener;
        this.callTimeout = other.callTimeout;
        this.contentTypes = other.contentTypes;
        this.headers = other.headers;
        this.shared = other.shared;
        this.budget = budget();
    }

    private RetryBudget budget() {
        return shared.budgets.computeIfAbsent(bucket(), name -> new RetryBudget(retryPolicy.retryBudget()));
    }

    /** The state that the transports of one client share. */
    private static final class Shared {
        final AtomicLong callIds = new AtomicLong();
        final Threads threads;
        final Connections connections;
        final Set<Scope> pausing = ConcurrentHashMap.newKeySet();
        final Set<Scope> endingWhenClosed = ConcurrentHashMap.newKeySet();

        /** The retry budget of each bucket: an outage of one bucket must not use up the retries of another. */
        final ConcurrentMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

        volatile boolean closed;

        Shared(Threads threads, Connections connections) {
            this.threads = threads;
            this.connections = connections;
        }
    }

    /**
     * Returns the transport to another bucket of the same service.
     *
     * @throws IllegalArgumentException if this endpoint is a domain that is bound to its bucket
     */
    public Transport ofBucket(String other) {
        Endpoint ofOther = endpoint.ofBucket(other);
        return new Transport(this, ofOther, ofOther, other);
    }

    /**
     * Returns the transport of a client of another bucket, which presigns at the same endpoint as this one.
     *
     * @throws IllegalArgumentException if an endpoint is a domain that is bound to its bucket
     */
    public Transport forBucket(String other) {
        Endpoint presigning = presignEndpoint.ofBucket(other);
        return new Transport(this, endpoint.ofBucket(other), presigning, other);
    }

    /** Returns a transport whose presigned URLs and forms are for another endpoint. */
    public Transport presignAt(Endpoint other) {
        return new Transport(this, endpoint, other, bucket);
    }

    public ContentTypeInference contentTypes() {
        return contentTypes;
    }

    /** Returns the deadline of a call that starts now, with all its attempts. */
    public Deadline deadline() {
        return Deadline.in(callTimeout);
    }

    /** Returns the bucket; empty for requests without one. */
    public String bucket() {
        return bucket == null ? "" : bucket;
    }

    /** Returns the current time by OSS's clock, as far as it is known; null without credentials. */
    @Nullable
    public Instant now() {
        return signer == null ? null : signer.now();
    }

    /** Returns whether both transports have the same endpoint and credentials, since one was made from the other. */
    public boolean isOfClientOf(Transport other) {
        return shared == other.shared;
    }

    /** Returns the bucket, the host and the port to which requests are sent, as the end of a clause for messages. */
    String target() {
        return (bucket == null ? "" : " in bucket \"" + bucket + "\"") + " at " + endpoint.hostAndPort();
    }

    /** Returns the URL of the bucket, to which others post forms. */
    public String formUrl() {
        return presignEndpoint.url(null, "");
    }

    /**
     * Notes a successful request: the settings of the endpoint are right, and the retry budget grows.
     *
     * @param fromBudget whether it was a retry that was taken from the budget
     */
    void succeeded(boolean fromBudget) {
        budget.succeeded(fromBudget);
        if (!contacted) {
            contacted = true;
        }
    }

    private @Nullable Advice advice(ErrorResponse error, CurrentSigner.@Nullable Signed signed) {
        String origin = signer == null ? null : signer.origin();
        return EndpointAdvice.of(endpoint, bucket(), signed, origin, error, !contacted);
    }

    /** Equivalent to {@link EndpointAdvice#of(Endpoint, IOException)}. */
    String advice(IOException failure) {
        return EndpointAdvice.of(endpoint, failure);
    }

    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    @Nullable
    public CallListener listener() {
        return listener;
    }

    long nextCallId() {
        return shared.callIds.incrementAndGet();
    }

    RetryBudget retryBudget() {
        return budget;
    }

    /** Waits for a connection. Equivalent to {@link Connections#enter}. */
    Connections.Place place(Duration limit, Operation operation, Scope scope) throws IOException {
        return shared.connections.enter(limit, operation, scope);
    }

    /** Returns the read timeout of the client in milliseconds; 0 for no limit. */
    int readMillis() {
        return calls().readMillis(0);
    }

    /** Returns how long a blocking request without a deadline waits in the queue; zero for no limit. */
    Duration queueLimit() {
        long millis = ResponseLimit.millis(readMillis(), 0);
        return Duration.ofMillis(
                millis == 0 ? 0 : Math.max(millis, retryPolicy.retryFor().toMillis()));
    }

    /** Creates the slot of an asynchronous call. Equivalent to {@link Slots.Slot#Slot}. */
    Slots.Slot slot(Slots.Kind kind, Runnable call, Consumer<Throwable> whenRefused) {
        return shared.threads.slots.new Slot(kind, this::maxSlots, executor(), call, whenRefused);
    }

    /** Returns the number of slots. Further calls than connections would only wait for a connection. */
    private int maxSlots() {
        return Math.min(calls().maxRequests(), shared.connections.max());
    }

    /**
     * Runs a task on a thread of the client that no call needs.
     *
     * @return false if there is none, the executor refuses the task, or the client is closed
     */
    public boolean tryRun(Runnable task) {
        return shared.threads.slots.tryRun(maxSlots(), executor(), task);
    }

    /** Returns whether calls wait for a slot. */
    public boolean hasWaitingCalls() {
        return shared.threads.slots.waiting() > 0;
    }

    Scope.Parking parking() {
        return shared.threads.parking;
    }

    /**
     * Returns this transport, if another asynchronous call may wait. Only the first request of a call is refused.
     *
     * @throws QueueFullException if too many requests wait
     */
    public Transport checkRoom() throws QueueFullException {
        shared.threads.slots.checkRoom();
        return this;
    }

    /** Returns the current numbers of requests, connections and retries left. */
    public ClientMetrics metrics() {
        ConnectionPool pool = connections.pool();
        return new ClientMetrics(
                shared.threads.slots.waiting() + shared.connections.waiting(),
                // An asynchronous call has a slot, and a connection while it sends.
                Math.max(shared.threads.slots.running(), shared.connections.used()),
                pool == null ? 0 : pool.connectionCount(),
                pool == null ? 0 : pool.idleConnectionCount(),
                budget.left());
    }

    ObservedAttempt attempt(long callId, Operation operation, int number, int maxAttempts, Duration queueTime) {
        return new ObservedAttempt(listener, callId, operation, number, maxAttempts, queueTime);
    }

    private Executor executor() {
        Executor executor = shared.threads.executor;
        return executor == null ? calls().executor() : executor;
    }

    /** Returns the executor for calls that never run. Equivalent to {@link Threads#completions}. */
    Executor completions() {
        return shared.threads.completions;
    }

    /**
     * Returns the request of an operation, which is not signed yet.
     *
     * @throws IllegalArgumentException if it has, for example, an invalid header
     */
    public UnsignedRequest request(Operation operation) {
        headers.addSigned(operation);
        return unsigned(operation).build();
    }

    /** Signs the request of an operation; it is not sent yet. */
    SignedCall newCall(Operation operation, UnsignedRequest unsigned, ObservedAttempt attempt) throws IOException {
        OkHttpCalls ready = calls();
        CurrentSigner.Signed signed = signer == null ? null : signer.sign(unsigned);
        Signature signature = signed == null ? null : signed.signature;
        Secrets secrets = operation
                .secrets()
                .excluding(bucket(), operation.objectKey() == null ? "" : operation.objectKey())
                .and(connections.secrets());
        if (signature != null) {
            secrets = secrets.and(Secrets.of(signature));
        }
        attempt.started();
        HttpUrl url = ready.url(endpoint.path(operation.key()), unsigned.canonicalQuery());
        Call call = ready.newCall(
                RequestOfAttempt.of(operation, url, signature, headers, attempt), operation.serverMillis());
        return new SignedCall(call, signed, secrets, attempt);
    }

    /** Signs a form that another program, or this client, sends. */
    public SignedForm sign(FormUpload form, Duration validity) throws IOException {
        checkOpen();
        if (signer == null) {
            throw new IllegalStateException("an anonymous client must not sign: " + this);
        }
        return signer.sign(form, validity);
    }

    /** Signs an operation that another program sends. All its headers are signed and must be sent. */
    public PresignedUrl presign(Operation operation, Duration validity) throws IOException {
        checkOpen();
        Objects.requireNonNull(validity, "validity");
        if (signer == null) {
            throw new IllegalStateException("an anonymous client must not presign: " + this);
        }
        UnsignedRequest.Builder unsigned = unsigned(operation);
        // Loops, since each lambda costs a fresh JVM about a millisecond.
        for (String name : operation.headers().keySet()) {
            unsigned.additionalHeader(name);
        }
        Instant now = signer.now();
        PresignedRequest presigned = signer.presign(unsigned.build(), now, validity);
        return PresignedUrl.of(
                presigned.method(),
                presignEndpoint.url(operation.key(), presigned.query()),
                presigned.headers(),
                presigned.expires());
    }

    private UnsignedRequest.Builder unsigned(Operation operation) {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(operation.method(), bucket, operation.key());
        for (Map.Entry<String, String> parameter : operation.parameters().entrySet()) {
            unsigned.query(parameter.getKey(), parameter.getValue());
        }
        for (Map.Entry<String, String> header : operation.headers().entrySet()) {
            unsigned.header(header.getKey(), header.getValue());
        }
        return unsigned;
    }

    /**
     * Checks that the client can still be used.
     *
     * @throws IllegalStateException if the client is closed
     */
    public void checkOpen() {
        if (shared.closed) {
            throw closed();
        }
    }

    public boolean isClosed() {
        return shared.closed;
    }

    IllegalStateException closed() {
        return new IllegalStateException("the client is closed: " + this);
    }

    /** Equivalent to {@link ClientTimer#limit}. */
    public ClientTimer.Limit limit(Duration delay, Runnable whenReached) {
        return shared.threads.timer.limit(delay, whenReached);
    }

    /** Ends a scope when the client is closed, or now if it is closed. It must be {@linkplain #forget forgotten}. */
    public void endWhenClosed(Scope scope) {
        shared.endingWhenClosed.add(scope);
        if (shared.closed) {
            scope.end(Scope.End.CLIENT_CLOSED);
        }
    }

    /** Undoes {@link #endWhenClosed}. */
    public void forget(Scope scope) {
        shared.endingWhenClosed.remove(scope);
    }

    /** Pauses a call. Returns early if its scope ends, or the client is closed. */
    void pause(Duration delay, Scope scope) throws InterruptedException {
        shared.pausing.add(scope);
        try {
            scope.pause(delay, () -> shared.closed);
        } finally {
            shared.pausing.remove(scope);
        }
    }

    public void close() {
        shared.closed = true;
        // A loop, since a lambda costs a fresh JVM about a millisecond.
        for (Scope scope : shared.pausing) {
            scope.wake();
        }
        for (Scope scope : shared.endingWhenClosed) {
            scope.end(Scope.End.CLIENT_CLOSED);
        }
        shared.connections.close();
        shared.threads.slots.close(closed());
    }

    /** Two threads may build it at the same time, which is harmless: both share the connections. */
    private OkHttpCalls calls() {
        OkHttpCalls built = calls;
        if (built == null) {
            built = new OkHttpCalls(connections.client(), endpoint.url(null, ""), listener != null);
            calls = built;
        }
        return built;
    }

    @Override
    public String toString() {
        return (bucket == null ? "" : bucket + " at ") + endpoint + ", " + (signer == null ? "anonymous" : signer);
    }

    /** A call that is signed and not yet sent. */
    final class SignedCall {
        final Call call;
        private final CurrentSigner.@Nullable Signed signed;
        final Secrets secrets;
        private final ObservedAttempt attempt;

        SignedCall(Call call, CurrentSigner.@Nullable Signed signed, Secrets secrets, ObservedAttempt attempt) {
            this.call = call;
            this.signed = signed;
            this.secrets = secrets;
            this.attempt = attempt;
        }

        /** Returns the response with what its reader needs to know about the request. */
        OssResponse received(Response response) {
            return new OssResponse(
                    response,
                    attempt,
                    signed == null ? null : signed.signature,
                    secrets,
                    endpoint,
                    error -> advice(error, signed));
        }

        /** Equivalent to {@link CurrentSigner#learn}. */
        boolean learn(ServiceException refusal, boolean overTls) {
            return signer != null && signed != null && signer.learn(signed, refusal, overTls);
        }
    }
}
