// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** 16 bytes: an MD5, an ETag that is not an MD5, or the ID of an upload. Immutable. */
public record Digest(long high, long low) {
    /** The number of bytes. */
    public static final int BYTES = 16;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Returns a new MD5, which OSS uses for ETags and {@code Content-MD5}. */
    public static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }

    /** Returns the digest with these 16 bytes. */
    public static Digest of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong());
    }

    /** Returns a random digest. */
    public static Digest random() {
        UUID uuid = UUID.randomUUID();
        return new Digest(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** Returns 32 upper-case hex digits, as in an ETag. */
    public String hex() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** Returns the bytes in Base64, as in {@code Content-MD5}. */
    public String base64() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(high)
                        .putLong(low)
                        .array());
    }
}
