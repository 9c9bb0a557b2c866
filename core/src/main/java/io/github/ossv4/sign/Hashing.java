// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.digest.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 and HMAC-SHA256 with one signing key, and the buffers of both. Not thread-safe. */
final class Hashing {
    private static final int HASH_BYTES = HmacSha256.BYTES;
    private static final int TIMESTAMP_CHARS = 16;

    private static final int CANONICAL_REQUEST_BYTES = 1024;

    /** The largest buffer that is kept; a callback can make a canonical request longer. */
    private static final int MAX_KEPT_BYTES = 32 * 1024;

    private final MessageDigest sha256;
    private final HmacSha256 hmac;
    private final byte[] hex = new byte[2 * HASH_BYTES];

    /** Algorithm, time, scope and hash of the canonical request. Time and hash change. */
    private final byte[] stringToSign;

    /** The time in {@link #stringToSign}. */
    private String lastTimestamp = "";

    private Utf8Buffer canonicalRequest = new Utf8Buffer(CANONICAL_REQUEST_BYTES);

    Hashing(CredentialScope scope, byte[] key) {
        this.sha256 = HmacSha256.sha256();
        this.hmac = new HmacSha256(key);
        this.stringToSign = stringToSign(blank(TIMESTAMP_CHARS), scope, blank(2 * HASH_BYTES))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String blank(int length) {
        return new String(new char[length]).replace('\0', ' ');
    }

    /** Returns the string to sign. {@code hash} is the SHA-256 of the canonical request, in lower-case hex. */
    static String stringToSign(String timestamp, CredentialScope scope, String hash) {
        return SignatureNames.ALGORITHM + '\n' + timestamp + '\n' + scope + '\n' + hash;
    }

    String sign(CanonicalRequest request, String timestamp) {
        request.appendTo(canonicalRequest);
        canonicalRequest.updateTo(sha256);
        canonicalRequest.clear();
        if (canonicalRequest.capacity() > MAX_KEPT_BYTES) {
            canonicalRequest = new Utf8Buffer(CANONICAL_REQUEST_BYTES);
        }
        if (!timestamp.equals(lastTimestamp)) {
            for (int i = 0; i < TIMESTAMP_CHARS; i++) {
                stringToSign[SignatureNames.ALGORITHM.length() + 1 + i] = (byte) timestamp.charAt(i);
            }
            lastTimestamp = timestamp;
        }
        Hex.write(sha256.digest(), stringToSign, stringToSign.length - 2 * HASH_BYTES);
        Hex.write(hmac.compute(stringToSign), hex, 0);
        return new String(hex, StandardCharsets.ISO_8859_1);
    }

    String sign(String text) {
        return Hex.encode(hmac.compute(text.getBytes(StandardCharsets.UTF_8)));
    }
}
