// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.json.JsonText;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response to a callback: JSON, with a content length. OSS returns the body of a response with status 200 to the
 * uploader. It returns 203 to the uploader if the status is not 200, if the response is chunked, or if it receives none
 * within 5 seconds. So respond first and work later: record the callback, respond, and process it on another thread.
 * Immutable.
 *
 * <p>Rule: A refusal is JSON with the name of the check, 503 if the key is unavailable, otherwise 403 ({@code
 * CallbackResponseTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, response</a>
 */
public final class CallbackResponse {
    /** The maximum size of a response in bytes, 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final byte[] body;

    private CallbackResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** Returns the response {@code {"Status":"OK"}}, status 200. */
    public static CallbackResponse ok() {
        return new CallbackResponse(OK, "{\"Status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns the response to a rejected callback: status 503 if the check {@link CallbackCheck#KEY_AVAILABLE} failed,
     * otherwise 403. The body contains the name of the check, {@code {"Status":"Refused","FailedCheck":"SIGNATURE"}},
     * but not {@link CallbackReceipt#reason}, which you should log.
     *
     * <p>After either status OSS calls the next URL of the callback, if there is one. It does not retry, and does not
     * return the body to the uploader.
     *
     * @throws IllegalArgumentException if the callback was accepted
     */
    public static CallbackResponse refusal(CallbackReceipt receipt) {
        CallbackCheck failed = receipt.failedCheck();
        if (failed == null) {
            throw new IllegalArgumentException("receipt must be of a rejected callback, was " + receipt);
        }
        String json = "{\"Status\":\"Refused\",\"FailedCheck\":\"" + failed.name() + "\"}";
        return new CallbackResponse(
                failed == CallbackCheck.KEY_AVAILABLE ? UNAVAILABLE : FORBIDDEN,
                json.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns a JSON response, status 200.
     *
     * @throws IllegalArgumentException if it is not JSON, begins with a byte order mark, or exceeds 1 MiB in UTF-8
     */
    public static CallbackResponse json(String json) {
        return json(Utf8.encode("callback response", json));
    }

    /**
     * Returns a JSON object, status 200. The texts may contain anything: quotes and control characters are escaped, and
     * {@code <} too.
     *
     * @param members the texts by their names
     * @throws IllegalArgumentException if it has an unpaired surrogate, or exceeds 1 MiB in UTF-8
     */
    public static CallbackResponse json(Map<String, String> members) {
        return json(JsonText.of(members).replace("<", "\\u003c"));
    }

    /**
     * Returns a JSON response in UTF-8, status 200.
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
        String problem = JsonTree.problem(text);
        if (problem != null) {
            throw invalid("it must be JSON: " + problem);
        }
        return new CallbackResponse(OK, json.clone());
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("invalid callback response: " + why);
    }

    /** Returns 200, or 403 or 503 for a {@link #refusal}. */
    public int status() {
        return status;
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
        return "CallbackResponse{" + status + ", " + body.length + " bytes}";
    }
}
