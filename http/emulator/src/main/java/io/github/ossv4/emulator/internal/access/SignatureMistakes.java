// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.digest.HmacSha256;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.SigningMistake;
import io.github.ossv4.sign.CredentialScope;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mistake that explains a client's signature. The emulator knows only what the client should have signed, so it
 * signs the request again with each known mistake of clients, and with pairs of them, until a signature equals the
 * client's. The work is limited. Signatures are compared in constant time.
 */
final class SignatureMistakes {
    /** Limits the search to about 20 milliseconds. */
    private static final long MAX_HASHED_BYTES = 4 << 20;

    /** The inner and the outer hash of an HMAC-SHA256, with the string to sign. */
    private static final int HMAC_BYTES = 384;

    private static final HexFormat HEX = HexFormat.of();

    private final ReceivedRequest request;
    private final CanonicalText canonical;
    private final String[] stringToSign;
    private final SigningKeyParts key;
    private final byte[] received;
    private final HmacSha256 hmac;
    private long hashedBytes;

    private SignatureMistakes(ReceivedRequest request, Signature expected, AccessKey accessKey, String received) {
        this.request = request;
        this.canonical = CanonicalText.parse(expected.canonicalRequest());
        this.stringToSign = expected.stringToSign().split("\n", -1);
        this.key = SigningKeyParts.of(accessKey.secret(), expected.scope());
        this.received = received.getBytes(StandardCharsets.UTF_8);
        this.hmac = key.hmac();
    }

    /**
     * Returns the mistake in a signature that does not match.
     *
     * @param expected the right signature
     * @param accessKey the AccessKey that the client named
     * @param others all AccessKeys, whose secrets the client may have used
     * @param additionalHeaders the names of the additional headers, as the client sent them
     * @param received the client's signature
     */
    static SigningMistake find(
            ReceivedRequest request,
            Signature expected,
            AccessKey accessKey,
            Collection<AccessKey> others,
            String additionalHeaders,
            String received) {
        return new SignatureMistakes(request, expected, accessKey, received).find(accessKey, others, additionalHeaders);
    }

    /**
     * Returns the mistake in the signature of a form, which covers the policy alone.
     *
     * @param scope of the signing key
     */
    static SigningMistake findInForm(
            String policy, CredentialScope scope, AccessKey accessKey, Collection<AccessKey> others, String received) {
        SigningKeyParts key = SigningKeyParts.of(accessKey.secret(), scope);
        byte[] signature = received.getBytes(StandardCharsets.UTF_8);
        SigningMistake encoding = inEncoding(key.hmac(), policy, signature);
        if (encoding != null) {
            return encoding;
        }
        String json = decodeLeniently(policy);
        if (equal(HEX.formatHex(key.hmac().compute(json.getBytes(StandardCharsets.ISO_8859_1))), signature)) {
            return new SigningMistake(
                    "the policy", null, null, "the policy was signed as JSON; sign its Base64, as in the field policy");
        }
        if (equal(V1StringToSign.sign(accessKey.secret(), policy), signature)) {
            return ofVersion1();
        }
        for (SigningKeyParts.Mistake mistake : key.mistakes(accessKey, others)) {
            if (equal(
                    HEX.formatHex(mistake.key().hmac().compute(policy.getBytes(StandardCharsets.UTF_8))), signature)) {
                return mistake.toSigningMistake();
            }
        }
        return unknown("the policy was changed after it was signed");
    }

