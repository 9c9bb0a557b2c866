// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The result of {@link CallbackVerifier}: whether OSS sent a request, or which check failed and why. Immutable. */
public final class CallbackVerification {
    private static final CallbackVerification GENUINE = new CallbackVerification(null, "");

    private final @Nullable CallbackCheck failedCheck;
    private final String reason;

    private CallbackVerification(@Nullable CallbackCheck failedCheck, String reason) {
        this.failedCheck = failedCheck;
        this.reason = reason;
    }

    static CallbackVerification genuine() {
        return GENUINE;
    }

    static CallbackVerification rejected(CallbackRejectedException rejection) {
        return new CallbackVerification(rejection.check(), rejection.reason());
    }

    /** Returns whether OSS sent the request. Its content may still be false, see {@link CallbackVerifier}. */
    public boolean isGenuine() {
        return failedCheck == null;
    }

    /** Returns the first check that failed; null if all passed. */
    public @Nullable CallbackCheck failedCheck() {
        return failedCheck;
    }

    /** Returns why it failed, as one line for a log, without secrets. Parts of it may come from the sender. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                failedCheck == null
                        ? "CallbackVerification{genuine}"
                        : "CallbackVerification{" + failedCheck + ": " + reason + "}");
    }
}
