// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.canonical.CanonicalLines;
import io.github.ossv4.canonical.SignatureNames;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for the text of a canonical request, one by one. */
final class CanonicalRules {
    private static final int MAX_SHOWN = 120;
    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*");
    private static final Pattern ENCODED_PATH = Pattern.compile("(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*");
    private static final Pattern ENCODED_TWICE = Pattern.compile("%25[0-9A-Fa-f]{2}");

    private final CanonicalLines lines;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final Explanation.Builder explanation;

    CanonicalRules(String text, Explanation.Builder explanation) {
        this.lines = CanonicalLines.parse(text);
        this.query = lines.query();
        this.headers = lines.headers();
        this.explanation = explanation;
    }

    void explain() {
        describe();
        checkMethod();
        checkPath();
        checkQuery();
        checkHeaders();
        checkRequired();
        checkAdditional();
        checkPayload();
    }

    private void describe() {
        explanation.fact("method", shown(lines.line(0)));
        explanation.fact("resource", shown(lines.line(1)));
        if (!query.isEmpty()) {
            explanation.fact("query parameters", String.join(", ", query.keySet()));
        }
        explanation.fact("signed headers", headers.isEmpty() ? "none" : String.join(", ", headers.keySet()));
        String type = headers.get("content-type");
        if (type != null) {
            explanation.fact("content-type", shown(type));
        }
        if (!additional().isEmpty()) {
            explanation.fact("additional headers", additional());
        }
    }

    private void checkMethod() {
        if (!METHOD.matcher(lines.line(0)).matches()) {
            problem("the method, line 1, must be upper-case letters, was \"" + shown(lines.line(0)) + "\"");
        }
    }

    private void checkPath() {
        String path = lines.line(1);
        if (!path.startsWith("/")) {
            problem("the path, line 2, must be /, /bucket/ or /bucket/key, was \"" + shown(path) + "\"");
            return;
        }
        if (!ENCODED_PATH.matcher(path).matches()) {
            problem("the path must be percent-encoded with upper-case digits, except A-Z a-z 0-9 - . _ ~ and /, was \""
                    + shown(path) + "\"");
        }
        String[] segments = path.split("/", 4);
        if (segments.length == 2 && !segments[1].isEmpty()) {
            problem("the path of a bucket must end with a slash, was \"" + shown(path) + "\"");
        }
        if (segments.length == 4 && segments[1].equals(segments[2])) {
            explanation.advice(
                    "the key begins with the name of the bucket: pass the key without the bucket, unless the key really"
                            + " begins with " + segments[1] + "/");
        }
        if (ENCODED_TWICE.matcher(path).find()) {
            explanation.advice(
                    "the key contains an escape, such as "
                            + PercentEncoding.decodeLeniently(path).replaceAll("^.*?(%[0-9A-Fa-f]{2}).*$", "$1")
                            + ": it was probably percent-encoded twice. Pass the plain key, unless the name of the object contains it");
        }
    }

