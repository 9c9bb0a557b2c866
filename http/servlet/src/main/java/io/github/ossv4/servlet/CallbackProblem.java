// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * A request to a {@link CallbackEndpoint} that was refused or failed, or whose response was too late for OSS; or a
 * failed {@linkplain CallbackEndpoint#warmUp warm-up}, with status 503. Contains no secrets. Immutable.
 */
public final class CallbackProblem {
    private final String request;
    private final int status;
    private final @Nullable CallbackCheck failedCheck;
    private final String reason;
    private final @Nullable Throwable cause;

    CallbackProblem(
            String request, int status, @Nullable CallbackCheck failedCheck, String reason, @Nullable Throwable cause) {
        this.request = request;
        this.status = status;
        this.failedCheck = failedCheck;
        this.reason = reason;
        this.cause = cause;
    }

    /**
     * Returns the status of the response: 400 if the body could not be read, 403 if a check failed or the callback
     * contradicts the stored object, 503 if the key or the metadata of the object could not be fetched, 500 if the
     * handler failed, 200 if the response took longer than 5 seconds.
     */
    public int status() {
        return status;
    }

    /** Returns the check that failed; null if the problem is not a failed check. */
    public @Nullable CallbackCheck failedCheck() {
        return failedCheck;
    }

    /** Returns the reason, one line. Parts of it may come from the sender. */
    public String reason() {
        return reason;
    }

    /** Returns the exception of the handler, the body or the bucket; null if there was none. */
    public @Nullable Throwable cause() {
        return cause;
    }

    /**
     * Returns a line for a log, such as {@code POST /uploaded, request id 5C3D9F, 403 SIGNATURE: the body was changed
     * by the framework …}. The request id is the upload's.
     */
    @Override
    public String toString() {
        return PrintableText.escape(
                request + ", " + status + (failedCheck == null ? "" : " " + failedCheck) + ": " + reason);
    }
}
