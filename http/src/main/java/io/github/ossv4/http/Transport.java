// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final @Nullable CurrentSigner signer;
    private volatile boolean closed;

    /** @param signer null to send everything unsigned */
    Transport(OkHttpClient client, Endpoint endpoint, String bucket, @Nullable CurrentSigner signer) {
        this.client = client.newBuilder()
                // A redirect would carry the security token to another host, and an authenticator replace our
                // signature.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .addNetworkInterceptor(new HostGuard(endpoint.url(null, "")))
                .build();
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.signer = signer;
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
        checkOpen();
        UnsignedRequest unsigned = unsigned(operation).build();
        // The request's builder checks header values: OkHttp's own check would print them, and it refuses what is not
        // ASCII; the wire takes UTF-8.
        Headers.Builder headers = new Headers.Builder();
        operation.forEachHeader(headers::addUnsafeNonAscii);
        Signature signature = signer == null ? null : signer.sign(unsigned);
        if (signature != null) {
            signature.headers().forEach(headers::set);
        }
        // Or OkHttp asks for gzip, and OSS then compresses texts and leaves out their length and ETag.
        headers.set("Accept-Encoding", "identity");
        Request wire = new Request.Builder()
                .url(endpoint.url(operation.key(), unsigned.canonicalQuery()))
                .headers(headers.build())
                .method(operation.method(), operation.body())
                .tag(Signature.class, signature)
                .build();
        return execute(clientFor(operation).newCall(wire), signature);
    }

    /** Signs an operation for somebody else to send; every header that it has is signed, and must then be sent. */
    PresignedUrl presign(Operation operation, Duration validity) throws IOException {
        checkOpen();
        Objects.requireNonNull(validity, "validity");
        if (signer == null) {
            throw new IllegalStateException("an anonymous client cannot presign: " + this);
        }
        UnsignedRequest.Builder unsigned = unsigned(operation);
        operation.forEachHeader((name, value) -> unsigned.additionalHeader(name));
        Instant now = signer.now();
        PresignedRequest presigned = signer.presign(unsigned.build(), now, validity);
        return new PresignedUrl(
                operation.method(),
                endpoint.url(operation.key(), presigned.query()).toString(),
                presigned.headers(),
                now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(validity.toMillis() / 1000));
    }

    private UnsignedRequest.Builder unsigned(Operation operation) {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(operation.method(), bucket, operation.key());
        operation.forEachParameter(unsigned::query);
        operation.forEachHeader(unsigned::header);
        return unsigned;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed: " + this);
        }
    }

    private static Response execute(Call call, @Nullable Signature signature) throws IOException {
        try {
            Response response = call.execute();
            // An interceptor may have made the request anew, without the tag that tells what must not be shown.
            return response.newBuilder()
                    .request(response.request()
                            .newBuilder()
                            .tag(Signature.class, signature)
                            .build())
                    .build();
        } catch (IOException e) {
            throw Redaction.of(call.request(), e);
        } catch (Exception e) {
            if (e instanceof IllegalStateException) {
                // OkHttp 4 throws it when a server sends two answers of 1xx to one request.
                throw Redaction.of(call.request(), new IOException("OkHttp or an interceptor failed: " + e, e));
            }
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
        return bucket + " at " + endpoint + ", " + (signer == null ? "anonymous" : signer);
    }
}
