// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any request to a bucket or an object in it, for what {@link BucketClient} has no method for. Immutable.
 *
 * <pre>{@code
 * BucketRequest request = BucketRequest.builder("GET").key("photos/cat.jpg").query("acl").build();
 * try (BucketResponse response = bucket.call(request)) {
 *     String xml = new String(response.bytes(), UTF_8);
 * }
 * }</pre>
 */
public final class BucketRequest {
    private static final Set<String> SET_BY_CLIENT = new HashSet<>(Arrays.asList(
            "authorization",
            "x-oss-content-sha256",
            "x-oss-date",
            "x-oss-security-token",
            "host",
            "content-length",
            "transfer-encoding",
            "accept-encoding"));

    private final String method;
    private final @Nullable String key;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final @Nullable Body body;
    private final @Nullable Callback callback;
    private final boolean callbackInQuery;

    private BucketRequest(Builder builder) {
        this.method = builder.method;
        this.key = builder.key;
        this.query = new LinkedHashMap<>(builder.query);
        this.headers = new LinkedHashMap<>(builder.headers);
        this.body = builder.body;
        this.callback = builder.callback;
        this.callbackInQuery = builder.callbackInQuery;
    }

    /**
     * Starts a request on the bucket itself; {@link Builder#key} makes it one on an object.
     *
     * @throws IllegalArgumentException if {@code method} is not one of GET, HEAD, PUT, POST, DELETE and OPTIONS
     */
    public static Builder builder(String method) {
        return new Builder(method);
    }

    /** The operation without its body, for somebody else to send. */
    Operation withoutBody() {
        Operation operation = new Operation(method, method, key);
        query.forEach(operation::query);
        headers.forEach(operation::header);
        if (headers.containsKey("range")) {
            // Without it OSS answers a range that the object does not have with all of the object.
            operation.header("x-oss-range-behavior", headers.getOrDefault("x-oss-range-behavior", "standard"));
        }
        operation.callback(callback);
        return callbackInQuery ? operation.callbackInQuery() : operation;
    }

    /** The operation, its body checked and counted on the way. */
    Operation operation() throws IOException {
        Operation operation = withoutBody();
        if (hasBody()) {
            operation.body(body == null ? UploadBody.empty() : new UploadBody(body, null));
        }
        if (method.equals("POST") || headers.containsKey("x-oss-forbid-overwrite")) {
            // A POST does something each time, and the second time there is an object.
            operation.notIdempotent();
        }
        return operation;
    }

    private boolean hasBody() {
        return body != null || method.equals("PUT") || method.equals("POST");
    }

    /** Whether the checksum that OSS answers with is that of the body: a whole object or a part. */
    boolean uploads() {
        return body != null && method.equals("PUT");
    }

    /** Whether the checksum that OSS answers with is that of the bytes that come: a whole object as it is stored. */
    boolean downloads() {
        return method.equals("GET") && !query.containsKey("x-oss-process");
    }

    boolean hasCallback() {
        return callback != null;
    }

    /** Names method, key and parameters; values are left out. */
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

        private Builder(String method) {
            if (!METHODS.contains(method)) {
                throw new IllegalArgumentException(
                        "method must be GET, HEAD, PUT, POST, DELETE or OPTIONS: " + PrintableText.escape(method));
            }
            this.method = method;
        }

        /**
         * The object.
         *
         * @throws IllegalArgumentException if OSS takes no such key
         */
        public Builder key(String key) {
            this.key = ResourceNames.checkKey(key);
            return this;
        }

        /** Adds a parameter without a value, such as {@code acl}. As {@link #query(String, String)} with an empty one. */
        public Builder query(String name) {
            return query(name, "");
        }

        /**
         * Adds a parameter, name and value as they are, not encoded.
         *
         * @throws IllegalArgumentException if the name is empty or was given already, or is {@code callback}, which
         *     {@link #callbackInQuery} sets
         */
        public Builder query(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("query parameter without a name");
            }
            if (name.startsWith("callback")) {
                throw new IllegalArgumentException(
                        "query parameter " + PrintableText.escape(name) + ": use callbackInQuery(...)");
            }
            if (query.containsKey(name)) {
                throw new IllegalArgumentException("query parameter given twice: " + PrintableText.escape(name));
            }
            query.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Adds a header; values of one name are joined by a comma.
         *
         * @throws IllegalArgumentException if it is one that the client sets itself, such as {@code Authorization}, or
         *     {@code x-oss-callback}, which {@link #callback} sets. Bad names and values are found when it is sent
         */
        public Builder header(String name, String value) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (SET_BY_CLIENT.contains(lowerCase)) {
                throw new IllegalArgumentException("header " + name + " is set by the client itself");
            }
            if (lowerCase.startsWith(Callback.HEADER)) {
                throw new IllegalArgumentException("header " + PrintableText.escape(name) + ": use callback(...)");
            }
            headers.merge(lowerCase, Objects.requireNonNull(value, name), (a, b) -> a + "," + b);
            return this;
        }

        /**
         * What to send; a PUT or POST without is sent with an empty body.
         *
         * @throws IllegalArgumentException if a GET, HEAD or OPTIONS is to have one
         */
        public Builder body(Body body) {
            if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
                throw new IllegalArgumentException("a " + method + " has no body");
            }
            this.body = Objects.requireNonNull(body, "body");
            return this;
        }

        /** Has OSS call an application server once the object is stored. It travels in the headers. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            this.callbackInQuery = false;
            return this;
        }

        /** As {@link #callback}, but it travels in the query: so a presigned URL carries it alone. */
        public Builder callbackInQuery(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            this.callbackInQuery = true;
            return this;
        }

        /** The request as collected so far. */
        public BucketRequest build() {
            return new BucketRequest(this);
        }
    }
}
