// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.digest.HmacSha256;
import io.github.ossv4.sign.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The search for the mistake that explains a client's signature. The right texts are known, and what the client signed
 * is not. So the right canonical request is signed again with each known mistake of clients, until a signature equals
 * the client's. Signatures are compared in constant time. Immutable.
 *
 * <p>Rule: If a signature does not match, the cause is found among known mistakes of clients, in bounded time and
 * without showing secrets ({@code SignatureMistakesTest}).
 */
public final class SignatureMistakes {
    private final HmacSha256 key;
    private final List<SigningKeyParts.Mistake> inKey;
    private final byte[] received;

    /** @param scope has four parts */
    private SignatureMistakes(String scope, String received, Credentials accessKey, Collection<Credentials> others) {
        SigningKeyParts parts = SigningKeyParts.of(accessKey, scope);
        this.key = parts.hmac();
        this.inKey = parts.mistakes(others);
        this.received = received.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the mistake in a signature that does not match.
     *
     * @param canonicalRequest the right one, as the server returns it
     * @param stringToSign the right one, as the server returns it
     * @param sent the request as it was sent, or null if it is not known
     * @param received the client's signature
     * @param accessKey the AccessKey that the client named
     * @param others other AccessKeys, whose secrets the client may have used
     */
    public static SignatureMistake find(
            String canonicalRequest,
            String stringToSign,
            @Nullable RawRequest sent,
            String received,
            Credentials accessKey,
            Collection<Credentials> others) {
        String[] lines = stringToSign.split("\n", -1);
        return new SignatureMistakes(lines[2], received, accessKey, others)
                .ofRequest(CanonicalLines.parse(canonicalRequest), lines, sent);
    }

    /**
     * Returns the mistake in the signature of a form, which covers the policy alone.
     *
     * @param scope the {@linkplain io.github.ossv4.sign.Authorization#scope scope} of the signing key
     * @param received the client's signature
     * @param accessKey the AccessKey that the client named
     * @param others other AccessKeys, whose secrets the client may have used
     */
    public static SignatureMistake findInForm(
            String policy, String scope, String received, Credentials accessKey, Collection<Credentials> others) {
        return new SignatureMistakes(scope, received, accessKey, others).ofPolicy(policy);
    }

    /**
     * Returns the mistake that leads from the right canonical request to the one that a client signed, or null.
     */
    static @Nullable SignatureMistake between(String right, String signed) {
        return find(CanonicalEdits.all(CanonicalLines.parse(right), null), signed::equals);
    }

    private static @Nullable SignatureMistake find(List<CanonicalEdits.Edit> edits, Predicate<String> isSigned) {
        for (CanonicalEdits.Edit edit : edits) {
            if (isSigned.test(edit.signed.get())) {
                return edit.mistake;
            }
        }
        return null;
    }

    private SignatureMistake ofPolicy(String policy) {
        SignatureMistake mistake = inForm(policy);
        if (mistake == null && isSigned(decodeLeniently(policy), key)) {
            mistake = SignatureMistake.of(
                    "the policy", "the policy was signed as JSON; sign its Base64, as in the field policy");
        }
        for (SigningKeyParts.Mistake other : inKey) {
            if (mistake == null && isSigned(policy, other.key)) {
                mistake = other.mistake;
            }
        }
        return mistake != null ? mistake : SignatureMistake.unknown("the policy was changed after it was signed");
    }

    private static byte[] decodeLeniently(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }

    private SignatureMistake ofRequest(CanonicalLines right, String[] stringToSign, @Nullable RawRequest sent) {
        SignatureMistake mistake = inForm(String.join("\n", stringToSign));
        if (mistake == null) {
            mistake = find(
                    CanonicalEdits.all(right, sent), text -> isSigned(with(stringToSign, 3, Hex.sha256(text)), key));
        }
        if (mistake == null) {
            mistake = inStringToSign(
                    right, stringToSign, sent == null ? right.headers().get("date") : sent.header("Date"));
        }
        for (SigningKeyParts.Mistake other : inKey) {
            if (mistake == null && isSigned(with(stringToSign, 2, other.scope), other.key)) {
                mistake = other.mistake;
            }
        }
        return mistake != null
                ? mistake
                : SignatureMistake.unknown(
                        right.query().containsKey(SignatureNames.SIGNATURE_VERSION)
                                ? "the URL was changed after it was signed: its bucket, key, expiry or another parameter"
                                : "the request was changed after it was signed in a way that is not known here");
    }

    /** Finds a signature of the right text, with the right secret or in another form. */
    private @Nullable SignatureMistake inForm(String text) {
        byte[] right = key.compute(text.getBytes(StandardCharsets.UTF_8));
        String hex = Hex.encode(right);
        if (isReceived(hex)) {
            return SignatureMistake.of(
                    "the secret",
                    "the client signed the right text with this secret: it does not belong to the AccessKey ID");
        }
        if (isReceived(hex.toUpperCase(Locale.ROOT))) {
            return SignatureMistake.of("the form of the signature", "A-F", "a-f", "hex digits must be lower case");
        }
        return isReceived(Base64.getEncoder().encodeToString(right))
                ? SignatureMistake.of("the form of the signature", "Base64", "hex", "the signature must be in hex")
                : null;
    }

    private @Nullable SignatureMistake inStringToSign(
            CanonicalLines right, String[] stringToSign, @Nullable String date) {
        String iso = stringToSign[1].replaceFirst("^(....)(..)(..)T(..)(..)(..)Z$", "$1-$2-$3T$4:$5:$6Z");
        String[][] mistakes = {
            {"1", date == null ? "" : date, "the value of Date was signed; sign x-oss-date"},
            {"1", iso, "the time must be yyyyMMddTHHmmssZ"},
            {"1", "", "the time was not signed"},
            {"3", stringToSign[3].toUpperCase(Locale.ROOT), "the hash must be in lower-case hex"},
            {"3", right.toString(), "the canonical request must be hashed"},
            {"0", "AWS4-HMAC-SHA256", "the algorithm of OSS is OSS4-HMAC-SHA256"},
        };
        for (String[] mistake : mistakes) {
            int line = Integer.parseInt(mistake[0]);
            if (isSigned(with(stringToSign, line, mistake[1]), key)) {
                return SignatureMistake.of(
                        "line " + (line + 1) + " of the string to sign", mistake[1], stringToSign[line], mistake[2]);
            }
        }
        return isSigned(String.join("\n", stringToSign) + "\n", key)
                ? SignatureMistake.of("the string to sign", "it must not end with a line break")
                : null;
    }

    /** Returns the string to sign with another line. */
    private static String with(String[] stringToSign, int index, String line) {
        String[] lines = stringToSign.clone();
        lines[index] = line;
        return String.join("\n", lines);
    }

    private boolean isSigned(String text, HmacSha256 secret) {
        return isSigned(text.getBytes(StandardCharsets.UTF_8), secret);
    }

    private boolean isSigned(byte[] text, HmacSha256 secret) {
        return isReceived(Hex.encode(secret.compute(text)));
    }

    private boolean isReceived(String signature) {
        return MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII), received);
    }
}
