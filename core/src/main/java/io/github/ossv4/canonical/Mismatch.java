// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.canonical;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first difference between the request that was signed here and the one that a server received, and its usual
 * cause.
 */
public final class Mismatch {
    private static final int MAX_SHOWN = 120;

    private static final String ABSENT = "(absent)";
    private static final String HEADER = "header";

    private final Origin origin;
    private final CanonicalLines ours;
    private final CanonicalLines theirs;

    private Mismatch(Origin origin, String ours, String theirs) {
        this.origin = origin;
        this.ours = CanonicalLines.parse(ours);
        this.theirs = CanonicalLines.parse(theirs);
    }

    /** The origin of the texts that are compared with the server's. */
    public enum Origin {
        /** The texts that the client signed. */
        SIGNED("signed", "a proxy, an interceptor or the HTTP client", "after signing"),
        /** Those of the request as it left the client. */
        SENT("sent", "a proxy", "on the way");

        final String verb;
        final String changer;
        final String time;

        Origin(String verb, String changer, String time) {
            this.verb = verb;
            this.changer = changer;
            this.time = time;
        }
    }

    /**
     * Returns the first difference between two requests and its usual cause, in one or two sentences. Security tokens in
     * their usual places are not shown.
     *
     * @param ourString our string to sign, or null if it is not known
     * @param theirRequest the server's canonical request, or null if it is not known
     * @param theirString the server's string to sign, or null if it is not known
     */
    public static String explain(
            Origin origin,
            String ourRequest,
            @Nullable String ourString,
            @Nullable String theirRequest,
            @Nullable String theirString) {
        String request = lines(theirRequest);
        String string = lines(theirString);
        if (request == null && string == null) {
            return "The response does not contain the server's canonical request or string to sign.";
        }
        if (request != null && !request.equals(ourRequest)) {
            return new Mismatch(origin, ourRequest, request).inCanonicalRequest();
        }
        if (string == null || ourString == null) {
            return ofSameRequest(request == null ? CanonicalLines.parse("") : CanonicalLines.parse(request));
        }
        return string.equals(ourString)
                ? origin == Origin.SIGNED
                        ? "The server signed the same text, so the secret does not belong to the AccessKey ID."
                        : "The server received the request as it was sent. So the client signed another text than that of"
                                + " the request that it sent, or the secret does not belong to the AccessKey ID."
                : new Mismatch(origin, ourString, string).inStringToSign();
    }

    /** Describes two requests that are the same, if a string to sign is not known: it contains more than they do. */
    private static String ofSameRequest(CanonicalLines request) {
        String unknown = "time, region and product";
        if (request.query().containsKey(SignatureNames.CREDENTIAL)) {
            return "The server received the same request, with the same time, region and product. So the secret does not"
                    + " belong to the AccessKey ID.";
        }
        if (request.headers().containsKey(SignatureNames.DATE)) {
            unknown = "region and product";
        }
        return "The server received the same request. The " + unknown
                + " are not known on both sides: one of them differs,"
                + " or the secret does not belong to the AccessKey ID.";
    }

    /** Returns the text with LF as line breaks; null if there is no text. */
    private static @Nullable String lines(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.replace("\r\n", "\n");
    }

    private String inCanonicalRequest() {
        if (!ours.line(0).equalsIgnoreCase(theirs.line(0)) && !ours.line(1).equals(theirs.line(1))) {
            return PrintableText.escape(
                    "The method and the path differ: " + origin.verb + " " + shown(methodAndPath(ours)) + ", received "
                            + shown(methodAndPath(theirs)) + ". Usual cause: the texts belong to different requests.");
        }
        String[][] lines = {
            {"method", methodCause()},
            {"path", pathCause(ours.line(1), theirs.line(1))},
        };
        for (int i = 0; i < lines.length; i++) {
            if (!ours.line(i).equals(theirs.line(i))) {
                return difference(lines[i][0], ours.line(i), theirs.line(i), lines[i][1]);
            }
        }
        String query = inPairs("query parameter", ours.query(), theirs.query());
        if (query != null) {
            return query;
        }
        String header = inPairs(HEADER, ours.headers(), theirs.headers());
        if (header != null) {
            return header;
        }
        return inSpelling();
    }

    private static String methodAndPath(CanonicalLines request) {
        return request.line(0) + " " + request.line(1);
    }

