// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.util.Objects;

/**
 * The rules for names of buckets and objects. Signing takes any name; OSS takes these.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/bucket-naming-conventions">Bucket naming</a>
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-naming-conventions">Object naming</a>
 */
public final class ResourceNames {
    /** The longest key, in bytes of UTF-8. */
    public static final int MAX_KEY_BYTES = 1023;

    private ResourceNames() {}

    /**
     * Returns {@code bucket} if it is 3 to 63 of a-z, 0-9 and hyphens, without a hyphen at either end.
     *
     * @throws IllegalArgumentException if it is not
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
            throw new IllegalArgumentException("a bucket's name is 3 to 63 of a-z, 0-9 and hyphens, with no hyphen"
                    + " at either end: \"" + PrintableText.escape(bucket) + "\"");
        }
        return bucket;
    }

    /**
     * Returns {@code key} if it is 1 to {@value #MAX_KEY_BYTES} bytes of UTF-8 that do not begin with a slash or a
     * backslash. Half of a surrogate pair has no bytes.
     *
     * <p>The keys {@code .} and {@code ..} are refused: HTTP clients take them for relative paths and send the request to another
     * resource, even where they are percent-encoded. Keys with such a segment, such as {@code a/../b}, are allowed. A client
     * that would resolve the segment must encode the slashes around it, {@code a%2F..%2Fb}, which OSS takes for the same key.
     *
     * @throws IllegalArgumentException if it is not
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, removal of dot segments</a>
     */
    public static String checkKey(String key) {
        Objects.requireNonNull(key, "key");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty");
        }
        if (key.charAt(0) == '/' || key.charAt(0) == '\\') {
            throw new IllegalArgumentException(
                    "a key must not begin with / or \\: \"" + PrintableText.escape(key) + "\"");
        }
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException(
                    "a key must not be . or ..: HTTP clients take \"" + key + "\" for a path");
        }
        int bytes = Utf8.encode("key", key).length;
        if (bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key has at most " + MAX_KEY_BYTES + " bytes in UTF-8, this one has "
                    + bytes + ", beginning with \"" + PrintableText.escape(key.substring(0, 40)) + "\"");
        }
        return key;
    }
}
