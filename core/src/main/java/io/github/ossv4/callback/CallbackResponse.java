// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response to a callback that OSS accepts and returns to the uploader: status 200, JSON, with a content length. For a
 * chunked response or another status OSS returns 203 to the uploader. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, response</a>
 */
public final class CallbackResponse {
    /** The maximum size of a response in bytes, 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private final byte[] body;

    private CallbackResponse(byte[] body) {
        this.body = body;
    }

    /** Returns the response {@code {"Status":"OK"}}. */
    public static CallbackResponse ok() {
        return new CallbackResponse("{\"Status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns a JSON response.
     *
     * @throws IllegalArgumentException if it is not JSON, begins with a byte order mark, or exceeds 1 MiB in UTF-8
     */
    public static CallbackResponse json(String json) {
        return json(Utf8.encode("callback response", json));
    }

    /**
     * Returns a JSON response in UTF-8.
     *
     * @param json copied
     * @throws IllegalArgumentException if it is not JSON, is not UTF-8, begins with a byte order mark, or exceeds 1 MiB
     */
    public static CallbackResponse json(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw invalid("it must be at most " + MAX_BYTES + " bytes, was " + json.length);
        }
        String text = Utf8.decode(json);
        if (text == null) {
            throw invalid("it must be UTF-8");
        }
        if (text.startsWith("\ufeff")) {
            throw invalid("it must not begin with a byte order mark");
        }
        String problem = CallbackJson.problem(text);
        if (problem != null) {
            throw invalid("it must be JSON: " + problem);
        }
        return new CallbackResponse(json.clone());
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("invalid callback response: " + why);
    }

    /** Returns 200. */
    public int status() {
        return 200;
    }

    /** Returns {@code application/json}. */
    public String contentType() {
        return CallbackBodyType.JSON.contentType();
    }

    /** Returns {@code Content-Type} and {@code Content-Length}. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType());
        headers.put("Content-Length", Integer.toString(body.length));
        return Collections.unmodifiableMap(headers);
    }

    /** Returns a copy of the bytes. */
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return "CallbackResponse{" + body.length + " bytes}";
    }
}
