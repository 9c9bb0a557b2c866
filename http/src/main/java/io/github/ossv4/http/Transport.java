// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Signs operations and sends them. Thread-safe. */
final class Transport {
    /** How long OSS waits for an application server. */
    private static final long CALLBACK_MILLIS = 5_000;

    private final OkHttpClient client;
    private final Endpoint endpoint;
    private final String bucket;
    private final String region;
    private final CredentialsSource credentials;
    private final Clock clock;
    private volatile @Nullable SignerOf current;
    private volatile boolean closed;

    Transport(
            OkHttpClient client,
            Endpoint endpoint,
            String bucket,
            String region,
            CredentialsSource credentials,
            Clock clock) {
        this.client = client.newBuilder()
                // A redirect would carry the security token to another host, and an authenticator replace our
                // signature.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .addNetworkInterceptor(new HostGuard(endpoint.url("", "")))
                .build();
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    String bucket() {
        return bucket;
    }

    /**
     * Sends an operation, signed now.
     *
     * @return the answer, whatever its status; to be closed
     */
    Response send(Operation operation) throws IOException {
        if (closed) {
            throw new IllegalStateException("the client is closed: " + this);
        }
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(operation.method(), bucket, operation.key());
        operation.forEachParameter(unsigned::query);
        // What was given is checked first, since OkHttp drops line breaks at the ends of values. Then what OkHttp holds
        // is
        // signed: it trims more than HTTP does, such as U+3000.
        operation.forEachHeader(UnsignedRequest.builder(operation.method(), bucket, operation.key())::header);
        Headers.Builder headers = new Headers.Builder();
        operation.forEachHeader(headers::addUnsafeNonAscii);
        headers.build().forEach(header -> unsigned.header(header.getFirst(), header.getSecond()));
        UnsignedRequest request = unsigned.build();
        Signature signature = signer().sign(request, clock.instant());
        // Header values were checked when the request was built. OkHttp's own check would print them, and it refuses
        // what is not ASCII; the wire takes UTF-8.
        signature.headers().forEach(headers::set);
        // Or OkHttp asks for gzip, and OSS then compresses texts and leaves out their length and ETag.
        headers.set("Accept-Encoding", "identity");
        Request wire = new Request.Builder()
                .url(endpoint.url(operation.key(), request.canonicalQuery()))
                .headers(headers.build())
                .method(operation.method(), operation.body())
                .tag(Signature.class, signature)
                .build();
        return execute(clientFor(operation).newCall(wire));
    }

    private static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException e) {
            throw Redaction.of(call.request(), e);
        } catch (Exception e) {
            // OkHttp is written in Kotlin, which lets an InterruptedException through without declaring it.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    void close() {
        closed = true;
    }

    private Signer signer() throws IOException {
        Credentials now = Objects.requireNonNull(credentials.get(), "the credentials source returned null");
        SignerOf known = current;
        if (known == null || !known.credentials.equals(now)) {
            known = new SignerOf(now, Signer.of(now, region));
            current = known;
        }
        return known.signer;
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

    @Override
    public String toString() {
        return bucket + " at " + endpoint + ", region " + region;
    }

    /** A signer, which holds the day's signing key, and the snapshot of the credentials that it signs for. */
    private static final class SignerOf {
        final Credentials credentials;
        final Signer signer;

        SignerOf(Credentials credentials, Signer signer) {
            this.credentials = credentials;
            this.signer = signer;
        }
    }
}
