// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first difference between the request that was signed here and the one that a server received, and its usual
 * cause.
 */
final class Mismatch {
    private static final int MAX_SHOWN = 120;

    /** The last line, parameter or header that is compared; it includes the rest of the text. */
    private static final int MAX_PIECES = 1000;

    private static final String ABSENT = "(absent)";

    private final String[] ours;
    private final String[] theirs;

    private Mismatch(String ours, String theirs) {
        this.ours = ours.split("\n", MAX_PIECES);
        this.theirs = theirs.split("\n", MAX_PIECES);
    }

    static String explain(
            String ourRequest, String ourString, @Nullable String theirRequest, @Nullable String theirString) {
        String request = lines(theirRequest);
        String string = lines(theirString);
        if (request == null && string == null) {
            return "The response does not contain the server's canonical request or string to sign.";
        }
        if (request != null && !request.equals(ourRequest)) {
            return new Mismatch(ourRequest, request).inCanonicalRequest();
        }
        if (string == null) {
            return "The server received the same request. The response does not contain the server's time, region and product:"
                    + " one of them differs, or the secret does not belong to the AccessKey ID.";
        }
        return string.equals(ourString)
                ? "The server signed the same text, so the secret does not belong to the AccessKey ID."
                : new Mismatch(ourString, string).inStringToSign();
    }

    /** Returns the text with LF as line breaks; null if there is no text. */
    private static @Nullable String lines(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.replace("\r\n", "\n");
    }

    private String inCanonicalRequest() {
        String[][] lines = {
            {"method", "an intermediary changed it"},
            {"path", pathCause(line(ours, 1), line(theirs, 1))},
        };
        for (int i = 0; i < lines.length; i++) {
            if (!line(ours, i).equals(line(theirs, i))) {
                return difference(lines[i][0], line(ours, i), line(theirs, i), lines[i][1]);
            }
        }
        String query = inPairs("query parameter", pairs(line(ours, 2), "&", "="), pairs(line(theirs, 2), "&", "="));
        if (query != null) {
            return query;
        }
        String header = inPairs("header", headers(ours), headers(theirs));
        if (header != null) {
            return header;
        }
        return inSpelling();
    }

    /** Describes the difference if every name has the same value, but the texts differ. */
    private String inSpelling() {
        if (!line(ours, 2).equals(line(theirs, 2))) {
            return difference(
                    "encoding of the query",
                    withoutToken(line(ours, 2)),
                    withoutToken(line(theirs, 2)),
                    "a parameter is repeated, or an intermediary rewrote the query");
        }
        int mine = endOfHeaders(ours);
        int yours = endOfHeaders(theirs);
        if (!line(ours, mine + 1).equals(line(theirs, yours + 1))) {
            return difference(
                    "list of additional headers",
                    line(ours, mine + 1),
                    line(theirs, yours + 1),
                    "an intermediary removed a header");
        }
        if (!line(ours, mine + 2).equals(line(theirs, yours + 2))) {
            return difference(
                    "payload",
                    line(ours, mine + 2),
                    line(theirs, yours + 2),
                    "x-oss-content-sha256 was changed; it must be " + CanonicalRequest.UNSIGNED_PAYLOAD);
        }
        int differing = 0;
        while (line(ours, differing).equals(line(theirs, differing)) && differing < ours.length) {
            differing++;
        }
        return difference(
                "line " + (differing + 1) + " of the canonical request",
                withoutToken(line(ours, differing)),
                withoutToken(line(theirs, differing)),
                "a header is repeated or moved, or a line was added");
    }

    /** Returns the index of the empty line after the headers. */
    private static int endOfHeaders(String[] lines) {
        int end = 3;
        while (end < lines.length && !lines[end].isEmpty()) {
            end++;
        }
        return end;
    }

    private static String withoutToken(String line) {
        return line.replaceAll("(security-token[=:])[^&]+", "$1…");
    }