    /** Describes the difference if every name has the same value, but the texts differ. */
    private String inSpelling() {
        if (!ours.line(2).equals(theirs.line(2))) {
            return difference(
                    "encoding of the query",
                    withoutToken(ours.line(2)),
                    withoutToken(theirs.line(2)),
                    "a parameter is repeated, or an intermediary rewrote the query");
        }
        int mine = ours.endOfHeaders();
        int yours = theirs.endOfHeaders();
        if (!ours.line(mine + 1).equals(theirs.line(yours + 1))) {
            return difference(
                    "list of additional headers",
                    ours.line(mine + 1),
                    theirs.line(yours + 1),
                    "an intermediary removed a header");
        }
        if (!ours.line(mine + 2).equals(theirs.line(yours + 2))) {
            return difference(
                    "payload",
                    ours.line(mine + 2),
                    theirs.line(yours + 2),
                    "x-oss-content-sha256 was changed; it must be " + SignatureNames.UNSIGNED_PAYLOAD);
        }
        int differing = 0;
        while (ours.line(differing).equals(theirs.line(differing)) && differing < ours.count()) {
            differing++;
        }
        return difference(
                "line " + (differing + 1) + " of the canonical request",
                withoutToken(ours.line(differing)),
                withoutToken(theirs.line(differing)),
                "a header is repeated or moved, or a line was added");
    }

    private static String withoutToken(String line) {
        return line.replaceAll("(security-token[=:])[^&]+", "$1…");
    }

    private String inStringToSign() {
        if (!ours.line(1).equals(theirs.line(1))) {
            return difference(
                    "time",
                    ours.line(1),
                    theirs.line(1),
                    "x-oss-date was changed " + origin.time + ", or a clock is wrong");
        }
        if (!ours.line(2).equals(theirs.line(2))) {
            return difference(
                    "scope",
                    ours.line(2),
                    theirs.line(2),
                    "the region must be the bucket's, and the product oss or oss-cloudbox");
        }
        if (!ours.line(3).equals(theirs.line(3))) {
            return difference("hash of the canonical request", ours.line(3), theirs.line(3), "the requests differ");
        }
        return difference("string to sign", ours.toString(), theirs.toString(), "the algorithms differ");
    }

    private String methodCause() {
        return ours.line(0).equalsIgnoreCase(theirs.line(0))
                ? "it must be in upper case"
                : "an intermediary changed it, or it was signed for another method";
    }

    private String pathCause(String ours, String theirs) {
        String broken = origin == Origin.SIGNED ? brokenPathRule(ours, theirs) : null;
        if (broken != null) {
            return broken;
        }
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

    /** Returns the rule of the canonical URI that the client broke; null if the paths differ in another way. */
    private static @Nullable String brokenPathRule(String signed, String received) {
        if (signed.replace("+", "%20").equals(received)) {
            return "a space is encoded as %20, not as +";
        }
        if (signed.indexOf('%') < 0 && PercentEncoding.encodePath(signed).equals(received)) {
            return "the key was not percent-encoded";
        }
        if (received.endsWith(signed) && received.indexOf('/', 1) == received.length() - signed.length()) {
            return "the bucket is missing: the canonical URI is /bucket/key, whatever the host is";
        }
        return PercentEncoding.decodeLeniently(signed).equals(PercentEncoding.decodeLeniently(received))
                ? "it is percent-encoded in another way: all except A-Z, a-z, 0-9, -, ., _, ~ and / is %XX, with upper-case"
                        + " digits"
                : null;
    }

    private @Nullable String inPairs(String what, Map<String, String> ours, Map<String, String> theirs) {
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
                    yours == null && what.equals(HEADER) && theirs.containsKey(name.toLowerCase(Locale.ROOT))
                            ? "names of headers must be in lower case"
                            : pairCause(name, mine, yours));
        }
        return null;
    }

    private String pairCause(String name, @Nullable String ours, @Nullable String theirs) {
        String who = origin.changer;
        if (ours == null) {
            return name.equals("content-type")
                    ? who + " added a Content-Type: sign the one that is sent, or send none"
                    : who + " added it " + origin.time;
        }
        if (theirs == null) {
            return who + " removed it " + origin.time + ", or removed it from the list of additional headers";
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
        if (origin == Origin.SIGNED
                && PercentEncoding.decodeLeniently(ours).equals(PercentEncoding.decodeLeniently(theirs))) {
            return "it is percent-encoded in another way: a slash is %2F, a space %20, with upper-case digits";
        }
        return who + " changed it " + origin.time;
    }

    private String difference(String what, String ours, String theirs, String cause) {
        return PrintableText.escape("The " + what + " differs: " + origin.verb + " " + shown(ours) + ", received "
                + shown(theirs) + ". Usual cause: " + cause + ".");
    }

    private static String shown(String text) {
        if (text.equals(ABSENT)) {
            return "nothing";
        }
        return "\"" + PrintableText.truncate(text, MAX_SHOWN) + "\"";
    }
}
