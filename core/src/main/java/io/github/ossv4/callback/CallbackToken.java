// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.internal.text.Utf8;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A permission to report the upload of one object, or of objects with a prefix, until it expires.
 * {@link CallbackTokens} issues it as a text that others cannot forge. Immutable.
 */
public final class CallbackToken {
    /** The maximum size of user data, in bytes of UTF-8. */
    public static final int MAX_USER_DATA = 1024;

    private final String bucket;
    private final boolean forPrefix;
    private final String scope;
    private final Instant expiry;
    private final String userData;

    CallbackToken(String bucket, boolean forPrefix, String scope, Instant expiry, String userData) {
        this.bucket = bucket;
        this.forPrefix = forPrefix;
        this.scope = scope;
        this.expiry = Instant.ofEpochSecond(expiry.getEpochSecond());
        this.userData = userData;
    }

    /**
     * Returns a token for one object.
     *
     * @param expiry the time of expiry; fractions of a second are dropped
     * @throws IllegalArgumentException if the name of the bucket or the key is invalid, or the expiry is before 1970
     */
    public static CallbackToken forKey(String bucket, String key, Instant expiry) {
        return new CallbackToken(
                ResourceNames.checkBucket(bucket), false, ResourceNames.checkKey(key), checkExpiry(expiry), "");
    }

    /**
     * Returns a token for all objects whose keys begin with {@code prefix}. End it with a slash: {@code user/4} is a
     * prefix of {@code user/42/cat.jpg} too.
     *
     * @param expiry the time of expiry; fractions of a second are dropped
     * @throws IllegalArgumentException if the name of the bucket is invalid, no key can have the prefix, the prefix is
     *     empty, or the expiry is before 1970
     */
    public static CallbackToken forPrefix(String bucket, String prefix, Instant expiry) {
        return new CallbackToken(
                ResourceNames.checkBucket(bucket), true, ResourceNames.checkPrefix(prefix), checkExpiry(expiry), "");
    }

    /**
     * Returns the token with your own text, such as the user's id. Anyone who has the token can read it.
     *
     * @throws IllegalArgumentException if it exceeds {@value #MAX_USER_DATA} bytes in UTF-8, or has no UTF-8 form
     */
    public CallbackToken userData(String text) {
        int bytes = Utf8.encode("user data of token", text).length;
        if (bytes > MAX_USER_DATA) {
            throw new IllegalArgumentException(
                    "user data of token must be at most " + MAX_USER_DATA + " bytes in UTF-8, was " + bytes);
        }
        return new CallbackToken(bucket, forPrefix, scope, expiry, text);
    }

    private static Instant checkExpiry(Instant expiry) {
        if (Objects.requireNonNull(expiry, "expiry").getEpochSecond() < 0) {
            throw new IllegalArgumentException("expiry of token must not be before 1970, was " + expiry);
        }
        return expiry;
    }

    /** Returns the bucket of the object. */
    public String bucket() {
        return bucket;
    }

    /** Returns the key of the object; null if the token is for a prefix. */
    public @Nullable String key() {
        return forPrefix ? null : scope;
    }

    /** Returns the prefix of the keys; null if the token is for one key. */
    public @Nullable String prefix() {
        return forPrefix ? scope : null;
    }

    boolean isForPrefix() {
        return forPrefix;
    }

    String scope() {
        return scope;
    }

    /** Returns the instant from which the token is invalid. */
    public Instant expiry() {
        return expiry;
    }

    /** Returns your own text; empty if there is none. */
    public String userData() {
        return userData;
    }

    /**
     * Returns whether the token is for an object.
     *
     * @param bucket the bucket of the object
     * @param key the object's key, not encoded
     */
    public boolean covers(String bucket, String key) {
        return this.bucket.equals(bucket) && (forPrefix ? key.startsWith(scope) : key.equals(scope));
    }

    /** Returns whether the token has expired at {@code now}. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiry);
    }

    /** Returns the token without the user data. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackToken{" + bucket + " " + scope + (forPrefix ? "* " : " ") + expiry + "}");
    }
}
