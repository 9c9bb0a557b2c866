// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import java.io.IOException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A bucket, and an object or a prefix in it: {@code oss://BUCKET}, {@code oss://BUCKET/KEY}. The key is written as it
 * is, not percent-encoded. Immutable.
 *
 * @param key the key or prefix; empty if the URL is a bucket's
 */
public record OssUrl(String bucket, String key) {
    private static final String SCHEME = "oss://";
    private static final Pattern SCHEME_START = Pattern.compile("^oss:/?", Pattern.CASE_INSENSITIVE);

    /** Returns whether a text names a bucket or an object instead of a file: it starts with {@code oss://}. */
    public static boolean isOssUrl(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Parses a URL.
     *
     * @throws UsageException if it does not start with {@code oss://}, or if the names are not those of a bucket and an
     *     object
     */
    public static OssUrl parse(String text) {
        if (!isOssUrl(text)) {
            throw new UsageException(
                    "an object must be written as oss://BUCKET/KEY, was " + PrintableText.escape(text) + meant(text));
        }
        int slash = text.indexOf('/', SCHEME.length());
        String bucket = slash < 0 ? text.substring(SCHEME.length()) : text.substring(SCHEME.length(), slash);
        String key = slash < 0 ? "" : text.substring(slash + 1);
        try {
            ResourceNames.checkBucket(bucket);
            if (!key.isEmpty()) {
                ResourceNames.checkKey(key);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(PrintableText.escape(text) + ": " + e.getMessage(), e);
        }
        return new OssUrl(bucket, key);
    }

    /** Returns a question with the URL that a text without {@code oss://} may be; empty if it is none. */
    public static String meant(String text) {
        try {
            return "; did you mean " + parse(SCHEME + SCHEME_START.matcher(text).replaceFirst("")) + "?";
        } catch (UsageException e) {
            return "";
        }
    }

    /** Returns whether the URL is a bucket's, without a key. */
    public boolean isBucket() {
        return key.isEmpty();
    }

    /** Returns whether the URL is a bucket's, or ends with a slash, so that names can be appended. */
    public boolean isDirectory() {
        return key.isEmpty() || key.endsWith("/");
    }

    /** Returns this URL with a slash at the end of its key, or this one if it is a bucket. */
    public OssUrl folder() {
        return isDirectory() ? this : withKey(key + "/");
    }

    /**
     * Returns the key of an object.
     *
     * @throws UsageException if the URL is a bucket's
     */
    public String requireKey() {
        if (key.isEmpty()) {
            throw new UsageException("the key of an object is required, as in oss://" + bucket + "/KEY, was " + this);
        }
        return key;
    }

    /** Returns the URL of another key in the same bucket. */
    public OssUrl withKey(String other) {
        return new OssUrl(bucket, other);
    }

    /** Writes the fields {@code bucket} and {@code key}. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStringField("bucket", bucket);
        json.writeStringField("key", key);
    }

    /** Returns the URL; characters that control a terminal are escaped. */
    @Override
    public String toString() {
        return PrintableText.escape(SCHEME + bucket + "/" + key);
    }

    /** Parses the URLs in arguments. */
    public static final class Converter implements ITypeConverter<OssUrl> {
        @Override
        public OssUrl convert(String text) {
            try {
                return parse(text);
            } catch (UsageException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
