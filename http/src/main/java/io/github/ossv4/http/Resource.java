// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a URL addresses: an object, a bucket, or the service itself. Immutable. */
final class Resource {
    private final @Nullable String bucket;
    private final @Nullable String key;

    private Resource(@Nullable String bucket, @Nullable String key) {
        this.bucket = bucket;
        this.key = key;
    }

    /** The bucket is known, and the path is the key. */
    static Resource inBucket(String bucket, HttpUrl url) {
        return new Resource(bucket, keyOf(url.encodedPath().substring(1)));
    }

    /** A path of the service itself, which should be empty. */
    static Resource ofService(HttpUrl url) {
        return new Resource(null, keyOf(url.encodedPath().substring(1)));
    }

    /** The path names the bucket, or nothing. */
    static Resource byPath(HttpUrl url) {
        String path = url.encodedPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        return bucket.isEmpty()
                ? ofService(url)
                : new Resource(decode(bucket), slash < 0 ? null : keyOf(path.substring(slash + 1)));
    }

    private static @Nullable String keyOf(String path) {
        return path.isEmpty() ? null : decode(path);
    }

    /**
     * Takes the percent-encoding off; a plus stays a plus.
     *
     * @throws IllegalArgumentException if a percent sign has not two hex digits, or what it encodes is not UTF-8
     */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = PercentEncoding.decode(text);
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
    String bucket() {
        return bucket;
    }

    @Nullable
    String key() {
        return key;
    }
}
