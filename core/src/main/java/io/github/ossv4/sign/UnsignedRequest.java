// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a request a signature covers: method, bucket, key, query and headers, each already in its canonical spelling.
 * Immutable. The body is never covered: OSS signs {@code UNSIGNED-PAYLOAD}.
 *
 * <pre>{@code
 * UnsignedRequest request = UnsignedRequest.builder("PUT", "examplebucket", "photos/cat.jpg")
 *         .header("Content-Type", "image/jpeg")
 *         .build();
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4">V4
 *     signature in the Authorization header</a>
 */
public final class UnsignedRequest {
    private final String method;
    private final String canonicalUri;
    private final SortedMap<String, String> query;
    private final String canonicalQuery;
    private final String[] headerNames;
    private final String[] headerValues;
    private final String additionalHeaders;

    private UnsignedRequest(Builder builder) {
        this.method = builder.method;
        this.canonicalUri = builder.canonicalUri;
        this.query = Collections.unmodifiableSortedMap(new TreeMap<>(builder.query));
        this.canonicalQuery = canonicalQuery(query);
        this.additionalHeaders = builder.presentAdditionalHeaders();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        builder.headers.forEach((name, value) -> {
            if (isSignedByDefault(name) || isAdditional(name)) {
                names.add(name);
                values.add(value);
            }
        });
        this.headerNames = names.toArray(new String[0]);
        this.headerValues = values.toArray(new String[0]);
    }

    /**
     * Starts a request.
     *
     * @param method the HTTP method, upper case
     * @param bucket the bucket's name, or null for a call that names none (ListBuckets)
     * @param key the object's key as it is, not encoded; null for a call on the bucket itself
     * @throws IllegalArgumentException if the method is not upper-case letters, or a key comes without a bucket
     */
    public static Builder builder(String method, @Nullable String bucket, @Nullable String key) {
        return new Builder(method, bucket, key);
    }

    private static boolean isSignedByDefault(String lowerCaseName) {
        return lowerCaseName.startsWith("x-oss-")
                || lowerCaseName.equals("content-type")
                || lowerCaseName.equals("content-md5");
    }

    private boolean isAdditional(String lowerCaseName) {
        return !additionalHeaders.isEmpty()
                && Arrays.asList(additionalHeaders.split(";", -1)).contains(lowerCaseName);
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** {@code /bucket/key}, percent-encoded; it names the bucket whatever the host of the URL is. */
    public String canonicalUri() {
        return canonicalUri;
    }

    /**
     * The query, percent-encoded, sorted by encoded name, names without value standing alone; empty if there is none.
     */
    public String canonicalQuery() {
        return canonicalQuery;
    }

    /** Encoded names and values, sorted by name. */
    SortedMap<String, String> query() {
        return query;
    }

    static String canonicalQuery(SortedMap<String, String> encoded) {
        StringBuilder text = new StringBuilder();
        encoded.forEach((name, value) -> {
            if (text.length() > 0) {
                text.append('&');
            }
            text.append(name);
            if (!value.isEmpty()) {
                text.append('=').append(value);
            }
        });
        return text.toString();
    }

    /** The additional headers that are present, lower case, sorted, joined by {@code ;}. Often empty. */
    public String additionalHeaders() {
        return additionalHeaders;
    }

    /** How many headers are signed. */
    int headerCount() {
        return headerNames.length;
    }

    String headerName(int index) {
        return headerNames[index];
    }

    String headerValue(int index) {
        return headerValues[index];
    }

    /** Names method and resource alone: a query may hold a callback, a header a token. */
    @Override
    public String toString() {
        return method + " " + canonicalUri;
    }

    /** Collects the query and the headers of a request. Not thread-safe. */
    public static final class Builder {
        private final String method;
        private final String canonicalUri;
        private final TreeMap<String, String> query = new TreeMap<>();
        private final TreeMap<String, String> headers = new TreeMap<>();
        private final TreeSet<String> additional = new TreeSet<>();

        private Builder(String method, @Nullable String bucket, @Nullable String key) {
            this.method = Objects.requireNonNull(method, "method");
            for (int i = 0; i < method.length(); i++) {
                if (method.charAt(i) < 'A' || method.charAt(i) > 'Z') {
                    throw new IllegalArgumentException("method must be upper-case letters: " + method);
                }
            }
            if (method.isEmpty()) {
                throw new IllegalArgumentException("method is empty");
            }
            if (bucket == null && key != null) {
                throw new IllegalArgumentException("key without a bucket: " + key);
            }
            StringBuilder uri = new StringBuilder("/");
            if (bucket != null) {
                uri.append(PercentEncoding.encode(bucket)).append('/');
            }
            if (key != null) {
                uri.append(PercentEncoding.encodePath(key));
            }
            this.canonicalUri = uri.toString();
        }

        /**
         * Adds a query parameter. A null or empty value is signed as the name alone.
         *
         * @throws IllegalArgumentException if the name is empty or was given already: servers and libraries disagree on
         *     which of two values counts
         */
        public Builder query(String name, @Nullable String value) {
            Objects.requireNonNull(name, "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("query parameter without a name");
            }
            String encodedName = PercentEncoding.encode(name);
            if (query.containsKey(encodedName)) {
                throw new IllegalArgumentException("query parameter given twice: " + name);
            }
            query.put(encodedName, value == null ? "" : PercentEncoding.encode(value));
            return this;
        }

        /**
         * Adds a header. Blanks around the value are not signed; the values of a name given more than once are joined
         * by a comma. Headers that V4 does not sign may be given too, they are left out.
         *
         * @throws IllegalArgumentException if the name is not an RFC 9110 token, or the value holds a control character
         *     other than a tab
         */
        public Builder header(String name, String value) {
            Objects.requireNonNull(value, name);
            String lowerCase = lowerCase(name);
            String trimmed = trim(lowerCase, value);
            String before = headers.get(lowerCase);
            headers.put(lowerCase, before == null ? trimmed : before + "," + trimmed);
            return this;
        }

        /**
         * Names a header that is to be signed beyond {@code content-type}, {@code content-md5} and {@code x-oss-*}. It
         * has no effect on those, nor where the request has no such header or an empty one.
         *
         * @throws IllegalArgumentException if the name is not an RFC 9110 token
         */
        public Builder additionalHeader(String name) {
            String lowerCase = lowerCase(name);
            if (!isSignedByDefault(lowerCase)) {
                additional.add(lowerCase);
            }
            return this;
        }

        /** The request as collected so far. */
        public UnsignedRequest build() {
            return new UnsignedRequest(this);
        }

        private String presentAdditionalHeaders() {
            if (additional.isEmpty()) {
                return "";
            }
            List<String> present = new ArrayList<>();
            for (String name : additional) {
                String value = headers.get(name);
                if (value != null && !value.isEmpty()) {
                    present.add(name);
                }
            }
            return String.join(";", Collections.unmodifiableList(present));
        }

        private static String lowerCase(String name) {
            Objects.requireNonNull(name, "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("header without a name");
            }
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                    throw new IllegalArgumentException("header name is not an RFC 9110 token: " + name);
                }
            }
            return name.toLowerCase(Locale.ROOT);
        }

        private static String trim(String name, String value) {
            int start = 0;
            int end = value.length();
            for (int i = 0; i < end; i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    // The value itself may be a token: it is not shown.
                    throw new IllegalArgumentException("header " + name + " holds the control character U+"
                            + Integer.toHexString(0x10000 | c).substring(1) + " at index " + i);
                }
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == end
                            || !Character.isLowSurrogate(value.charAt(i + 1))) {
                        throw new IllegalArgumentException(
                                "header " + name + " holds half of a surrogate pair at index " + i);
                    }
                    i++;
                }
            }
            while (start < end && isBlank(value.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(value.charAt(end - 1))) {
                end--;
            }
            return value.substring(start, end);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
