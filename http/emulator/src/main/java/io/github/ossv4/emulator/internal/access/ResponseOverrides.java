// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.Map;

/** The query parameters of a GetObject that replace headers of the response. */
public final class ResponseOverrides {
    /** The headers by parameter. */
    public static final Map<String, String> HEADERS = Map.of(
            "response-content-type", "Content-Type",
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    private ResponseOverrides() {}

    /** Returns whether a request has one of them. */
    static boolean areIn(ReceivedRequest request) {
        return request.query().keySet().stream().anyMatch(HEADERS::containsKey);
    }
}
