// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of {@link CallbackReceiver}: a notice and its token, or the check that failed. Immutable. */
public final class CallbackReceipt {
    private final @Nullable CallbackNotice notice;
    private final @Nullable CallbackToken token;
    private final @Nullable CallbackCheck failedCheck;
    private final String reason;

    private CallbackReceipt(
            @Nullable CallbackNotice notice,
            @Nullable CallbackToken token,
            @Nullable CallbackCheck failedCheck,
            String reason) {
        this.notice = notice;
        this.token = token;
        this.failedCheck = failedCheck;
        this.reason = reason;
    }

    static CallbackReceipt accepted(CallbackNotice notice, CallbackToken token) {
        return new CallbackReceipt(notice, token, null, "");
    }

    static CallbackReceipt rejected(CallbackRejectedException rejection) {
        return new CallbackReceipt(null, null, rejection.check(), rejection.reason());
    }

    /** Returns whether all checks passed. */
    public boolean isAccepted() {
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

    /**
     * Returns the content of the callback.
     *
     * @throws IllegalStateException if the callback was rejected
     */
    public CallbackNotice notice() {
        requireAccepted();
        return Objects.requireNonNull(notice);
    }

    /**
     * Returns the token of the callback, as it was issued.
     *
     * @throws IllegalStateException if the callback was rejected
     */
    public CallbackToken token() {
        requireAccepted();
        return Objects.requireNonNull(token);
    }

    private void requireAccepted() {
        if (failedCheck != null) {
            throw new IllegalStateException("the callback was rejected, " + failedCheck + ": " + reason);
        }
    }

    @Override
    public String toString() {
        return PrintableText.escape("CallbackReceipt{"
                + (failedCheck == null ? String.valueOf(notice) : failedCheck + ": " + reason) + "}");
    }
}
