// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.internal.canonical.HeadersOfClient;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for which {@link BucketClient} has no method, to a bucket or an object. Immutable.
 *
 * <pre>{@code
 * BucketRequest request = BucketRequest.builder("GET").key("photos/cat.jpg").query("acl").build();
 * try (BucketResponse response = bucket.call(request)) {
 *     String xml = new String(response.bytes(), UTF_8);
 * }
 * }</pre>
 */
public final class BucketRequest {
    private final String method;
    private final @Nullable String key;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final @Nullable Body body;
    private final @Nullable Callback callback;
    private final boolean callbackInQuery;

    BucketRequest(Builder builder) {
        this.method = builder.method;
        this.key = builder.key;
        this.query = new LinkedHashMap<>(builder.query);
        this.headers = new LinkedHashMap<>(builder.headers);
        this.body = builder.body;
        this.callback = builder.callback;
        this.callbackInQuery = builder.callbackInQuery;
    }

    /**
     * Starts a request to the bucket; {@link Builder#key} makes it a request to an object.
     *
     * @throws IllegalArgumentException if {@code method} is not GET, HEAD, PUT, POST, DELETE or OPTIONS
     */
    public static Builder builder(String method) {
        return new Builder(method);
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /** Returns the key of the object; null for a request to the bucket. */
    public @Nullable String key() {
        return key;
    }

    /** Returns the query parameters, not encoded, without the callback. */
    public Map<String, String> query() {
        return Collections.unmodifiableMap(query);
    }

    /** Returns the headers, names in lower case, without the callback. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** Returns the body; null for none. */
    public @Nullable Body body() {
        return body;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return callback;
    }

    /** Returns whether the callback is in the query. */
    public boolean isCallbackInQuery() {
        return callbackInQuery;
    }

    /** Names method, key and parameters, without the values. */
    @Override
    public String toString() {
        return PrintableText.escape("BucketRequest{" + method + (key == null ? "" : " " + key)
                + (query.isEmpty() ? "" : " " + query.keySet()) + "}");
    }

    /** Collects a request. Not thread-safe. */
    public static final class Builder {
        private static final Set<String> METHODS =
                new HashSet<>(Arrays.asList("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"));

        private final String method;
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String key;
        private @Nullable Body body;
        private @Nullable Callback callback;
        private boolean callbackInQuery;

        Builder(String method) {
            if (!METHODS.contains(Objects.requireNonNull(method, "method"))) {
                throw new IllegalArgumentException(
                        "method must be GET, HEAD, PUT, POST, DELETE or OPTIONS, was " + PrintableText.escape(method));
            }
            this.method = method;
        }

        /**
         * Sets the object.
         *
         * @throws IllegalArgumentException if the key is invalid
         */
        public Builder key(String key) {
            this.key = ResourceNames.checkKey(key);
            return this;
        }

        /** Adds a query parameter without a value, such as {@code acl}. */
        public Builder query(String name) {
            return query(name, "");
        }

        /**
         * Adds a query parameter; name and value are not encoded yet.
         *
         * @throws IllegalArgumentException if the name is empty or was added before, is a parameter of the signature,
         *     such as {@code x-oss-expires}, or is {@code callback}, which {@link #callbackInQuery} sets
         */
        public Builder query(String name, String value) {
            if (Objects.requireNonNull(name, "name").isEmpty()) {
                throw new IllegalArgumentException("name of query parameter must not be empty");
            }
            if (name.startsWith("callback")) {
                throw new IllegalArgumentException(
                        "query parameter " + PrintableText.escape(name) + ": use callbackInQuery(…)");
            }
            if (SignatureNames.PARAMETERS.contains(name)) {
                throw new IllegalArgumentException("query parameter " + name + " is set by the client");
            }
            if (query.containsKey(name)) {
                throw new IllegalArgumentException("query parameter is repeated: " + PrintableText.escape(name));
            }
            query.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Adds a header; values of the same name are joined by a comma. Malformed names and values are refused when the
         * request is sent.
         *
         * @throws IllegalArgumentException if the client sets the header itself, such as {@code Authorization}, or
         *     {@code x-oss-callback}, which {@link #callback} sets
         */
        public Builder header(String name, String value) {
            HeadersOfClient.checkOfCaller(name);
            headers.merge(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, name), (a, b) -> a + "," + b);
            return this;
        }

        /**
         * Sets the body; a PUT or POST without a body is sent with an empty one.
         *
         * @throws IllegalArgumentException if the method is GET, HEAD or OPTIONS
         */
        public Builder body(Body body) {
            if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
                throw new IllegalArgumentException("a " + method + " must not have a body");
            }
            this.body = Objects.requireNonNull(body, "body");
            return this;
        }

        /** Sets the callback that OSS performs after the object is stored, as headers. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            this.callbackInQuery = false;
            return this;
        }

        /** Like {@link #callback}, in the query, so that a presigned URL is self-contained. */
        public Builder callbackInQuery(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            this.callbackInQuery = true;
            return this;
        }

        /** Returns the request. */
        public BucketRequest build() {
            return new BucketRequest(this);
        }
    }
}
