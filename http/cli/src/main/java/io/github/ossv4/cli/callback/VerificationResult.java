// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackVerification;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import java.io.IOException;

/** The verification of a recorded callback. */
record VerificationResult(CallbackVerification verification) implements Result {
    private static final String ADVICE =
            "every customer of OSS can make it send any body to this URL: require a token of"
                    + " your own in the callback, or compare it with the stored object";

    ExitCode exitCode() {
        return verification.isGenuine() ? ExitCode.SUCCESS : ExitCode.REFUSED;
    }

    @Override
    public String text() {
        CallbackCheck failed = verification.failedCheck();
        return failed == null
                ? "genuine: the signature is valid\n! advice: " + ADVICE
                : "rejected: the check " + failed + " failed: " + verification.reason();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        CallbackCheck failed = verification.failedCheck();
        json.writeBooleanField("genuine", failed == null);
        if (failed != null) {
            json.writeStringField("failedCheck", failed.name());
            json.writeStringField("reason", verification.reason());
        }
    }
}
