// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.canonical;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first difference between the request that was signed here and the one that a server received, and its usual
 * cause.
 *
 * <p>Rule: A mismatch of the client's own signature is explained from OSS's canonical request ({@code MismatchTest}).
 */
public final class Mismatch {
    /** The explanation if a client signed the text that the server expected. */
    public static final String SAME_TEXT =
            "The server signed the same text, so the secret does not belong to the AccessKey ID.";

    private static final int MAX_SHOWN = 120;

    private static final String ABSENT = "(absent)";

    private static final String SPELLING =
            "it is percent-encoded in another way: all except A-Z, a-z, 0-9, -, ., _, ~ and the slashes of the path is %XX,"
                    + " with upper-case digits";

    private final boolean sent;
    private final CanonicalLines ours;
    private final CanonicalLines theirs;

    private Mismatch(boolean sent, String ours, String theirs) {
        this.sent = sent;
        this.ours = CanonicalLines.parse(ours);
        this.theirs = CanonicalLines.parse(theirs);
    }

    /**
     * Returns the first difference between two requests and its usual cause, in one or two sentences; null if both
     * texts are the same. Security tokens in their usual places are not shown.
     *
     * @param sent true if our texts describe the request as the client sent it, false if they are those that it signed
     * @param ourString our string to sign, or null if it is not known
     * @param theirRequest the server's canonical request, or null if it is not known
     * @param theirString the server's string to sign, or null if it is not known
     */
    public static @Nullable String explain(
            boolean sent,
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
            return new Mismatch(sent, ourRequest, request).inCanonicalRequest();
        }
        if (string == null || ourString == null) {
            return ofSameRequest(request == null ? CanonicalLines.parse("") : CanonicalLines.parse(request));
        }
        return string.equals(ourString) ? null : new Mismatch(sent, ourString, string).inStringToSign();
    }

    /** Describes two equal requests if a string to sign is not known: the strings to sign can differ nevertheless. */
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

    private String verb() {
        return sent ? "sent" : "signed";
    }

    private String changer() {
        return sent ? "a proxy" : "a proxy, an interceptor or the HTTP client";
    }

    private String time() {
        return sent ? "on the way" : "after signing";
    }

    private String inCanonicalRequest() {
        if (!ours.line(0).equals(theirs.line(0)) && !ours.line(1).equals(theirs.line(1))) {
            return PrintableText.escape(
                    "The method and the path differ: " + verb() + " " + shown(methodAndPath(ours)) + ", received "
                            + shown(methodAndPath(theirs)) + ". Usual cause: the texts belong to different requests.");
        }
        String[][] lines = {
            {"method", "an intermediary changed it, or it was signed for another method"},
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
        String header = inHeaders(ours.headers(), theirs.headers());
        return header != null ? header : inSpelling();
    }

    private @Nullable String inHeaders(Map<String, String> ours, Map<String, String> theirs) {
        Map<String, String> lowerCase = new TreeMap<>();
        ours.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return lowerCase.equals(theirs) && !ours.equals(theirs)
                ? difference(
                        "case of the headers",
                        String.join(", ", ours.keySet()),
                        String.join(", ", theirs.keySet()),
                        "their names must be lower case, and sorted")
                : inPairs("header", ours, theirs);
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
                    "time", ours.line(1), theirs.line(1), "x-oss-date was changed " + time() + ", or a clock is wrong");
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
        return difference(
                "string to sign",
                ours.toString().replace('\n', '|'),
                theirs.toString().replace('\n', '|'),
                "the algorithms differ");
    }

    private static String pathCause(String ours, String theirs) {
        String received = PercentDecoding.decodeLeniently(theirs);
        if (PercentDecoding.decodeLeniently(ours).equals(received)) {
            return SPELLING;
        }
        if (PercentDecoding.decodeLeniently(PercentDecoding.decodeLeniently(ours))
                        .equals(received)
                && ours.contains("%25")) {
            return "the key was percent-encoded before signing, which encodes it again: pass the plain key";
        }
        if (PercentDecoding.decodeLeniently(received).equals(PercentDecoding.decodeLeniently(ours))
                && theirs.contains("%25")) {
            return "an intermediary percent-encoded the path again";
        }
        if (PercentDecoding.decodeLeniently(ours).endsWith(received) && received.length() > 1) {
            return "the key contains the bucket: pass the key alone";
        }
        return "a proxy or the HTTP client rewrote the path, the URL was changed, or the host is that of another bucket";
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
            boolean secret = name.endsWith("security-token")
                    || name.endsWith("signature")
                    || name.endsWith("authorization")
                    || name.equals("cookie");
            return difference(
                    what + " " + name,
                    mine == null ? ABSENT : secret ? "…" : mine,
                    yours == null ? ABSENT : secret ? "…" : yours,
                    pairCause(name, mine, yours));
        }
        return null;
    }

    private String pairCause(String name, @Nullable String ours, @Nullable String theirs) {
        String who = changer();
        if (ours == null) {
            return name.equals("content-type")
                    ? who + " added a Content-Type: sign the one that is sent, or send none"
                    : who + " added it " + time();
        }
        if (theirs == null) {
            return who + " removed it " + time() + ", or removed it from the list of additional headers";
        }
        if (PercentDecoding.decodeLeniently(ours).equals(PercentDecoding.decodeLeniently(theirs))) {
            return SPELLING;
        }
        if (name.equals("content-type") && theirs.startsWith(ours + ";")) {
            return who + " added a charset: sign the type with its charset";
        }
        if (ours.contains("%25")
                && PercentDecoding.decodeLeniently(PercentDecoding.decodeLeniently(ours))
                        .equals(PercentDecoding.decodeLeniently(theirs))) {
            return "the value was percent-encoded before signing, which encodes it again: pass the plain value";
        }
        if (PercentDecoding.decodeLeniently(ours).replace(' ', '+').equals(PercentDecoding.decodeLeniently(theirs))
                && ours.contains("%20")) {
            return "a space was sent as a plus: send it as %20";
        }
        return who + " changed it " + time();
    }

    private String difference(String what, String ours, String theirs, String cause) {
        return PrintableText.escape("The " + what + " differs: " + verb() + " " + shown(ours) + ", received "
                + shown(theirs) + ". Usual cause: " + cause + ".");
    }

    private static String shown(String text) {
        if (text.equals(ABSENT)) {
            return "nothing";
        }
        return "\"" + PrintableText.truncate(text, MAX_SHOWN) + "\"";
    }
}
