// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.digest.HmacSha256;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks {@link CallbackToken tokens} with a secret that only your application has: HMAC-SHA256 of bucket,
 * key or prefix, expiry and user data, each field preceded by its length. Immutable and thread-safe.
 *
 * <pre>{@code
 * CallbackTokens tokens = CallbackTokens.of(secret);
 * String text = tokens.issue(CallbackToken.forKey("examplebucket", "photos/cat.jpg", expiry).userData("42"));
 *
 * CallbackToken token = tokens.read(text);
 * boolean permitted = token != null && !token.isExpired(Instant.now()) && token.covers("examplebucket",
 * "photos/cat.jpg");
 * }</pre>
 *
 * <p>A token is sent in a custom variable of the callback, so the uploader can read it. If a browser uploads with a
 * form, the form's policy must pin it: {@code ["eq", "$x:token", token]}, and the field {@code callback} as well.
 */
public final class CallbackTokens {
    /** The minimum size of a secret in bytes. Generate it with {@link java.security.SecureRandom}. */
    public static final int MIN_SECRET = 32;

    private static final int MAC_BYTES = 32;

    /** Longer than any issued token. */
    private static final int MAX_TOKEN = 4096;

    private static final byte VERSION = 1;

    /** Separates these codes from others with the same secret. */
    private static final byte[] PURPOSE = "ossv4 callback token\n".getBytes(StandardCharsets.US_ASCII);

    /** The first secret issues tokens; all secrets check them. */
    private final List<byte[]> secrets;

    private CallbackTokens(List<byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * Returns tokens that are signed and verified with {@code secret}.
     *
     * @param secret at least {@value #MIN_SECRET} bytes; copied
     * @throws IllegalArgumentException if it is shorter
     */
    public static CallbackTokens of(byte[] secret) {
        return new CallbackTokens(Collections.singletonList(checked(secret)));
    }

    /**
     * Returns an instance that also accepts tokens issued with an older secret, which lets you change the secret.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #MIN_SECRET} bytes
     */
    public CallbackTokens alsoReading(byte[] olderSecret) {
        List<byte[]> more = new ArrayList<>(secrets);
        more.add(checked(olderSecret));
        return new CallbackTokens(more);
    }

    private static byte[] checked(byte[] secret) {
        if (secret.length < MIN_SECRET) {
            throw new IllegalArgumentException(
                    "secret must be at least " + MIN_SECRET + " bytes, was " + secret.length);
        }
        return secret.clone();
    }

    /**
     * Returns the token as text of letters, digits, {@code -} and {@code _}. Its length is 4/3 of the total size of its
     * fields and 54 bytes.
     */
    public String issue(CallbackToken token) {
        byte[] fields = fields(Objects.requireNonNull(token, "token"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(fields.length + MAC_BYTES);
        bytes.write(fields, 0, fields.length);
        bytes.write(mac(secrets.get(0), fields), 0, MAC_BYTES);
        return CanonicalBase64.encodeUrlSafe(bytes.toByteArray());
    }

    /**
     * Parses a token and checks its code. The caller checks {@link CallbackToken#isExpired} and
     * {@link CallbackToken#covers}, as {@link CallbackReceiver} does.
     *
     * @param text the value of the custom variable
     * @return null if it was not issued with one of the secrets
     */
    public @Nullable CallbackToken read(String text) {
        byte[] bytes =
                Objects.requireNonNull(text, "text").length() > MAX_TOKEN ? null : CanonicalBase64.decodeUrlSafe(text);
        if (bytes == null || bytes.length <= MAC_BYTES) {
            return null;
        }
        byte[] fields = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, fields.length, bytes.length);
        boolean issued = false;
        for (byte[] secret : secrets) {
            issued |= MessageDigest.isEqual(mac(secret, fields), mac);
        }
        return issued ? token(fields) : null;
    }

    private static byte[] fields(CallbackToken token) {
        byte[] bucket = token.bucket().getBytes(StandardCharsets.UTF_8);
        byte[] scope = token.scope().getBytes(StandardCharsets.UTF_8);
        byte[] userData = token.userData().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + Long.BYTES + 3 * Integer.BYTES + bucket.length + scope.length + userData.length)
                .put(VERSION)
                .put((byte) (token.isForPrefix() ? 1 : 0))
                .putLong(token.expiry().getEpochSecond())
                .putInt(bucket.length)
                .put(bucket)
                .putInt(scope.length)
                .put(scope)
                .putInt(userData.length)
                .put(userData)
                .array();
    }

    /**
     * Parses the fields; null if they are of another version, which a later release with the same secret may have
     * issued.
     */
    private static @Nullable CallbackToken token(byte[] fields) {
        ByteBuffer in = ByteBuffer.wrap(fields);
        try {
            if (in.get() != VERSION) {
                return null;
            }
            boolean forPrefix = in.get() != 0;
            Instant expiry = Instant.ofEpochSecond(in.getLong());
            return new CallbackToken(text(in), forPrefix, text(in), expiry, text(in));
        } catch (BufferUnderflowException | NegativeArraySizeException | DateTimeException e) {
            return null;
        }
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] mac(byte[] secret, byte[] fields) {
        return new HmacSha256(secret).compute(PURPOSE, fields);
    }

    /** Returns the number of secrets only. */
    @Override
    public String toString() {
        return "CallbackTokens{" + secrets.size() + (secrets.size() == 1 ? " secret}" : " secrets}");
    }
}
