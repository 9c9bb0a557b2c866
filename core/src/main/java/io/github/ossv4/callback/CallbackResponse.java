// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a callback such as OSS takes, and hands on to the uploader: 200, JSON, with its length said. Answered in
 * chunks or with any other status, the uploader gets 203 instead. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, response</a>
 */
public final class CallbackResponse {
    /** An answer is at most so long, in bytes: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private final byte[] body;

    private CallbackResponse(byte[] body) {
        this.body = body;
    }

    /** {@code {"Status":"OK"}}. */
    public static CallbackResponse ok() {
        return new CallbackResponse("{\"Status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * An answer of JSON.
     *
     * @throws IllegalArgumentException if it is no JSON, begins with a byte order mark, or has more than 1 MiB in UTF-8
     */
    public static CallbackResponse json(String json) {
        return json(Utf8.encode("an answer to a callback", json));
    }

    /**
     * An answer of JSON in UTF-8.
     *
     * @param json copied
     * @throws IllegalArgumentException if it is no JSON or no UTF-8, begins with a byte order mark, or has more than 1 MiB
     */
    public static CallbackResponse json(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw invalid("it has " + json.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        String text = Utf8.decode(json);
        if (text == null) {
            throw invalid("it is not UTF-8");
        }
        if (text.startsWith("\ufeff")) {
            throw invalid("it begins with a byte order mark");
        }
        String problem = CallbackJson.problem(text);
        if (problem != null) {
            throw invalid("it is no JSON: " + problem);
        }
        return new CallbackResponse(json.clone());
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("OSS does not take this answer to a callback: " + why);
    }

    /** Always 200. */
    public int status() {
        return 200;
    }

    /** Always {@code application/json}. */
    public String contentType() {
        return CallbackBodyType.JSON.contentType();
    }

    /** {@code Content-Type} and {@code Content-Length}. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType());
        headers.put("Content-Length", Integer.toString(body.length));
        return Collections.unmodifiableMap(headers);
    }

    /** A copy of the bytes. */
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return "CallbackResponse{" + body.length + " bytes}";
    }
}
