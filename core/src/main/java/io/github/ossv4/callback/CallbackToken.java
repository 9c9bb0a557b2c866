// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leave to report the upload of one object, or of objects under a prefix, until a moment. {@link CallbackTokens} makes a
 * text of it that nobody else can make. Immutable.
 */
public final class CallbackToken {
    /** User data is at most so long, in bytes of UTF-8. */
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
     * A token for one object.
     *
     * @param expiry to the second; what is below is dropped
     * @throws IllegalArgumentException if OSS takes no such bucket or key, or the expiry is before 1970
     */
    public static CallbackToken forKey(String bucket, String key, Instant expiry) {
        return new CallbackToken(
                ResourceNames.checkBucket(bucket), false, ResourceNames.checkKey(key), checkExpiry(expiry), "");
    }

    /**
     * A token for every object whose key begins with {@code prefix}. End it with a slash: {@code user/4} is a prefix of
     * {@code user/42/cat.jpg} too.
     *
     * @param expiry to the second; what is below is dropped
     * @throws IllegalArgumentException if OSS takes no such bucket or no key can begin so, the prefix is empty, or the
     *     expiry is before 1970
     */
    public static CallbackToken forPrefix(String bucket, String prefix, Instant expiry) {
        return new CallbackToken(ResourceNames.checkBucket(bucket), true, checkPrefix(prefix), checkExpiry(expiry), "");
    }

    private static String checkPrefix(String prefix) {
        // No keys themselves, but keys such as .profile begin so.
        return prefix.equals(".") || prefix.equals("..") ? prefix : ResourceNames.checkKey(prefix);
    }

    /**
     * The same with a text of your own, such as the user's id. Whoever gets the token can read it.
     *
     * @throws IllegalArgumentException if it is longer than {@value #MAX_USER_DATA} bytes in UTF-8, or has none
     */
    public CallbackToken userData(String text) {
        int bytes = Utf8.encode("a token's user data", text).length;
        if (bytes > MAX_USER_DATA) {
            throw new IllegalArgumentException(
                    "a token's user data has at most " + MAX_USER_DATA + " bytes in UTF-8, this has " + bytes);
        }
        return new CallbackToken(bucket, forPrefix, scope, expiry, text);
    }

    private static Instant checkExpiry(Instant expiry) {
        if (expiry.getEpochSecond() < 0) {
            throw new IllegalArgumentException("a token's expiry must not be before 1970: " + expiry);
        }
        return expiry;
    }

    /** The bucket that it holds for. */
    public String bucket() {
        return bucket;
    }

    /** The one key that it holds for; null if it holds for a prefix. */
    public @Nullable String key() {
        return forPrefix ? null : scope;
    }

    /** The prefix of the keys that it holds for; null if it holds for one key. */
    public @Nullable String prefix() {
        return forPrefix ? scope : null;
    }

    boolean isForPrefix() {
        return forPrefix;
    }

    String scope() {
        return scope;
    }

    /** From this moment on it holds no more. */
    public Instant expiry() {
        return expiry;
    }

    /** The text of your own; empty if there is none. */
    public String userData() {
        return userData;
    }

    /** Whether it holds for an object. */
    public boolean covers(String otherBucket, String key) {
        return bucket.equals(otherBucket) && (forPrefix ? key.startsWith(scope) : key.equals(scope));
    }

    /** Whether it holds no more. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiry);
    }

    /** Without the user data. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackToken{" + bucket + " " + scope + (forPrefix ? "* " : " ") + expiry + "}");
    }
}
