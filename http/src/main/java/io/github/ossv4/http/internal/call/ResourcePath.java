// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The bucket and key that a URL addresses. Immutable. */
public final class ResourcePath {
    private final @Nullable String bucket;
    private final @Nullable String key;

    private ResourcePath(@Nullable String bucket, @Nullable String key) {
        this.bucket = bucket;
        this.key = key;
    }

    /** Returns the key of a URL whose bucket is known. */
    public static ResourcePath inBucket(String bucket, HttpUrl url) {
        return new ResourcePath(bucket, keyOf(url.encodedPath().substring(1)));
    }

    /** Returns the path of a URL of the service itself, which should be empty. */
    public static ResourcePath ofService(HttpUrl url) {
        return new ResourcePath(null, keyOf(url.encodedPath().substring(1)));
    }

    /** Returns the bucket and key of a path. */
    public static ResourcePath byPath(HttpUrl url) {
        String path = url.encodedPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        return bucket.isEmpty()
                ? ofService(url)
                : new ResourcePath(decode(bucket), slash < 0 ? null : keyOf(path.substring(slash + 1)));
    }

    private static @Nullable String keyOf(String path) {
        return path.isEmpty() ? null : decode(path);
    }

    /**
     * Removes percent-encoding; a plus stays a plus.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hex digits, or the decoded bytes are
     *     not UTF-8
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = PercentDecoding.decode(text);
        if (bytes == null) {
            throw new IllegalArgumentException("% without two hex digits: " + PrintableText.escape(text));
        }
        String decoded = Utf8.decode(bytes);
        if (decoded == null) {
            throw new IllegalArgumentException("not UTF-8: " + PrintableText.escape(text));
        }
        return decoded;
    }

    @Nullable
    public String bucket() {
        return bucket;
    }

    @Nullable
    public String key() {
        return key;
    }
}
