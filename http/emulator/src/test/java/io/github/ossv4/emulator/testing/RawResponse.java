// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A response that was read, with header names in lower case. */
public final class RawResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    RawResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** Returns the headers, with names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    public String header(String name) {
        return headers.get(name);
    }

    public byte[] body() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the error document, from the body or from the header of a response to HEAD. */
    public ErrorResponse error() {
        String header = headers.get("x-oss-err");
        return header == null ? ErrorResponse.parse(body) : ErrorResponse.parseHeader(header);
    }

    /** Returns status, code and EC as one text. */
    public String errorText() {
        ErrorResponse error = error();
        return error == null ? status + " without error document" : status + " " + error.code() + " " + error.ec();
    }
}
