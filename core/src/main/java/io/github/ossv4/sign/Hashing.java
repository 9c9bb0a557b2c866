// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.digest.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/** SHA-256 and HMAC-SHA256 with one signing key, and the buffers of both. Not thread-safe. */
final class Hashing {
    private static final int HASH_BYTES = HmacSha256.BYTES;
    private static final int TIMESTAMP_CHARS = 16;

    /** The longest canonical request whose buffer is kept; a callback can make a request longer. */
    private static final int MAX_KEPT_CHARS = 16 * 1024;

    private final MessageDigest sha256;
    private final HmacSha256 hmac;
    private final byte[] hash = new byte[HASH_BYTES];
    private final byte[] hex = new byte[2 * HASH_BYTES];

    /** Algorithm, time, scope and hash of the canonical request. Time and hash change. */
    private final byte[] stringToSign;

    /** The time in {@link #stringToSign}. */
    private String lastTimestamp = "";

    private StringBuilder canonicalRequest = new StringBuilder(1024);

    Hashing(CredentialScope scope, byte[] key) {
        this.sha256 = HmacSha256.sha256();
        this.hmac = new HmacSha256(key);
        this.stringToSign = stringToSign(blank(TIMESTAMP_CHARS), scope, blank(2 * HASH_BYTES))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String blank(int length) {
        return new String(new char[length]).replace('\0', ' ');
    }

    /** Returns the string to sign. {@code hash} is that of the canonical request, in lower-case hex. */
    static String stringToSign(String timestamp, CredentialScope scope, String hash) {
        return Signer.ALGORITHM + '\n' + timestamp + '\n' + scope + '\n' + hash;
    }

    static String sha256Hex(String text) {
        return Hex.encode(HmacSha256.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    String sign(CanonicalRequest request, String timestamp) {
        request.appendTo(canonicalRequest);
        // A builder and one conversion, both intrinsics of the JVM: a loop over characters would take as long as the
        // hashing.
        sha256.update(canonicalRequest.toString().getBytes(StandardCharsets.UTF_8));
        if (canonicalRequest.length() > MAX_KEPT_CHARS) {
            canonicalRequest = new StringBuilder(1024);
        }
        canonicalRequest.setLength(0);
        if (!timestamp.equals(lastTimestamp)) {
            for (int i = 0; i < TIMESTAMP_CHARS; i++) {
                stringToSign[Signer.ALGORITHM.length() + 1 + i] = (byte) timestamp.charAt(i);
            }
            lastTimestamp = timestamp;
        }
        try {
            sha256.digest(hash, 0, HASH_BYTES);
            Hex.write(hash, stringToSign, stringToSign.length - 2 * HASH_BYTES);
            hmac.computeInto(hash, stringToSign);
        } catch (DigestException e) {
            throw new AssertionError("32 bytes are enough", e);
        }
        Hex.write(hash, hex, 0);
        return new String(hex, StandardCharsets.ISO_8859_1);
    }

    String sign(String text) {
        return Hex.encode(hmac.compute(text.getBytes(StandardCharsets.UTF_8)));
    }
}
