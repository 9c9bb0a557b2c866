// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer as it was read, header names in lower case. */
final class TestResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    TestResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    String header(String name) {
        return headers.get(name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The error document, from the body or from the header that HEAD has it in. */
    ErrorResponse error() {
        String header = headers.get("x-oss-err");
        return header == null ? ErrorResponse.parse(body) : ErrorResponse.parseHeader(header);
    }

    /** Status, code and EC, as one text to compare with. */
    String refusal() {
        ErrorResponse error = error();
        return error == null ? status + " without error document" : status + " " + error.code() + " " + error.ec();
    }
}