    private void checkQuery() {
        List<String> parameters = lines.parameters();
        List<String> names = new ArrayList<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            names.add(equals < 0 ? parameter : parameter.substring(0, equals));
            if (equals == parameter.length() - 1) {
                problem("a parameter without value is signed without =, was \"" + shown(parameter) + "\"");
            }
        }
        query.forEach((name, value) -> {
            if (!ENCODED.matcher(name).matches() || !ENCODED.matcher(value).matches()) {
                problem("query parameter " + shown(name)
                        + " must be percent-encoded with upper-case digits, also its slashes");
            }
        });
        checkOrder("query parameters", "their percent-encoded names", names);
        if (query.containsKey(SignatureNames.SIGNATURE)) {
            problem("x-oss-signature must not be signed: remove it from the query");
        }
        if (query.getOrDefault(SignatureNames.SECURITY_TOKEN, "").contains("%20")) {
            problem("x-oss-security-token contains a space: a plus in the URL was not percent-encoded as %2B");
        }
    }

    private void checkHeaders() {
        List<String> names = new ArrayList<>();
        for (String line : lines.headerLines()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            names.add(name);
            if (colon < 0) {
                problem("a header must be name:value, has no colon: \"" + shown(name) + "\"");
            } else if (!line.substring(colon + 1).trim().equals(line.substring(colon + 1))) {
                problem("header " + shown(name) + " must be name:value without spaces around the value");
            }
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                problem("names of headers must be lower case, was " + shown(name));
            } else if (!isSignedByDefault(name) && !additionalNames().contains(name)) {
                problem("header " + shown(name)
                        + " must not be signed: it is neither content-type, content-md5 or x-oss-*,"
                        + " nor an additional header");
            }
        }
        checkOrder("headers", "their names", names);
    }

    private void checkOrder(String what, String by, List<String> names) {
        for (int i = 1; i < names.size(); i++) {
            int order = names.get(i - 1).compareTo(names.get(i));
            if (order > 0) {
                problem(what + " must be sorted by " + by + ": " + shown(names.get(i)) + " must be before "
                        + shown(names.get(i - 1)));
                return;
            }
            if (order == 0) {
                problem(what + " must not be repeated: " + shown(names.get(i)));
                return;
            }
        }
    }

    /** Checks what every request must have. In a URL, version, time and credential are in the query. */
    private void checkRequired() {
        if (query.containsKey(SignatureNames.SIGNATURE_VERSION)) {
            for (String name : Arrays.asList(SignatureNames.CREDENTIAL, SignatureNames.DATE, SignatureNames.EXPIRES)) {
                if (!query.containsKey(name)) {
                    problem("the query of a presigned URL must contain " + name);
                }
            }
            return;
        }
        String hash = headers.get(SignatureNames.CONTENT_SHA256);
        if (!SignatureNames.UNSIGNED_PAYLOAD.equals(hash)) {
            explanation.problem(
                    "header " + SignatureNames.CONTENT_SHA256 + " must be " + SignatureNames.UNSIGNED_PAYLOAD + ", was "
                            + (hash == null ? "absent" : shown(hash)),
                    "0002-00000214");
        }
        String date = headers.get(SignatureNames.DATE);
        if (date == null) {
            explanation.advice(
                    "x-oss-date is absent: line 2 of the string to sign is then the header Date, as it was sent");
        } else if (!StringToSignRules.TIMESTAMP.matcher(date).matches()) {
            explanation.problem("x-oss-date must be yyyyMMdd'T'HHmmss'Z', was " + shown(date), "0002-00000503");
        }
        String token = headers.getOrDefault(SignatureNames.SECURITY_TOKEN, "");
        if (token.indexOf(' ') >= 0) {
            problem("x-oss-security-token contains a space: it was changed, for example when it was copied");
        }
        if (headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
            explanation.advice(
                    "HTTP clients add the Content-Type application/x-www-form-urlencoded by themselves, after"
                            + " signing: set and sign a type");
        }
    }

    private String additional() {
        return lines.line(lines.endOfHeaders() + 1);
    }

    private Collection<String> additionalNames() {
        String names = additional();
        return names.isEmpty() ? Collections.emptyList() : Arrays.asList(names.split(";", -1));
    }

    private void checkAdditional() {
        List<String> names = new ArrayList<>(additionalNames());
        for (String name : names) {
            if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT)) || name.indexOf(',') >= 0) {
                problem("additional headers must be lower-case names, joined by semicolons, was \""
                        + shown(additional()) + "\"");
                return;
            }
            if (isSignedByDefault(name)) {
                problem("additional headers must not contain " + shown(name) + ", which is always signed");
            } else if (!headers.containsKey(name)) {
                problem("the additional header " + shown(name) + " is not among the signed headers");
            }
        }
        checkOrder("additional headers", "their names", names);
    }

    private static boolean isSignedByDefault(String name) {
        return name.equals("content-type") || name.equals("content-md5") || name.startsWith("x-oss-");
    }

    private void checkPayload() {
        int payload = lines.endOfHeaders() + 2;
        if (!lines.line(payload).equals(SignatureNames.UNSIGNED_PAYLOAD)) {
            problem("the last line must be " + SignatureNames.UNSIGNED_PAYLOAD
                    + ", after an empty line and the additional" + " headers, was \"" + shown(lines.line(payload))
                    + "\"");
        } else if (lines.count() > payload + 1) {
            problem("nothing must follow " + SignatureNames.UNSIGNED_PAYLOAD);
        }
    }

    private void problem(String text) {
        explanation.problem(text, null);
    }

    private static String shown(String text) {
        return PrintableText.escape(text, MAX_SHOWN);
    }
}
