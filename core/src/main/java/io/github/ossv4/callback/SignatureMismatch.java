// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a signature does not match, found by {@code Content-MD5} and {@code Content-Length}. OSS does not sign
 * these headers, so they only explain a failed check and never decide it.
 *
 * <p>Rule: {@code Content-MD5} only explains why a signature fails: it is not signed, so it never decides ({@code
 * SignatureMismatchTest}).
 */
final class SignatureMismatch {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int MD5_BYTES = 16;

    private final ReceivedCallback received;
    private final int length;
    private final @Nullable Long sentLength;

    /** Whether the body matches {@code Content-MD5}; null if the header is missing or malformed. */
    private final @Nullable Boolean md5Matches;

    private SignatureMismatch(ReceivedCallback received) {
        this.received = received;
        this.length = received.body().length;
        this.sentLength = parseLength(received.contentLength());
        this.md5Matches = matchesMd5(received.contentMd5(), received.body());
    }

    /** Returns the reason, one line without the contents of the request. */
    static String explain(ReceivedCallback received) {
        return new SignatureMismatch(received).explain();
    }

    private String explain() {
        if (!isChanged()) {
            return "the signature does not match path, query and body; "
                    + (md5Matches == null
                            ? "all three must be passed as received"
                            : "the body matches Content-MD5: a proxy may have changed path or query (compare them"
                                    + " with the callback's URL), or the request is forged");
        }
        String sent = sentLength == null ? "" : ", Content-Length is " + sentLength;
        if (length == 0) {
            return "the body is empty" + sent
                    + ": a filter or the framework read it before, for example by getParameter; read it first"
                    + orJson();
        }
        return "a framework changed the body (read it raw" + orJson() + "), or the request is forged; the body has "
                + length + " bytes" + sent + (md5Matches == null ? "" : ", its MD5 is not Content-MD5");
    }

    private boolean isChanged() {
        return md5Matches != null ? !md5Matches : sentLength != null && sentLength != length;
    }

    private String orJson() {
        String type = received.contentType();
        boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith(CallbackBodyType.JSON.contentType());
        return json ? "" : ", or use a JSON body";
    }

    private static @Nullable Long parseLength(@Nullable String contentLength) {
        return contentLength != null && LENGTH.matcher(contentLength).matches() ? Long.valueOf(contentLength) : null;
    }

    /** Returns whether the MD5 of a body equals the header; null if the header is missing or malformed. */
    private static @Nullable Boolean matchesMd5(@Nullable String contentMd5, byte[] body) {
        byte[] sent = contentMd5 == null ? null : CanonicalBase64.decode(contentMd5);
        if (sent == null || sent.length != MD5_BYTES) {
            return null;
        }
        try {
            return MessageDigest.isEqual(sent, MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }
}
