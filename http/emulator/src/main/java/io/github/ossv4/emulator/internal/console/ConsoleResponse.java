// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Responses to requests below {@code /-/} and of the page. */
public final class ConsoleResponse {
    private ConsoleResponse() {}

    /** Returns a JSON document. */
    public static ServerResponse json(int status, String document) {
        return of(status, "application/json", document + "\n");
    }

    /** Returns a text in UTF-8. */
    static ServerResponse of(int status, String contentType, String text) {
        return ServerResponse.of(status)
                .body(contentType, text.getBytes(StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }
}