    private static String decodeLeniently(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private SigningMistake find(AccessKey accessKey, Collection<AccessKey> others, String additionalHeaders) {
        SigningMistake encoding = inEncoding(hmac, String.join("\n", stringToSign), received);
        if (encoding != null) {
            return encoding;
        }
        List<CanonicalEdit> edits = new CanonicalEdits(request, canonical, additionalHeaders).all();
        for (CanonicalEdit edit : edits) {
            if (isSigned(edit.apply(canonical).toString())) {
                return edit.toSigningMistake();
            }
        }
        SigningMistake string = inStringToSign();
        if (string != null) {
            return string;
        }
        for (SigningKeyParts.Mistake mistake : key.mistakes(accessKey, others)) {
            if (isSignedWith(mistake)) {
                return mistake.toSigningMistake();
            }
        }
        String date = request.header("date");
        if (equal(
                        V1StringToSign.sign(accessKey.secret(), V1StringToSign.of(request, date == null ? "" : date)),
                        received)
                || equal(
                        V1StringToSign.sign(accessKey.secret(), V1StringToSign.of(request, stringToSign[1])),
                        received)) {
            return ofVersion1();
        }
        SigningMistake two = inTwoLines(edits);
        return two != null
                ? two
                : unknown("the request was changed after it was signed in a way that is not known here");
    }

    private static SigningMistake ofVersion1() {
        return new SigningMistake(
                "the algorithm", null, null, "the text or policy was signed with version 1 (HMAC-SHA1 and Base64)");
    }

    private static SigningMistake unknown(String otherwise) {
        return new SigningMistake(
                null,
                null,
                null,
                "no known mistake leads to this signature: the secret does not belong to the AccessKey ID, or "
                        + otherwise);
    }

    /** Finds a signature that is right, but is written in another form. */
    private static @Nullable SigningMistake inEncoding(HmacSha256 hmac, String text, byte[] received) {
        byte[] right = hmac.compute(text.getBytes(StandardCharsets.UTF_8));
        String hex = HEX.formatHex(right);
        if (equal(hex.toUpperCase(Locale.ROOT), received)) {
            return new SigningMistake("the form of the signature", "A-F", "a-f", "hex digits must be lower case");
        }
        if (equal(Base64.getEncoder().encodeToString(right), received)) {
            return new SigningMistake("the form of the signature", "Base64", "hex", "the signature must be in hex");
        }
        return null;
    }

    private @Nullable SigningMistake inStringToSign() {
        String hash = stringToSign[3];
        String date = request.header("date");
        String iso = stringToSign[1].replaceFirst("^(....)(..)(..)T(..)(..)(..)Z$", "$1-$2-$3T$4:$5:$6Z");
        String canonicalText = canonical.toString();
        String[][] mistakes = {
            {"1", date == null ? "" : date, "the value of Date was signed; sign x-oss-date"},
            {"1", iso, "the time must be yyyyMMddTHHmmssZ"},
            {"1", "", "the time was not signed"},
            {"3", hash.toUpperCase(Locale.ROOT), "the hash must be in lower-case hex"},
            {"3", canonicalText, "the canonical request must be hashed"},
            {"0", "AWS4-HMAC-SHA256", "the algorithm of OSS is OSS4-HMAC-SHA256"},
        };
        for (String[] mistake : mistakes) {
            int index = Integer.parseInt(mistake[0]);
            String[] lines = stringToSign.clone();
            lines[index] = mistake[1];
            hashedBytes += mistake[1].length();
            if (isSigned(String.join("\n", lines), hmac)) {
                return new SigningMistake(
                        "line " + (index + 1) + " of the string to sign",
                        index == 3 ? "another form" : PrintableText.escape(mistake[1], 160),
                        index == 3 ? "the SHA-256 in hex" : stringToSign[index],
                        mistake[2]);
            }
        }
        if (isSigned(String.join("\n", stringToSign) + "\n", hmac)) {
            return new SigningMistake("the string to sign", null, null, "it must not end with a line break");
        }
        return null;
    }

    private boolean isSignedWith(SigningKeyParts.Mistake mistake) {
        String[] lines = stringToSign.clone();
        lines[2] = mistake.scope() == null ? lines[2] : mistake.scope();
        return isSigned(String.join("\n", lines), mistake.key().hmac());
    }

    private @Nullable SigningMistake inTwoLines(List<CanonicalEdit> edits) {
        for (int i = 0; i < edits.size(); i++) {
            CanonicalText first = edits.get(i).apply(canonical);
            for (int j = i + 1; j < edits.size(); j++) {
                CanonicalEdit other = edits.get(j);
                if (other.line().equals(edits.get(i).line())) {
                    continue;
                }
                if (hashedBytes > MAX_HASHED_BYTES) {
                    return null;
                }
                if (isSigned(other.apply(first).toString())) {
                    return edits.get(i).toSigningMistake(other);
                }
            }
        }
        return null;
    }

    private boolean isSigned(String canonicalRequest) {
        byte[] bytes = canonicalRequest.getBytes(StandardCharsets.UTF_8);
        hashedBytes += bytes.length;
        String[] lines = stringToSign.clone();
        lines[3] = HEX.formatHex(HmacSha256.sha256().digest(bytes));
        return isSigned(String.join("\n", lines), hmac);
    }

    private boolean isSigned(String string, HmacSha256 withKey) {
        hashedBytes += HMAC_BYTES;
        return equal(HEX.formatHex(withKey.compute(string.getBytes(StandardCharsets.UTF_8))), received);
    }

    private static boolean equal(String signature, byte[] received) {
        return MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII), received);
    }
}