    private String inStringToSign() {
        if (!line(ours, 1).equals(line(theirs, 1))) {
            return difference(
                    "time",
                    line(ours, 1),
                    line(theirs, 1),
                    "x-oss-date was changed after signing, or a clock is wrong");
        }
        if (!line(ours, 2).equals(line(theirs, 2))) {
            return difference(
                    "scope",
                    line(ours, 2),
                    line(theirs, 2),
                    "the region must be the bucket's, and the product oss or oss-cloudbox");
        }
        if (!line(ours, 3).equals(line(theirs, 3))) {
            return difference("hash of the canonical request", line(ours, 3), line(theirs, 3), "the requests differ");
        }
        return difference("string to sign", String.join("|", ours), String.join("|", theirs), "the algorithms differ");
    }

    private static String pathCause(String ours, String theirs) {
        String received = PercentEncoding.decodeLeniently(theirs);
        if (PercentEncoding.decodeLeniently(PercentEncoding.decodeLeniently(ours))
                        .equals(received)
                && ours.contains("%25")) {
            return "the key was percent-encoded before signing, which encodes it again: pass the plain key";
        }
        if (PercentEncoding.decodeLeniently(received).equals(PercentEncoding.decodeLeniently(ours))
                && theirs.contains("%25")) {
            return "an intermediary percent-encoded the path again";
        }
        if (PercentEncoding.decodeLeniently(ours).endsWith(received) && received.length() > 1) {
            return "the key contains the bucket: pass the key alone";
        }
        return "a proxy or the HTTP client rewrote the path, or the host is that of another bucket";
    }

    private static @Nullable String inPairs(String what, Map<String, String> ours, Map<String, String> theirs) {
        TreeMap<String, String> all = new TreeMap<>(ours);
        all.putAll(theirs);
        for (String name : all.keySet()) {
            String mine = ours.get(name);
            String yours = theirs.get(name);
            if (mine != null && mine.equals(yours)) {
                continue;
            }
            boolean secret = name.endsWith("security-token") || name.endsWith("authorization") || name.equals("cookie");
            return difference(
                    what + " " + name,
                    mine == null ? ABSENT : secret ? "…" : mine,
                    yours == null ? ABSENT : secret ? "…" : yours,
                    pairCause(name, mine, yours));
        }
        return null;
    }

    private static String pairCause(String name, @Nullable String ours, @Nullable String theirs) {
        String who = "a proxy, an interceptor or the HTTP client";
        if (ours == null) {
            return name.equals("content-type")
                    ? who + " added a Content-Type: sign the one that is sent, or send none"
                    : who + " added it after signing";
        }
        if (theirs == null) {
            return who + " removed it after signing, or removed it from the list of additional headers";
        }
        if (name.equals("content-type") && theirs.startsWith(ours + ";")) {
            return who + " added a charset: sign the type with its charset";
        }
        if (ours.contains("%25")
                && PercentEncoding.decodeLeniently(PercentEncoding.decodeLeniently(ours))
                        .equals(PercentEncoding.decodeLeniently(theirs))) {
            return "the value was percent-encoded before signing, which encodes it again: pass the plain value";
        }
        if (PercentEncoding.decodeLeniently(ours).replace(' ', '+').equals(PercentEncoding.decodeLeniently(theirs))
                && ours.contains("%20")) {
            return "a space was sent as a plus: send it as %20";
        }
        return who + " changed it after signing";
    }

    private Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new TreeMap<>();
        for (int i = 3; i < endOfHeaders(lines); i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    colon < 0 ? lines[i] : lines[i].substring(0, colon),
                    colon < 0 ? "" : lines[i].substring(colon + 1));
        }
        return headers;
    }

    private static Map<String, String> pairs(String text, String separator, String equals) {
        Map<String, String> pairs = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split(separator, MAX_PIECES)) {
                int at = pair.indexOf(equals);
                pairs.put(at < 0 ? pair : pair.substring(0, at), at < 0 ? "" : pair.substring(at + 1));
            }
        }
        return pairs;
    }

    private static String line(String[] lines, int index) {
        return index < lines.length && index >= 0 ? lines[index] : "";
    }

    private static String difference(String what, String ours, String theirs, String cause) {
        return PrintableText.escape("The " + what + " differs: signed " + shown(ours) + ", received " + shown(theirs)
                + ". Usual cause: " + cause + ".");
    }

    private static String shown(String text) {
        if (text.equals(ABSENT)) {
            return "nothing";
        }
        return "\"" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text) + "\"";
    }
}
