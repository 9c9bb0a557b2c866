// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.HttpUrl;
import okio.Buffer;
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
        Buffer bytes = new Buffer();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("% without two hex digits: " + PrintableText.escape(text));
                }
                bytes.writeByte(high << 4 | low);
                i += 2;
            } else {
                bytes.writeUtf8CodePoint(c);
            }
        }
        byte[] encoded = bytes.readByteArray();
        String decoded = new String(encoded, StandardCharsets.UTF_8);
        if (!Arrays.equals(encoded, decoded.getBytes(StandardCharsets.UTF_8))) {
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
