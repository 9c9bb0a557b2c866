// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import io.github.ossv4.explanation.Explanation;
import io.github.ossv4.sign.RefusedSignature;
import io.github.ossv4.text.PrintableText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The explanation of an error document for people. */
final class ErrorExplanation {
    private static final String MISMATCH = "SignatureDoesNotMatch";
    private static final int MAX_SHOWN = 200;

    private final ErrorResponse error;
    private final Explanation lines = new Explanation();

    private ErrorExplanation(ErrorResponse error) {
        this.error = error;
    }

    /** @param ofSignature explains the texts of a signature that does not match */
    static String explain(ErrorResponse error, Function<RefusedSignature, String> ofSignature) {
        ErrorExplanation explanation = new ErrorExplanation(error);
        explanation.describe();
        if (!error.code().equals(MISMATCH)) {
            explanation.meaning();
            return explanation.lines.toString();
        }
        return explanation.lines + ofSignature.apply(signature(error));
    }

    static RefusedSignature signature(ErrorResponse error) {
        Map<String, String> details = error.details();
        return RefusedSignature.of(
                details.get("CanonicalRequest"), details.get("StringToSign"), details.get("SignatureProvided"));
    }

    private void describe() {
        lines.line("code", error.code());
        line("EC", error.ec());
        line("message", error.message().isEmpty() ? null : error.message());
        line("request id", error.requestId());
        line("host", error.hostId());
        for (String name : new String[] {
            "OSSAccessKeyId", "BucketName", "Key", "ArgumentName", "Endpoint", "RequestTime", "ServerTime"
        }) {
            line(name, error.details().get(name));
        }
        argument();
    }

    /** An argument can be an Authorization header or a token. */
    private void argument() {
        String name = error.details().getOrDefault("ArgumentName", "").toLowerCase(Locale.ROOT);
        if (!name.equals("authorization") && !name.endsWith("security-token") && !name.endsWith("signature")) {
            line("ArgumentValue", error.details().get("ArgumentValue"));
        }
    }

    private void line(String name, @Nullable String value) {
        if (value != null) {
            lines.line(name, PrintableText.truncate(value, MAX_SHOWN));
        }
    }

    private void meaning() {
        String meaning = KnownError.meaning(error.code(), error.ec(), error.message());
        if (meaning == null) {
            lines.advice("this error is not known here: look up its EC in the vendor's documentation");
        } else {
            lines.problem(meaning, null);
        }
        String difference = clockDifference();
        if (difference != null) {
            lines.problem(difference, null);
        }
    }

    private @Nullable String clockDifference() {
        String request = error.details().get("RequestTime");
        String server = error.details().get("ServerTime");
        if (request == null || server == null) {
            return null;
        }
        try {
            Duration behind = Duration.between(Instant.parse(request), Instant.parse(server));
            return "the clock of the client is " + behind.abs().toMillis() / 1000 + " seconds "
                    + (behind.isNegative() ? "ahead of" : "behind") + " that of OSS";
        } catch (DateTimeException e) {
            return null;
        }
    }
}
