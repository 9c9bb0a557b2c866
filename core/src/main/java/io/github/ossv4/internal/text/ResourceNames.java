// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import java.util.Objects;

/**
 * The rules for names of buckets and objects. The signer accepts any name; OSS accepts only these.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/bucket-naming-conventions">Bucket naming</a>
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-naming-conventions">Object naming</a>
 */
public final class ResourceNames {
    /** The longest key, in bytes of UTF-8. */
    public static final int MAX_KEY_BYTES = 1023;

    private ResourceNames() {}

    /**
     * Returns {@code bucket} if it is 3 to 63 characters of a-z, 0-9 and hyphens, and does not begin or end with a
     * hyphen.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static String checkBucket(String bucket) {
        Objects.requireNonNull(bucket, "bucket");
        boolean valid = bucket.length() >= 3 && bucket.length() <= 63;
        for (int i = 0; i < bucket.length(); i++) {
            char c = bucket.charAt(i);
            boolean edge = i == 0 || i == bucket.length() - 1;
            valid &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && !edge);
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "bucket must be 3 to 63 characters of a-z, 0-9 and hyphens, and must not begin or end with a hyphen, was \""
                            + PrintableText.escape(bucket) + "\"");
        }
        return bucket;
    }

    /**
     * Returns {@code key} if it is 1 to {@value #MAX_KEY_BYTES} bytes of UTF-8 and does not begin with a slash or a
     * backslash. An unpaired surrogate has no UTF-8 form.
     *
     * <p>The keys {@code .} and {@code ..} are rejected: HTTP clients resolve them as relative paths and send the
     * request to another resource, even if they are percent-encoded. Keys with such a segment, such as {@code a/../b},
     * are allowed. If a client would resolve the segment, encode the slashes around it, {@code a%2F..%2Fb}: OSS decodes
     * the same key.
     *
     * @throws IllegalArgumentException otherwise
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, removal of dot segments</a>
     */
    public static String checkKey(String key) {
        check("key", key);
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException(
                    "key must not be . or .., which HTTP clients resolve as a path, was \"" + key + "\"");
        }
        return key;
    }

    /**
     * Returns {@code prefix} if a key can begin with it. Unlike {@link #checkKey}, accepts {@code .} and {@code ..}:
     * keys such as {@code .profile} begin with them.
     *
     * @throws IllegalArgumentException otherwise, and if it is empty
     */
    public static String checkPrefix(String prefix) {
        return check("prefix", prefix);
    }

    /**
     * Returns a negative number, zero or a positive number if {@code key} is less than, equal to or greater than {@code
     * other} in the order of lists, by their UTF-8 bytes. {@code String.compareTo} orders characters
     * above U+FFFF differently.
     */
    public static int compareKeys(String key, String other) {
        int shared = Math.min(key.length(), other.length());
        for (int i = 0; i < shared; i++) {
            char c = key.charAt(i);
            char d = other.charAt(i);
            if (c != d) {
                return Character.isSurrogate(c) == Character.isSurrogate(d) ? c - d : Character.isSurrogate(c) ? 1 : -1;
            }
        }
        return key.length() - other.length();
    }

    private static String check(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        if (name.charAt(0) == '/' || name.charAt(0) == '\\') {
            throw new IllegalArgumentException(
                    what + " must not begin with / or \\, was \"" + PrintableText.escape(name) + "\"");
        }
        // Each character has at least one byte: a text of megabytes is not encoded.
        boolean tooLong = name.length() > MAX_KEY_BYTES;
        int bytes = tooLong ? 0 : Utf8.encode(what, name).length;
        if (tooLong || bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException(what + " must be at most " + MAX_KEY_BYTES + " bytes in UTF-8, was "
                    + (tooLong ? name.length() + " characters" : bytes + " bytes") + ", beginning with \""
                    + PrintableText.escape(name.substring(0, 40)) + "\"");
        }
        return name;
    }
}
