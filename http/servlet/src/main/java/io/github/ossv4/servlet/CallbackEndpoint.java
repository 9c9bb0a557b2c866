// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackConfirmation;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of callbacks. It reads the raw body, verifies signature and token, optionally compares the callback with
 * the stored object, and calls a handler. It refuses all other requests. Immutable and thread-safe; each method returns
 * a new endpoint.
 *
 * <pre>{@code
 * CallbackEndpoint endpoint = CallbackEndpoint.of(receiver, receipt -> {
 *     photos.add(receipt.token().userData(), receipt.notice().key());
 *     return CallbackResponse.ok();
 * }).confirmWith(bucket);
 *
 * CallbackFilter filter = CallbackFilter.of("/uploaded", endpoint);     // Spring Boot, Jetty, Tomcat
 * server.createContext("/uploaded", CallbackHttpHandler.of(endpoint));  // the JDK's server
 * }</pre>
 *
 * <p>OSS does not retry a refused callback, whatever the status is. It calls the callback's next URL, if there is one.
 * If no URL succeeds, it returns 203 to the uploader. By default every refusal and failure is logged, see {@link
 * #onProblem}.
 *
 * <p>Rule: Body, checks, confirmation, handler, in this order, in any server ({@code CallbackEndpointTest}).
 */
public final class CallbackEndpoint {
    /** The time that OSS waits for the response. */
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);

    private static final Pattern RAW_PATH = Pattern.compile("/[!-~&&[^?#]]*");

    private static final int MAX_CAUSE_SHOWN = 500;

    private static final int OK = 200;
    private static final int UNREADABLE = 400;
    private static final int CONTRADICTED = 403;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    private final CallbackReceiver receiver;
    private final CallbackHandler handler;
    private final @Nullable BucketClient bucket;
    private final @Nullable String signedPath;
    private final Consumer<CallbackProblem> problems;
    private final LongSupplier nanoTime;

    private CallbackEndpoint(
            CallbackReceiver receiver,
            CallbackHandler handler,
            @Nullable BucketClient bucket,
            @Nullable String signedPath,
            Consumer<CallbackProblem> problems,
            LongSupplier nanoTime) {
        this.receiver = receiver;
        this.handler = handler;
        this.bucket = bucket;
        this.signedPath = signedPath;
        this.problems = problems;
        this.nanoTime = nanoTime;
    }

    /** Returns an endpoint. */
    public static CallbackEndpoint of(CallbackReceiver receiver, CallbackHandler handler) {
        return of(receiver, handler, System::nanoTime);
    }

    static CallbackEndpoint of(CallbackReceiver receiver, CallbackHandler handler, LongSupplier nanoTime) {
        return new CallbackEndpoint(
                Objects.requireNonNull(receiver, "receiver"),
                Objects.requireNonNull(handler, "handler"),
                null,
                null,
                ProblemLog::write,
                nanoTime);
    }

    /**
     * Compares each callback with the metadata of the object before the handler is called, see
     * {@link BucketClient#confirm(CallbackNotice)}. A callback that contradicts the metadata is refused with 403. If
     * the metadata is not received within 3 seconds after the request arrived, the response is 503. Without a
     * confirmation, anyone who has a token can report an upload that did not happen, or a false size or ETag.
     *
     * @param bucket is not closed by the endpoint
     */
    public CallbackEndpoint confirmWith(BucketClient bucket) {
        return new CallbackEndpoint(
                receiver, handler, Objects.requireNonNull(bucket, "bucket"), signedPath, problems, nanoTime);
    }

    /**
     * Sets the path that OSS signed, for a proxy that changes the path, for example removes a prefix. OSS signs the
     * path of the callback's URL; by default the path of the received request is verified. Headers such as {@code
     * X-Forwarded-Prefix} are not used.
     *
     * @param rawPath percent-encoded, as in the callback's URL, without query: {@code /api/uploaded}
     * @throws IllegalArgumentException if it does not begin with a slash, or contains a space, {@code ?}, {@code #} or
     *     anything but printable ASCII
     */
    public CallbackEndpoint signedPath(String rawPath) {
        if (!RAW_PATH.matcher(rawPath).matches()) {
            throw new IllegalArgumentException(
                    "signedPath must begin with / and be printable ASCII without spaces, ? and #, was "
                            + PrintableText.escape(rawPath));
        }
        return new CallbackEndpoint(receiver, handler, bucket, rawPath, problems, nanoTime);
    }

    /**
     * Replaces the log by a consumer. By default each problem is written to the {@link System.Logger}
     * {@code io.github.ossv4.servlet}: a failure of the handler as an error with its stack trace, others as warnings of
     * one line.
     *
     * @param consumer called on the thread of the request, before the response is sent. Its exceptions and errors
     *     are ignored
     */
    public CallbackEndpoint onProblem(Consumer<CallbackProblem> consumer) {
        return new CallbackEndpoint(
                receiver, handler, bucket, signedPath, Objects.requireNonNull(consumer, "consumer"), nanoTime);
    }

    /**
     * Fetches keys and loads classes, see {@link CallbackReceiver#warmUp}. With {@link #confirmWith}, then requests the
     * metadata of an object {@code warm-up}, which need not exist. {@link CallbackFilter} calls this at the start;
     * without the filter, call it before the server starts. Takes at most 5 seconds. Never throws: a failure, such as a
     * refused AccessKey, is a {@linkplain #onProblem problem}.
     */
    public void warmUp() {
        warmUpWithin(RESPONSE_LIMIT);
    }

    void warmUpWithin(Duration limit) {
        try {
            // A source of credentials or keys may block.
            FutureTask<?> steps = new FutureTask<>(this::load);
            Thread thread = new Thread(steps, "ossv4-warm-up");
            thread.setDaemon(true);
            thread.start();
            steps.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable e) {
            String reason = "failed, or took over " + limit.toMillis() + " ms; the first callback takes longer";
            reportFailure("warm-up", UNAVAILABLE, reason, e instanceof ExecutionException ? e.getCause() : e);
        }
    }

    private @Nullable Object load() throws IOException {
        receiver.warmUp();
        try {
            byte[] notice = "{\"object\":\"warm-up\"}".getBytes(StandardCharsets.US_ASCII);
            return bucket == null ? null : bucket.confirm(CallbackNotice.parse("application/json", notice));
        } catch (ServiceException e) {
            if (!"AccessDenied".equals(e.code())) {
                throw e;
            }
            // The permission may be limited to other keys.
            return null;
        }
    }

    /** Processes a request and returns the response to it. Never throws because of the request or the handler. */
    EndpointResponse respond(EndpointRequest request) {
        long started = nanoTime.getAsLong();
        ReceivedCallback received;
        try {
            received = ReceivedCallback.read(
                    request.method(),
                    signedPath == null ? request.rawPath() : signedPath,
                    request.rawQuery(),
                    request.header(),
                    request.body().open());
        } catch (Throwable e) {
            return reportFailure(request, UNREADABLE, "Unreadable", "the body cannot be read", e);
        }
        CallbackReceipt receipt;
        try {
            receipt = receiver.receive(received, Clock.systemUTC().instant());
        } catch (Throwable e) {
            // An error, for example of a library that is too old.
            return reportFailure(request, FAILED, "Failed", "the callback cannot be verified", e);
        }
        if (!receipt.isAccepted()) {
            CallbackResponse refusal = CallbackResponse.refusal(receipt);
            report(new CallbackProblem(
                    request.toString(), refusal.status(), receipt.failedCheck(), receipt.reason(), null));
            return EndpointResponse.of(refusal);
        }
        EndpointResponse refusal = bucket == null ? null : confirm(bucket, request, receipt.notice(), started);
        return refusal == null ? handle(request, receipt, started) : refusal;
    }

    /** Returns a failure response; null if the callback is confirmed. */
    private @Nullable EndpointResponse confirm(
            BucketClient client, EndpointRequest request, CallbackNotice notice, long started) {
        Duration left = BucketClient.CONFIRMATION_LIMIT.minus(elapsed(started));
        if (left.toMillis() < 1) {
            return reportFailure(
                    request,
                    UNAVAILABLE,
                    "Unavailable",
                    "no time is left to request the metadata of " + object(notice)
                            + ": receiving the body and fetching the key took too long",
                    null);
        }
        CallbackConfirmation confirmation;
        try {
            confirmation = client.confirm(notice, left);
        } catch (Throwable e) {
            return reportFailure(
                    request, UNAVAILABLE, "Unavailable", "the metadata of " + object(notice) + " is not available", e);
        }
        if (confirmation.isConfirmed()) {
            return null;
        }
        return reportFailure(
                request,
                CONTRADICTED,
                "Contradicted",
                "the callback contradicts the object " + object(notice) + " in " + confirmation.contradictions()
                        + ": the object was replaced meanwhile, or the callback is false",
                null);
    }

    private EndpointResponse handle(EndpointRequest request, CallbackReceipt receipt, long started) {
        CallbackResponse response;
        try {
            response = Objects.requireNonNull(handler.handle(receipt), "the handler returned null");
        } catch (Throwable e) {
            return reportFailure(request, FAILED, "Failed", "the handler failed for " + object(receipt.notice()), e);
        }
        Duration elapsed = elapsed(started);
        if (elapsed.compareTo(RESPONSE_LIMIT) > 0) {
            report(new CallbackProblem(
                    request.toString(),
                    OK,
                    null,
                    "the response to the callback for " + object(receipt.notice()) + " took " + elapsed.toMillis()
                            + " ms; OSS waits 5000 ms, and returned 203 to the uploader",
                    null));
        }
        return EndpointResponse.of(response);
    }

    private Duration elapsed(long started) {
        return Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    private static String object(CallbackNotice notice) {
        return PrintableText.escape(notice.bucket() + "/" + notice.key());
    }

    /** Reports a problem and returns the response to it. */
    private EndpointResponse reportFailure(
            EndpointRequest request, int status, String name, String reason, @Nullable Throwable cause) {
        reportFailure(request.toString(), status, reason, cause);
        return EndpointResponse.failure(status, name);
    }

    private void reportFailure(String request, int status, String reason, @Nullable Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = cause == null ? "" : ": " + PrintableText.escape(describe(cause), MAX_CAUSE_SHOWN);
        report(new CallbackProblem(request, status, null, reason + why, cause));
    }

    private static String describe(Throwable cause) {
        try {
            return String.valueOf(cause);
        } catch (Throwable e) {
            // It has a method getMessage that throws.
            return cause.getClass().getName();
        }
    }

    private void report(CallbackProblem problem) {
        try {
            problems.accept(problem);
        } catch (Throwable e) {
            // The consumer must not affect the response.
        }
    }

    @Override
    public String toString() {
        return "CallbackEndpoint{" + receiver + (bucket == null ? "" : " confirmed with " + bucket)
                + (signedPath == null ? "" : " signed path " + signedPath) + "}";
    }
}
