// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of a request. Names of headers are in lower case. */
record SinkRequest(String method, String path, Map<String, String> query, Map<String, String> headers) {
    static SinkRequest of(String requestLine, Map<String, String> headers) {
        String[] words = requestLine.split(" ", -1);
        String[] target = words[1].split("\\?", 2);
        Map<String, String> query = new HashMap<>();
        if (target.length > 1) {
            for (String parameter : target[1].split("&", -1)) {
                String[] nameAndValue = parameter.split("=", 2);
                query.put(nameAndValue[0], nameAndValue.length > 1 ? nameAndValue[1] : "");
            }
        }
        return new SinkRequest(words[0], target[0], query, headers);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    boolean has(String header, String value) {
        return value.equals(headers.getOrDefault(header, "").toLowerCase(Locale.ROOT));
    }

    long contentLength() {
        return Long.parseLong(headers.getOrDefault("content-length", "0"));
    }
}
