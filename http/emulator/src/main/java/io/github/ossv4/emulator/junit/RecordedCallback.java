// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A callback request as {@link EmulatorExtension#callbackUrl} received it, not decoded. Immutable.
 *
 * <p>To verify its signature with ossv4-core:
 * {@code ReceivedCallback.of(callback.method(), callback.path(), callback.query(), callback::header, callback.body())}.
 */
public final class RecordedCallback {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /** @param body the bytes of the body; not copied */
    RecordedCallback(
            String method, String path, @Nullable String query, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        this.headers = Collections.unmodifiableMap(copy);
        this.body = body;
    }

    /** Returns the method, which is {@code POST}. */
    public String method() {
        return method;
    }

    /** Returns the path of the request line, percent-encoded, without the query. */
    public String path() {
        return path;
    }

    /** Returns the query of the request line, percent-encoded, or null if there was no {@code ?}. */
    public @Nullable String query() {
        return query;
    }

    /** Returns the first value of a header, or null. The name is not case-sensitive. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** Returns the headers by name. Names are not case-sensitive. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Returns a copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body as text in UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the method, the path and the size of the body. */
    @Override
    public String toString() {
        return "RecordedCallback{" + method + " " + path + ", " + body.length + " bytes}";
    }
}
