// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.digest.HmacSha256;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An AccessKey pair, with a security token if it is a temporary pair from STS. Immutable. The secret and the token
 * never appear in {@link #toString()}.
 */
public final class Credentials {
    private final String accessKeyId;
    private final String accessKeySecret;
    private final @Nullable String securityToken;

    private Credentials(String accessKeyId, String accessKeySecret, @Nullable String securityToken) {
        this.accessKeyId = accessKeyId;
        this.accessKeySecret = accessKeySecret;
        this.securityToken = securityToken;
    }

    /**
     * Returns a permanent AccessKey pair.
     *
     * @param accessKeyId such as {@code LTAI5tExample}; it is sent with each request
     * @param accessKeySecret the secret; never sent and never shown
     * @throws IllegalArgumentException if a value is empty, begins or ends with a space, or contains a control
     *     character (a pasted line break is a common cause of {@code SignatureDoesNotMatch}) or an unpaired surrogate,
     *     which has no UTF-8 form; if the id contains a comma or a character that is not ASCII, since it is sent
     *     unescaped in a header
     */
    public static Credentials of(String accessKeyId, String accessKeySecret) {
        return of(accessKeyId, accessKeySecret, null);
    }

    /**
     * Returns a temporary AccessKey pair with its security token. A null or empty token means a permanent pair.
     *
     * @param accessKeyId such as {@code STS.Example}; it is sent with each request
     * @param accessKeySecret the secret; never sent and never shown
     * @param securityToken the token; sent with each request and never shown
     * @throws IllegalArgumentException in the same cases as {@link #of(String, String)}; the rules for the secret apply
     *     to the token
     */
    public static Credentials of(String accessKeyId, String accessKeySecret, @Nullable String securityToken) {
        check("accessKeyId", Objects.requireNonNull(accessKeyId, "accessKeyId"));
        for (int i = 0; i < accessKeyId.length(); i++) {
            if (accessKeyId.charAt(i) == ',' || accessKeyId.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        "accessKeyId must be ASCII without commas, was " + PrintableText.escape(accessKeyId));
            }
        }
        check("accessKeySecret", Objects.requireNonNull(accessKeySecret, "accessKeySecret"));
        String token = securityToken == null || securityToken.isEmpty() ? null : securityToken;
        if (token != null) {
            check("securityToken", token);
        }
        return new Credentials(accessKeyId, accessKeySecret, token);
    }

    private static void check(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        Utf8.check(name, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = i == 0 || i == value.length() - 1;
            if (c < ' ' || c == 0x7f || (edge && c == ' ')) {
                // Only the code of the character is shown: the value is a secret.
                throw new IllegalArgumentException(
                        name + " must not contain control characters or begin or end with a space, has "
                                + PrintableText.codePoint(c) + " at index " + i);
            }
        }
    }

    /** Returns the AccessKey ID. It is not a secret: every request contains it. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** Returns the STS token, or null for a permanent pair. Do not log it. */
    public @Nullable String securityToken() {
        return securityToken;
    }

    /**
     * Returns the HMAC-SHA256 of a text in UTF-8 with the secret as its key, in lower-case hexadecimal. Signatures of
     * other services of Alibaba Cloud consist of it, such as {@code ACS3-HMAC-SHA256} of STS. For OSS, use {@link
     * Signer}.
     *
     * @throws IllegalArgumentException if the text contains an unpaired surrogate
     */
    public String hmacSha256Hex(String text) {
        byte[] key = accessKeySecret.getBytes(StandardCharsets.UTF_8);
        return Hex.encode(new HmacSha256(key).compute(Utf8.encode("text", text)));
    }

    /**
     * Returns the last key of a chain of HMAC-SHA256. The first key is the secret between a prefix and a suffix, and
     * each of the texts is hashed with the key before it. The signing key of OSS is such a key: use {@link Signer} for
     * it. The result is a secret as well.
     */
    public byte[] deriveKey(String prefix, String suffix, List<String> texts) {
        byte[] key = (prefix + accessKeySecret + suffix).getBytes(StandardCharsets.UTF_8);
        for (String text : texts) {
            key = new HmacSha256(key).compute(text.getBytes(StandardCharsets.UTF_8));
        }
        return key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other == this) {
            return true;
        }
        if (!(other instanceof Credentials)) {
            return false;
        }
        Credentials that = (Credentials) other;
        return accessKeyId.equals(that.accessKeyId)
                && sameSecret(accessKeySecret, that.accessKeySecret)
                && sameSecret(
                        securityToken == null ? "" : securityToken,
                        that.securityToken == null ? "" : that.securityToken);
    }

    private static boolean sameSecret(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return accessKeyId.hashCode();
    }

    @Override
    public String toString() {
        return "Credentials{accessKeyId=" + accessKeyId + (securityToken == null ? "" : ", temporary") + "}";
    }
}
