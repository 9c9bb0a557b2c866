// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.canonical.CanonicalLines;
import io.github.ossv4.canonical.SignatureNames;
import io.github.ossv4.digest.Hex;
import io.github.ossv4.text.PrintableText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for the text of a string to sign and for a signature, one by one. */
final class StringToSignRules {
    private static final int MAX_SHOWN = 120;
    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");
    static final Pattern TIMESTAMP = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final Pattern METHOD = Pattern.compile("GET|PUT|POST|HEAD|DELETE|OPTIONS");
    private static final Pattern BASE64_SHA1 = Pattern.compile("[A-Za-z0-9+/]{27}=");
    private static final Pattern BASE64_SHA256 = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Pattern HTTP_DATE = Pattern.compile("[A-Z][a-z]{2}, .* GMT");

    /** The Base64 of a JSON object begins so. */
    private static final String OBJECT = "eyJ";

    private final String text;
    private final CanonicalLines lines;
    private final @Nullable String canonicalRequest;
    private final Explanation.Builder explanation;

    StringToSignRules(String text, @Nullable String canonicalRequest, Explanation.Builder explanation) {
        this.text = text;
        this.lines = CanonicalLines.parse(text);
        this.canonicalRequest = canonicalRequest;
        this.explanation = explanation;
    }

    void explain() {
        if (METHOD.matcher(lines.line(0)).matches()) {
            explanation.problem(
                    "the request is signed with version 1, its Authorization begins with \"OSS \": sign with version 4, which"
                            + " OSS requires of new accounts",
                    null);
        } else if (lines.count() == 1 && text.startsWith(OBJECT)) {
            explanation.fact("string to sign", "the policy of a form, in Base64");
            explanation.advice("the signature of a form is the HMAC-SHA256 of this Base64, with the signing key, in"
                    + " lower-case hex. Its contents: PolicyExplanation or 'ossv4 explain policy'");
        } else {
            explainLines();
        }
    }

    private void explainLines() {
        if (!lines.line(0).equals(SignatureNames.ALGORITHM)) {
            problem("line 1 of the string to sign must be " + SignatureNames.ALGORITHM + ", was \""
                    + shown(lines.line(0)) + "\"");
        }
        explanation.fact("time", shown(lines.line(1)));
        explanation.fact("scope", shown(lines.line(2)));
        if (lines.count() != 4) {
            problem("the string to sign must have four lines: algorithm, time, scope and hash, has " + lines.count());
        }
        checkTime();
        checkScope();
        checkHash();
    }

    private void checkTime() {
        String time = lines.line(1);
        if (!TIMESTAMP.matcher(time).matches() && !HTTP_DATE.matcher(time).matches()) {
            problem("the time, line 2, must be yyyyMMdd'T'HHmmss'Z' as in x-oss-date, was \"" + shown(time) + "\"");
        }
        if (canonicalRequest == null) {
            return;
        }
        CanonicalLines request = CanonicalLines.parse(canonicalRequest);
        String date = request.query().containsKey(SignatureNames.SIGNATURE_VERSION)
                ? request.query().get(SignatureNames.DATE)
                : request.headers().get(SignatureNames.DATE);
        if (date != null && !date.equals(time)) {
            problem("the time of the string to sign must be equal to x-oss-date, was " + shown(time)
                    + ", x-oss-date is " + shown(date));
        }
    }

    private void checkScope() {
        String[] parts = lines.line(2).split("/", -1);
        if (parts.length != 4 || !parts[3].equals(SignatureNames.TERMINATOR)) {
            problem("the scope, line 3, must be yyyyMMdd/region/product/" + SignatureNames.TERMINATOR + ", was \""
                    + shown(lines.line(2)) + "\"");
            return;
        }
        String time = lines.line(1);
        if (TIMESTAMP.matcher(time).matches() && !parts[0].equals(time.substring(0, 8))) {
            explanation.problem(
                    "the day of the scope must be the day of the time in UTC, was " + shown(parts[0]) + ", the time is "
                            + shown(time),
                    "0002-00000212");
        }
        if (parts[1].startsWith("oss-") || parts[1].endsWith("-internal") || parts[1].isEmpty()) {
            explanation.problem(
                    "the region of the scope must be an id such as cn-hangzhou, without oss- and -internal, was \""
                            + shown(parts[1]) + "\"",
                    "0002-00000226");
        }
        boolean cloudBox = parts[1].startsWith("cb-");
        if (!parts[2].equals(cloudBox ? "oss-cloudbox" : "oss")) {
            explanation.problem(
                    "the product of the scope must be " + (cloudBox ? "oss-cloudbox with the id of a cloud box" : "oss")
                            + ", was \"" + shown(parts[2]) + "\"",
                    "0002-00000227");
        }
    }

    private void checkHash() {
        String hash = lines.line(3);
        if (!HEX_SHA256.matcher(hash).matches()) {
            problem("the hash, line 4, must be a SHA-256 in 64 lower-case hex digits, was \"" + shown(hash) + "\"");
        } else if (canonicalRequest != null && !Hex.sha256(canonicalRequest).equals(hash)) {
            problem(
                    "the hash, line 4, is not the SHA-256 of the canonical request: the two are of different requests, or"
                            + " one was changed, for example when it was copied");
        }
    }

    /** Checks the form of a signature, which is not shown. */
    static void checkSignature(@Nullable String signature, Explanation.Builder explanation) {
        if (signature == null || HEX_SHA256.matcher(signature).matches()) {
            return;
        }
        String problem =
                "it has " + signature.length() + " characters, or characters that are no lower-case hex digits";
        if (BASE64_SHA1.matcher(signature).matches()) {
            problem = "it is a signature of version 1, HMAC-SHA1 in Base64";
        } else if (BASE64_SHA256.matcher(signature).matches()) {
            problem = "it is in Base64";
        } else if (signature.length() == 64) {
            problem = "it has other characters, such as upper-case digits";
        }
        explanation.problem("the signature of the client must be 64 lower-case hex digits: " + problem, null);
    }

    private void problem(String problem) {
        explanation.problem(problem, null);
    }

    private static String shown(String text) {
        return PrintableText.escape(text, MAX_SHOWN);
    }
}
