// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.Mismatch;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts that OSS returns with {@code SignatureDoesNotMatch}: its canonical request and string to sign of the
 * request that it received, and the signature of the client. They follow the rules of version 4, so the mistake is in
 * what the client signed. Immutable.
 *
 * <p>Rule: The texts of a mismatch are compared with what the client signed, or with its recorded request ({@code
 * RefusedSignatureTest}).
 */
final class RefusedSignature {
    private static final int MAX_SHOWN = 120;
    private static final int SCOPE_PARTS = 4;

    /** The string to sign of version 1 begins with the method. Browsers show its line breaks as spaces. */
    private static final Pattern V1 = Pattern.compile("(?:GET|PUT|POST|HEAD|DELETE|OPTIONS)\\s.*", Pattern.DOTALL);

    /** In a URL it has {@code Expires} before {@code x-oss-} or the resource, in place of {@code Date}. */
    static final Pattern V1_OF_URL = Pattern.compile("[A-Z]+\\s(?:.*?\\s)?([0-9]{9,20})\\s[/x].*", Pattern.DOTALL);

    private static final int DIGITS_OF_SECONDS = 10;
    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BASE64_SHA1 = Pattern.compile("[A-Za-z0-9+/]{27}=");
    private static final Pattern BASE64_SHA256 = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Pattern ENCODED_TWICE = Pattern.compile("%25([0-9A-Fa-f]{2})");
    private static final Pattern TOKEN =
            Pattern.compile("(?m)(?:^x-oss-security-token:|[&\n]x-oss-security-token=)([^&\n]+)");

    private static final String OTHER_REQUEST =
            "The recorded request has another signature than the refused one: the two are different requests.";

    private final @Nullable String canonicalRequest;
    private final @Nullable String stringToSign;
    private final @Nullable String provided;

    RefusedSignature(@Nullable String canonicalRequest, @Nullable String stringToSign, @Nullable String provided) {
        this.canonicalRequest = text(canonicalRequest);
        this.stringToSign = text(stringToSign);
        this.provided = text(provided);
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.trim().isEmpty() ? null : text.trim().replace("\r\n", "\n");
    }

    /** Adds what the texts contain, what is wrong with them, and the mistake of the client. */
    void explain(KnownClient client, Explanation.Builder explanation) {
        if (canonicalRequest != null) {
            describe(CanonicalLines.parse(canonicalRequest), explanation);
        }
        boolean ofVersion4 = stringToSign != null && describeString(stringToSign, explanation);
        if (canonicalRequest == null && stringToSign == null) {
            explanation.advice(
                    "the document has neither a canonical request nor a string to sign, so nothing can be compared");
        }
        String form = provided == null ? null : problemOfForm(provided);
        if (provided != null && provided.indexOf(' ') >= 0) {
            explanation.problem("the signature contains a space: a plus in the URL was not percent-encoded as %2B");
        } else if (form != null) {
            explanation.problem("the signature of the client must be 64 lower-case hex digits: " + form);
        }
        if (client.sent != null && client.sent.rawPath().contains("+")) {
            explanation.advice("the path contains a +, which OSS reads as a space: send a plus as %2B");
        }
        String difference = difference(client);
        if (difference != null && difference.equals(OTHER_REQUEST)) {
            explanation.advice(difference);
        } else if (difference != null) {
            explanation.problem(difference);
        } else {
            explainSigned(client, ofVersion4 && !explanation.hasProblems(), explanation);
        }
    }

