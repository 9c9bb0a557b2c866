// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Whether OSS sent a request, and if that is not so, which check failed and why. Immutable. */
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

    static CallbackVerification refused(CallbackRefused refused) {
        return new CallbackVerification(refused.check(), refused.reason());
    }

    /** Whether OSS sent it. That does not make true what it says, see {@link CallbackVerifier}. */
    public boolean isGenuine() {
        return failedCheck == null;
    }

    /** The check that failed first; null if none did. */
    public @Nullable CallbackCheck failedCheck() {
        return failedCheck;
    }

    /** Why it failed, in a sentence for a log: one line without secrets; parts of it may come from the sender. */
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
