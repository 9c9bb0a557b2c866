// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.Transfer;
import io.github.ossv4.sign.Authorization;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;

/** A call while it is in progress, or its resumption: sees which requests it sends, and when. */
final class SimulatedSending {
    private enum State {
        IN_PROGRESS,
        CANCELLED,
        IDLE
    }

    private final SimulatedCall call;
    private final boolean startedFarOff;
    private CompletableFuture<?> future = new CompletableFuture<>();
    private State state = State.IN_PROGRESS;

    /** Whether a request ended after the cancellation, so that no initiation can be in progress any more. */
    private boolean hasStopped;

    private boolean hasUnresolvedCompletion;

    /** Whether a response was received to a request of an object. */
    private boolean hasRead;

    SimulatedSending(SimulatedCall call) {
        this.call = call;
        this.startedFarOff = call.client().isFarOff;
    }

    SimulatedCall call() {
        return call;
    }

    void sent(CompletableFuture<?> sent) {
        future = sent;
    }

    CompletableFuture<?> future() {
        return future;
    }

    /** Returns a future that completes when no request is in progress any more, exceptionally if something is left. */
    CompletableFuture<?> idle() {
        return future instanceof Transfer<?> transfer ? transfer.idle() : future.handle((result, failure) -> null);
    }

    void cancel() {
        if (state == State.IN_PROGRESS && !future.isDone()) {
            state = State.CANCELLED;
            future.cancel(true);
            if (!future.isCancelled()) {
                call.violates("it ignores its cancellation");
            }
        }
    }

    boolean hasRead() {
        return hasRead;
    }

    boolean isInProgress() {
        return state == State.IN_PROGRESS;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    void becomesIdle() {
        state = State.IDLE;
    }

    void requestStarts(Request request) {
        call.signed(Authorization.parse(String.valueOf(request.header("Authorization")))
                .signature());
        if (state == State.IDLE) {
            call.violates("it sends " + request.method() + " after its end");
        } else if (state == State.CANCELLED && !isCleanup(request) && (hasStopped || !isInitiation(request))) {
            call.violates("it sends " + request.method() + " after its cancellation");
        }
        if (String.valueOf(request.header("Range")).matches("bytes=[1-9].*") && request.header("If-Match") == null) {
            call.violates("it sends a Range without If-Match");
        }
        if (request.header("x-oss-copy-source-range") != null && request.header("x-oss-copy-source-if-match") == null) {
            call.violates("it copies a part without a condition");
        }
        if (isOfUpload(request)) {
            if (request.method().equals("POST") && hasUnresolvedCompletion) {
                call.violates("it completes an upload again without looking whether it still exists");
            }
            hasUnresolvedCompletion = false;
        }
        Duration off = Duration.between(call.client().clock.instant(), SimulatedAccess.signed(request))
                .abs();
        if (startedFarOff && off.compareTo(SimulatedClient.MOST_CORRECTED) > 0) {
            call.violates("its clock is corrected by " + off);
        }
    }

    /** @param status 0 without a response */
    void requestEnds(Request request, SimulatedFault fault, int status, boolean stopped) {
        hasUnresolvedCompletion |= isOfUpload(request)
                && request.method().equals("POST")
                && fault.hidesExecution()
                && (status < 400 || status >= 500);
        hasStopped |= state == State.CANCELLED;
        hasRead |= status != 0 && !SimulatedAccess.key(request).isEmpty();
        if (state == State.CANCELLED && !stopped && !isCleanup(request) && !isInitiation(request)) {
            call.violates("its " + request.method() + " is not stopped by its cancellation");
        }
    }

    private static boolean isCleanup(Request request) {
        return request.method().equals("DELETE") && isOfUpload(request);
    }

    private static boolean isOfUpload(Request request) {
        return request.url().queryParameter("uploadId") != null;
    }

    /** Without the id in its response, the upload could not be aborted. */
    private static boolean isInitiation(Request request) {
        return request.url().queryParameterNames().contains("uploads");
    }
}
