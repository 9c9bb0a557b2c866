// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.util.Locale;
import okhttp3.Headers;
import okio.ByteString;

/** A request as a {@link WireServer} received it. */
public record Received(String requestLine, Headers headers, ByteString body, long bodySize) {
    public String target() {
        return requestLine.split(" ")[1];
    }

    public String header(String name) {
        return headers.get(name);
    }

    public String text() {
        return body.utf8();
    }

    /** Returns the headers in their order, one a line, with names in lower case. */
    public String headerLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            lines.append(headers.name(i).toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(headers.value(i))
                    .append('\n');
        }
        return lines.toString();
    }
}
