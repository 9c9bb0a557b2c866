// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** One call on an object, not yet signed: what the vendor's API reference lists for it. */
final class Operation {
    private final String name;
    private final String method;
    private final String key;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable RequestBody body;
    private int callbackUrls;

    /** @param name as the API reference spells it, {@code PutObject} */
    Operation(String name, String method, String key) {
        this.name = name;
        this.method = method;
        this.key = key;
    }

    /** Adds a parameter; empty stands for the name alone, null for nothing. */
    Operation query(String parameter, @Nullable String value) {
        if (value != null) {
            query.put(parameter, value);
        }
        return this;
    }

    /** Sets a header; null stands for nothing. */
    Operation header(String headerName, @Nullable String value) {
        if (value != null) {
            headers.put(headerName, value);
        }
        return this;
    }

    Operation body(RequestBody requestBody) {
        this.body = requestBody;
        return this;
    }

    Operation callback(@Nullable Callback callback) {
        if (callback != null) {
            header(Callback.HEADER, callback.headerValue());
            header(Callback.VAR_HEADER, callback.varHeaderValue());
            callbackUrls = callback.urls().size();
        }
        return this;
    }

    String method() {
        return method;
    }

    String key() {
        return key;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    void forEachParameter(BiConsumer<String, String> consumer) {
        query.forEach(consumer);
    }

    void forEachHeader(BiConsumer<String, String> consumer) {
        headers.forEach(consumer);
    }

    /** How many application servers OSS may call, one after the other, before it answers. */
    int callbackUrls() {
        return callbackUrls;
    }

    /** The operation's name and the key, for messages. */
    @Override
    public String toString() {
        return name + " " + key;
    }
}
