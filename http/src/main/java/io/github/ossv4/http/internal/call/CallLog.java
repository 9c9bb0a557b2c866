// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a line for each event. */
public final class CallLog implements CallListener {
    private final Consumer<String> log;

    public CallLog(Consumer<String> log) {
        this.log = Objects.requireNonNull(log, "log");
    }

    private void line(CallAttempt attempt, String text) {
        log.accept(PrintableText.escape(attempt + ": " + text));
    }

    private static String after(CallAttempt attempt) {
        return ", after " + attempt.elapsed().toMillis() + " ms";
    }

    @Override
    public void started(CallAttempt attempt) {
        line(attempt, "started");
    }

    @Override
    public void responded(CallAttempt attempt, int status, @Nullable String requestId) {
        line(attempt, status + ", request id " + requestId + after(attempt));
    }

    @Override
    public void succeeded(CallAttempt attempt) {
        line(attempt, "succeeded" + after(attempt));
    }

    @Override
    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
        line(attempt, "failed" + after(attempt) + ", retry in " + delay.toMillis() + " ms: " + reason);
    }

    @Override
    public void retryBudgetExhausted(CallAttempt attempt, IOException reason) {
        line(attempt, "not retried: the retry budget of the bucket is exhausted");
    }

    @Override
    public void failed(CallAttempt attempt, IOException reason) {
        line(attempt, "failed" + after(attempt) + ": " + reason);
    }

    @Override
    public void crcChecked(CallAttempt attempt, long crc64) {
        line(attempt, "CRC64 " + Crc64.toString(crc64) + " is equal");
    }

    @Override
    public void callbackPerformed(CallAttempt attempt, RelayedResponse answer) {
        line(attempt, "callback performed, " + answer);
    }

    @Override
    public void callbackFailed(CallAttempt attempt, CallbackFailedException reason) {
        line(attempt, "callback failed: " + reason.reason());
    }

    @Override
    public void partCompleted(String key, Part part) {
        log.accept(PrintableText.escape(key + ": " + part + " is complete"));
    }

    @Override
    public String toString() {
        return "CallLog";
    }
}