    /**
     * Returns how the texts that a client signed, or its request, differ from the server's, or null.
     */
    private @Nullable String difference(KnownClient client) {
        if (client.canonicalRequest != null) {
            return compareWith(client.canonicalRequest, client.stringToSign);
        }
        try {
            return client.sent == null ? null : compareWith(client.sent);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static void describe(CanonicalLines request, Explanation.Builder explanation) {
        Map<String, String> query = request.query();
        Map<String, String> headers = request.headers();
        String path = request.line(CanonicalLines.PATH);
        String type = headers.getOrDefault("content-type", "");
        explanation.fact("method", shown(request.line(CanonicalLines.METHOD)));
        explanation.fact("resource", shown(path));
        explanation.fact("query parameters", nullIfEmpty(String.join(", ", query.keySet())));
        explanation.fact("signed headers", headers.isEmpty() ? "none" : String.join(", ", headers.keySet()));
        explanation.fact("content-type", nullIfEmpty(shown(type)));
        explanation.fact("additional headers", nullIfEmpty(request.line(request.endOfHeaders() + 1)));
        String[] segments = path.split("/", 4);
        if (segments.length == 4 && segments[1].equals(segments[2])) {
            explanation.advice(
                    "the key begins with the name of the bucket: pass the key without the bucket, unless the key really"
                            + " begins with " + segments[1] + "/");
        }
        Matcher twice = ENCODED_TWICE.matcher(path);
        if (twice.find()) {
            explanation.advice(
                    "the key contains an escape, such as %" + twice.group(1)
                            + ": it was probably percent-encoded twice. Pass the plain key, unless the name of the object contains it");
        }
        if (!query.containsKey(SignatureNames.SIGNATURE_VERSION)) {
            String hash = headers.getOrDefault(SignatureNames.CONTENT_SHA256, "absent");
            if (!hash.equals(SignatureNames.UNSIGNED_PAYLOAD)) {
                explanation.problem(KnownError.PAYLOAD, ", was " + shown(hash));
            }
            if (!headers.containsKey(SignatureNames.DATE)) {
                explanation.advice(
                        "x-oss-date is absent: line 2 of the string to sign is then the header Date, as it was sent");
            }
        }
        if (query.getOrDefault(SignatureNames.SECURITY_TOKEN, "").contains("%20")
                || headers.getOrDefault(SignatureNames.SECURITY_TOKEN, "").indexOf(' ') >= 0) {
            explanation.problem(
                    "x-oss-security-token contains a space: a plus in the URL was not percent-encoded as %2B, or the"
                            + " token was changed when it was copied");
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            explanation.advice(
                    "HTTP clients add the Content-Type application/x-www-form-urlencoded by themselves, after"
                            + " signing: set and sign a type");
        }
    }

    /** Returns whether the string to sign is one of a request with a signature of version 4. */
    private boolean describeString(String text, Explanation.Builder explanation) {
        CanonicalLines lines = CanonicalLines.parse(text);
        if (V1.matcher(text).matches()) {
            Matcher url = V1_OF_URL.matcher(text);
            boolean ofUrl = url.matches();
            explanation.problem((ofUrl
                            ? "the URL is signed with version 1, by OSSAccessKeyId, Expires and Signature"
                            : "the request is signed with version 1, its Authorization begins with \"OSS \"")
                    + ": sign with version 4, which OSS requires of new accounts");
            if (ofUrl && url.group(1).length() > DIGITS_OF_SECONDS) {
                explanation.advice("Expires is in milliseconds, " + url.group(1)
                        + ": OSS reads it as seconds since 1970, so the URL would be valid for thousands of years");
            }
            return false;
        }
        // The Base64 of a JSON object begins like this.
        if (lines.count() == 1 && text.startsWith("eyJ")) {
            explanation.fact("string to sign", "the policy of a form, in Base64");
            explanation.advice("the signature of a form is the HMAC-SHA256 of this Base64, with the signing key, in"
                    + " lower-case hex. The explanation of the policy shows its contents");
            return false;
        }
        explanation.fact("time", shown(lines.line(1)));
        explanation.fact("scope", shown(lines.line(2)));
        String hash = lines.line(3);
        if (!HEX_SHA256.matcher(hash).matches()) {
            explanation.problem(
                    "the hash, line 4 of the string to sign, must be a SHA-256 in 64 lower-case hex digits, was \""
                            + shown(hash) + "\"");
        } else if (canonicalRequest != null && !Hex.sha256(canonicalRequest).equals(hash)) {
            explanation.problem("the hash, line 4, is not the SHA-256 of the canonical request: the two are of"
                    + " different requests, or one was changed, for example when it was copied");
        }
        String request = canonicalRequest == null ? "" : canonicalRequest;
        String date = CanonicalLines.parse(request).headers().getOrDefault(SignatureNames.DATE, lines.line(1));
        if (!date.equals(lines.line(1))) {
            explanation.problem("the time of the string to sign must be equal to x-oss-date, was "
                    + shown(lines.line(1)) + ", x-oss-date is " + shown(date));
        }
        boolean complete = lines.count() == 4 && lines.line(2).split("/", -1).length == SCOPE_PARTS;
        if (!complete) {
            explanation.problem("the string to sign must have four lines: algorithm, time, yyyyMMdd/region/product/"
                    + SignatureNames.TERMINATOR + " and hash");
        }
        return complete;
    }

    /** Returns why a signature cannot be one of version 4, without the signature; null if it can. */
    private static @Nullable String problemOfForm(String signature) {
        if (HEX_SHA256.matcher(signature).matches()) {
            return null;
        }
        return BASE64_SHA1.matcher(signature).matches()
                ? "it is a signature of version 1, HMAC-SHA1 in Base64"
                : BASE64_SHA256.matcher(signature).matches()
                        ? "it is in Base64"
                        : "it has " + signature.length() + " characters, or others, such as upper-case digits";
    }

    /** Adds the mistake in what the client signed, or what it may be if no secret is known. */
    private void explainSigned(KnownClient client, boolean complete, Explanation.Builder explanation) {
        if (complete
                && canonicalRequest != null
                && stringToSign != null
                && provided != null
                && client.credentials != null) {
            SignatureMistake mistake = SignatureMistakes.find(
                    canonicalRequest, stringToSign, client.sent, provided, client.credentials, Collections.emptyList());
            if (mistake.line() != null) {
                explanation.problem(masked(mistake.toString(), canonicalRequest));
                return;
            }
            explanation.advice(mistake.cause());
        }
        if (client.sent != null) {
            explanation.advice(
                    "The server received the request as it was sent. So the client signed another text than that of the"
                            + " request that it sent, or the secret does not belong to the AccessKey ID.");
        } else if (!explanation.hasProblems()) {
            explanation.advice(
                    "the texts break no rule: compare them with those that the client signed, or with the request"
                            + " that it sent. If they are the same, the secret does not belong to the AccessKey ID");
        }
        if (canonicalRequest != null
                && CanonicalLines.parse(canonicalRequest).query().containsKey(SignatureNames.SIGNATURE_VERSION)) {
            explanation.advice(
                    "the signature is in the URL: it is valid for one method and only with the headers that were signed,"
                            + " such as Content-Type, and not after the URL was changed, for example its bucket, key or"
                            + " expiry. To find the change, compare it with the URL as it was issued");
        }
        if (complete && canonicalRequest != null && client.credentials == null) {
            explanation.advice("with the secret of the client, its mistake is named; otherwise check these:");
            CanonicalEdits.frequent(CanonicalLines.parse(canonicalRequest), client.sent)
                    .forEach(edit -> explanation.advice("possible mistake of the client: "
                            + masked(edit.mistake.toString(), String.valueOf(canonicalRequest))));
        }
    }

    /**
     * Returns the mistake in the texts that a client signed, or their first difference from the server's and its
     * usual cause. One or two sentences.
     *
     * @param signedString the string to sign of the client, or null if it is not known
     */
    String compareWith(String signedRequest, @Nullable String signedString) {
        String ours = signedRequest.trim().replace("\r\n", "\n");
        SignatureMistake mistake = canonicalRequest == null || ours.equals(canonicalRequest)
                ? null
                : SignatureMistakes.between(canonicalRequest, ours);
        if (mistake != null) {
            return masked(mistake.toString(), ours);
        }
        String difference = Mismatch.explain(false, ours, text(signedString), canonicalRequest, stringToSign);
        return masked(difference == null ? Mismatch.SAME_TEXT : difference, ours);
    }

    /**
     * Returns the first difference between a request as its client sent it and as the server received it, and its usual
     * cause: a proxy, or a header that is not signed. One or two sentences; null if there is none.
     *
     * @throws IllegalArgumentException if no signature can cover the request; the message is the explanation
     */
    @Nullable
    String compareWith(RawRequest sent) {
        RecordedRequest recorded = canonicalRequest == null
                ? RecordedRequest.of(sent)
                : RecordedRequest.ofResource(
                        sent, CanonicalLines.parse(canonicalRequest).line(CanonicalLines.PATH));
        if (provided != null && !provided.equals(recorded.signature())) {
            return OTHER_REQUEST;
        }
        String difference = Mismatch.explain(
                true, recorded.canonicalRequest(), recorded.stringToSign(), canonicalRequest, stringToSign);
        return difference == null ? null : masked(difference, recorded.canonicalRequest());
    }

    /** Removes the tokens of both requests from a text. */
    private String masked(String text, String ours) {
        String masked = text;
        for (String request : new String[] {ours, canonicalRequest == null ? "" : canonicalRequest}) {
            Matcher token = TOKEN.matcher(request);
            while (token.find()) {
                masked = masked.replace(token.group(1), "…")
                        .replace(PercentDecoding.decodeLeniently(token.group(1)), "…");
            }
        }
        return masked;
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String shown(String text) {
        return PrintableText.escape(text, MAX_SHOWN);
    }
}
