// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.canonical.CanonicalLines;
import io.github.ossv4.canonical.Mismatch;
import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts that OSS returns with {@code SignatureDoesNotMatch}: its canonical request and string to sign of the request
 * that it received, and the signature of the client. Immutable.
 */
final class RefusedSignature {
    private static final Pattern TOKEN_LINE = Pattern.compile("(?m)^x-oss-security-token:(.+)$");
    private static final Pattern TOKEN_PARAMETER = Pattern.compile("(?m)[&\n]x-oss-security-token=([^&\n]+)");

    private final @Nullable String canonicalRequest;
    private final @Nullable String stringToSign;
    private final @Nullable String provided;

    private RefusedSignature(
            @Nullable String canonicalRequest, @Nullable String stringToSign, @Nullable String provided) {
        this.canonicalRequest = text(canonicalRequest);
        this.stringToSign = text(stringToSign);
        this.provided = text(provided);
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.trim().isEmpty() ? null : text.trim().replace("\r\n", "\n");
    }

    static RefusedSignature of(ErrorResponse error) {
        Map<String, String> details = error.details();
        return of(details.get("CanonicalRequest"), details.get("StringToSign"), details.get("SignatureProvided"));
    }

    /**
     * Returns a refusal.
     *
     * @param canonicalRequest the detail {@code CanonicalRequest} of the error, or null if it has none
     * @param stringToSign the detail {@code StringToSign} of the error, or null if it has none
     * @param provided the detail {@code SignatureProvided} of the error, or null if it has none
     */
    static RefusedSignature of(
            @Nullable String canonicalRequest, @Nullable String stringToSign, @Nullable String provided) {
        return new RefusedSignature(canonicalRequest, stringToSign, provided);
    }

    /**
     * Explains what the texts show by themselves: a fact for each part, and a problem for each rule of version 4 that is broken.
     * The texts of OSS follow the rules, so a problem is one of the request, or the document was changed. The texts of other
     * servers and of clients can break the rules.
     *
     * @param difference to the texts of the client; null if these are not known
     */
    void explain(@Nullable String difference, Explanation.Builder explanation) {
        if (canonicalRequest != null) {
            new CanonicalRules(canonicalRequest, explanation).explain();
        }
        if (stringToSign != null) {
            new StringToSignRules(stringToSign, canonicalRequest, explanation).explain();
        }
        if (canonicalRequest == null && stringToSign == null) {
            explanation.problem("there is neither a canonical request nor a string to sign", null);
        }
        StringToSignRules.checkSignature(provided, explanation);
        if (difference != null) {
            explanation.problem(difference, null);
        } else if (!explanation.hasProblems()) {
            explanation.advice(
                    "the texts break no rule: compare them with those that the client signed, or with the request"
                            + " that it sent. If they are the same, the secret does not belong to the AccessKey ID");
        }
    }

    /**
     * Returns the first difference between the texts that a client signed and those of the server, and its usual cause. One
     * or two sentences.
     *
     * @param signedRequest the canonical request that the client signed
     * @param signedString the string to sign of the client, or null if it is not known
     */
    String compareWith(String signedRequest, @Nullable String signedString) {
        String ours = signedRequest.trim().replace("\r\n", "\n");
        return masked(
                Mismatch.explain(Mismatch.Origin.SIGNED, ours, text(signedString), canonicalRequest, stringToSign),
                ours);
    }

    /**
     * Returns the first difference between a request as its client sent it and as the server received it, and its usual
     * cause: a proxy, or a header that is not signed. One or two sentences.
     *
     * @throws IllegalArgumentException if no signature can cover the request; the message is the explanation
     */
    String compareWith(RawRequest sent) {
        RecordedRequest recorded = canonicalRequest == null
                ? RecordedRequest.of(sent)
                : RecordedRequest.ofResource(
                        sent, CanonicalLines.parse(canonicalRequest).line(1));
        if (provided != null
                && !MessageDigest.isEqual(
                        provided.getBytes(StandardCharsets.UTF_8),
                        recorded.signature().getBytes(StandardCharsets.UTF_8))) {
            return "The recorded request has another signature than the refused one: the two are different requests.";
        }
        String difference = Mismatch.explain(
                Mismatch.Origin.SENT,
                recorded.canonicalRequest(),
                recorded.stringToSign(),
                canonicalRequest,
                stringToSign);
        return masked(
                sent.rawPath().contains("+")
                        ? difference + " The path contains a +, which OSS reads as a space: send a plus as %2B."
                        : difference,
                recorded.canonicalRequest());
    }

    /** Removes the tokens of both requests from a text. */
    private String masked(String text, String ours) {
        return withoutTokens(withoutTokens(text, ours), canonicalRequest == null ? "" : canonicalRequest);
    }

    private static String withoutTokens(String text, String canonicalRequest) {
        String masked = text;
        for (Pattern pattern : new Pattern[] {TOKEN_LINE, TOKEN_PARAMETER}) {
            Matcher matcher = pattern.matcher(canonicalRequest);
            while (matcher.find()) {
                masked = masked.replace(matcher.group(1), "…");
            }
        }
        return masked;
    }

    /** Returns which texts there are: they may contain a security token. */
    @Override
    public String toString() {
        return "RefusedSignature{" + (canonicalRequest == null ? "" : "canonicalRequest ")
                + (stringToSign == null ? "" : "stringToSign ") + (provided == null ? "" : "signature") + "}";
    }
}
