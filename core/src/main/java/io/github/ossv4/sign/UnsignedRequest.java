// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import io.github.ossv4.text.PercentEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The signed parts of a request: method, bucket, key, query and headers, in canonical form. Immutable. The body is not
 * signed: OSS signs {@code UNSIGNED-PAYLOAD}.
 *
 * <pre>{@code
 * UnsignedRequest request = UnsignedRequest.builder("PUT", "examplebucket", "photos/cat.jpg")
 *         .header("Content-Type", "image/jpeg")
 *         .build();
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4">V4 signature
 *     in the Authorization header</a>
 */
public final class UnsignedRequest {
    private final String method;
    private final String encodedBucket;
    private final String encodedKey;
    private final SortedPairs query;
    private final SortedPairs headers;
    private final boolean asciiHeaders;
    private final String additionalHeaders;

    UnsignedRequest(Builder builder) {
        this.method = builder.method;
        this.encodedBucket = builder.encodedBucket;
        this.encodedKey = builder.encodedKey;
        this.query = builder.query.copy();
        this.additionalHeaders = builder.presentAdditionalHeaders();
        this.headers = builder.signedHeaders();
        this.asciiHeaders = builder.asciiHeaders;
    }

    /**
     * Starts a request.
     *
     * @param method the HTTP method, upper case
     * @param bucket the bucket's name, or null for a call on the service (ListBuckets)
     * @param key the object's key, not encoded; null for a call on the bucket
     * @throws IllegalArgumentException if the method is not upper-case letters, or there is a key but no bucket
     */
    public static Builder builder(String method, @Nullable String bucket, @Nullable String key) {
        return new Builder(method, bucket, key);
    }

    private static boolean isSignedByDefault(String lowerCaseName) {
        return lowerCaseName.startsWith("x-oss-")
                || lowerCaseName.equals("content-type")
                || lowerCaseName.equals("content-md5");
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /**
     * Returns {@code /bucket/key}, percent-encoded. It contains the bucket, whatever the host of the URL is. In path
     * style, it is the path of the URL.
     */
    public String canonicalUri() {
        return encodedBucket.isEmpty() ? "/" : '/' + encodedBucket + '/' + encodedKey;
    }

    /** Returns the path of the URL at a host that names the bucket, percent-encoded. */
    String path() {
        return '/' + encodedKey;
    }

    void appendCanonicalUri(Utf8Buffer text) {
        text.append('/');
        if (!encodedBucket.isEmpty()) {
            text.appendAscii(encodedBucket).append('/').appendAscii(encodedKey);
        }
    }

    /**
     * Returns the query, percent-encoded and sorted by encoded name; a parameter without value is only its name. Empty
     * if there is none.
     */
    public String canonicalQuery() {
        if (query.size() == 0) {
            return "";
        }
        Utf8Buffer text = new Utf8Buffer(256);
        appendCanonicalQuery(text, query);
        return text.toString();
    }

    /** Returns the encoded names and values. */
    SortedPairs query() {
        return query;
    }

    /** Returns the signed headers, names in lower case. */
    SortedPairs headers() {
        return headers;
    }

    /** Returns whether all values of the headers consist of ASCII characters. */
    boolean hasAsciiHeaders() {
        return asciiHeaders;
    }

    static void appendCanonicalQuery(Utf8Buffer text, SortedPairs encoded) {
        for (int i = 0; i < encoded.size(); i++) {
            if (i > 0) {
                text.append('&');
            }
            text.appendAscii(encoded.name(i));
            if (!encoded.value(i).isEmpty()) {
                text.append('=').appendAscii(encoded.value(i));
            }
        }
    }

    /**
     * Returns the names of the additional headers that are present, in lower case, sorted, joined by {@code ;}. Often
     * empty.
     */
    public String additionalHeaders() {
        return additionalHeaders;
    }

    /** Returns method and resource only: the query may contain a callback, the headers a token. */
    @Override
    public String toString() {
        return method + " " + canonicalUri();
    }

    /** Collects the query and the headers of a request. Not thread-safe. */
    public static final class Builder {
        private static final boolean[] TOKEN = new boolean[128];

        /**
         * The request headers that have one value (RFC 9110, and the callback). Of two values, proxies and servers keep
         * the first or the last, so a signature of both would not match.
         */
        private static final Set<String> SINGLE = new HashSet<>(
                Arrays.asList(("authorization content-disposition content-length content-location content-md5 "
                                + "content-range content-type date expires host if-modified-since if-range "
                                + "if-unmodified-since range referer user-agent x-oss-callback x-oss-callback-var")
                        .split(" ")));

        static {
            for (char c = '!'; c <= '~'; c++) {
                TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
            }
        }

        private final String method;
        private final String encodedBucket;
        private final String encodedKey;
        private final SortedPairs query = new SortedPairs();
        private final SortedPairs headers = new SortedPairs();
        private boolean asciiHeaders = true;
        private @Nullable TreeSet<String> additional;

        Builder(String method, @Nullable String bucket, @Nullable String key) {
            this.method = Objects.requireNonNull(method, "method");
            for (int i = 0; i < method.length(); i++) {
                if (method.charAt(i) < 'A' || method.charAt(i) > 'Z') {
                    throw new IllegalArgumentException(
                            "method must be upper-case letters, was " + PrintableText.escape(method));
                }
            }
            if (method.isEmpty()) {
                throw new IllegalArgumentException("method must not be empty");
            }
            if (key != null && (bucket == null || bucket.isEmpty())) {
                throw new IllegalArgumentException("bucket is required for the key " + PrintableText.escape(key));
            }
            this.encodedBucket = bucket == null ? "" : PercentEncoding.encode(bucket);
            this.encodedKey = key == null ? "" : PercentEncoding.encodePath(key);
        }

        /**
         * Adds a query parameter. A null or empty value is signed as the name without a value.
         *
         * @throws IllegalArgumentException if the name is empty or is repeated: servers and libraries disagree on which
         *     of two values they use; if the name or the value contains an unpaired surrogate
         */
        public Builder query(String name, @Nullable String value) {
            Objects.requireNonNull(name, "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name of query parameter must not be empty");
            }
            String encodedName = encode("name of query parameter", "", name);
            String encodedValue = value == null ? "" : encode("query parameter ", name, value);
            if (query.putIfAbsent(encodedName, encodedValue) != null) {
                throw new IllegalArgumentException("query parameter is repeated: " + PrintableText.escape(name));
            }
            return this;
        }

        /** Encodes a text. {@code what + name} names it in the exception, and is joined only then. */
        private static String encode(String what, String name, String text) {
            try {
                return PercentEncoding.encode(text);
            } catch (IllegalArgumentException e) {
                Utf8.check(what + name, text);
                throw e;
            }
        }

        /**
         * Adds a header. Whitespace around the value is not signed. Values of the same name are joined by a comma.
         * Headers that V4 does not sign are ignored.
         *
         * @throws IllegalArgumentException if the name is not an RFC 9110 token; if the value contains a control
         *     character other than a tab, or an unpaired surrogate; if a header that has one value, such as
         *     {@code Content-Type}, is repeated
         */
        public Builder header(String name, String value) {
            Objects.requireNonNull(value, name);
            String lowerCase = lowerCase(name);
            String trimmed = trim(lowerCase, value);
            String before = headers.putIfAbsent(lowerCase, trimmed);
            if (before != null) {
                if (SINGLE.contains(lowerCase)) {
                    throw new IllegalArgumentException("header is repeated: " + name);
                }
                headers.put(lowerCase, before + "," + trimmed);
            }
            return this;
        }

        /**
         * Signs a header in addition to {@code content-type}, {@code content-md5} and {@code x-oss-*}. It has no effect
         * on those, or if the request has no such header or an empty one.
         *
         * @throws IllegalArgumentException if the name is not an RFC 9110 token
         */
        public Builder additionalHeader(String name) {
            String lowerCase = lowerCase(name);
            if (!isSignedByDefault(lowerCase)) {
                if (additional == null) {
                    additional = new TreeSet<>();
                }
                additional.add(lowerCase);
            }
            return this;
        }

        /** Returns the request. */
        public UnsignedRequest build() {
            return new UnsignedRequest(this);
        }

        private String presentAdditionalHeaders() {
            if (additional == null) {
                return "";
            }
            List<String> present = new ArrayList<>();
            for (String name : additional) {
                if (isPresent(name)) {
                    present.add(name);
                }
            }
            return String.join(";", present);
        }

        private boolean isPresent(String name) {
            String value = headers.get(name);
            return value != null && !value.isEmpty();
        }

        private SortedPairs signedHeaders() {
            SortedPairs signed = headers.copy();
            for (int i = 0; i < headers.size(); i++) {
                String name = headers.name(i);
                if (!isSignedByDefault(name) && !(additional != null && additional.contains(name) && isPresent(name))) {
                    signed.remove(name);
                }
            }
            return signed;
        }

        /** Returns the name in lower case, if it is a token of RFC 9110 section 5.6.2. */
        private static String lowerCase(String name) {
            Objects.requireNonNull(name, "name");
            if (name.equals("Content-Type")) {
                // The most frequent name that is not in lower case. The general way takes 20 ns longer.
                return "content-type";
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("header name must not be empty");
            }
            boolean lower = true;
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c >= TOKEN.length || !TOKEN[c]) {
                    throw new IllegalArgumentException(
                            "header name must be an RFC 9110 token, was " + PrintableText.escape(name));
                }
                lower &= c < 'A' || c > 'Z';
            }
            return lower ? name : name.toLowerCase(Locale.ROOT);
        }

        private String trim(String name, String value) {
            int start = 0;
            int end = value.length();
            boolean ascii = true;
            for (int i = 0; i < end; i++) {
                char c = value.charAt(i);
                ascii &= c < 0x80;
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    // The value is not shown: it may be a token.
                    throw new IllegalArgumentException("header " + name + " must not contain control characters, has "
                            + PrintableText.codePoint(c) + " at index " + i);
                }
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == end
                            || !Character.isLowSurrogate(value.charAt(i + 1))) {
                        throw new IllegalArgumentException(
                                "header " + name + " has an unpaired surrogate at index " + i);
                    }
                    i++;
                }
            }
            asciiHeaders &= ascii;
            while (start < end && isWhitespace(value.charAt(start))) {
                start++;
            }
            while (end > start && isWhitespace(value.charAt(end - 1))) {
                end--;
            }
            return value.substring(start, end);
        }

        private static boolean isWhitespace(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
