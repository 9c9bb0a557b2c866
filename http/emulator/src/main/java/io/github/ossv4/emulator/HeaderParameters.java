// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header's value with parameters: {@code form-data; name="key"}.
 *
 * @param value what stands before the parameters, in lower case
 * @param parameters by their names in lower case
 */
record HeaderParameters(String value, Map<String, String> parameters) {
    /** Null if it is none, or has a parameter twice. */
    static @Nullable HeaderParameters parse(String text) {
        int semicolon = text.indexOf(';');
        String value = (semicolon < 0 ? text : text.substring(0, semicolon)).trim();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = semicolon < 0 ? text.length() : semicolon + 1; i < text.length(); ) {
            int equals = text.indexOf('=', i);
            if (equals < 0) {
                // A semicolon at the end separates nothing, and does no harm.
                return text.substring(i).isBlank() ? new HeaderParameters(lower(value), parameters) : null;
            }
            StringBuilder parameter = new StringBuilder();
            int next = read(text, equals + 1, parameter);
            String name = lower(text.substring(i, equals).trim());
            if (next < 0 || name.isEmpty() || parameters.putIfAbsent(name, parameter.toString()) != null) {
                return null;
            }
            i = next;
        }
        return new HeaderParameters(lower(value), parameters);
    }

    /**
     * Reads a parameter's value.
     *
     * @return where the next parameter begins; -1 if the value does not end as it should
     */
    private static int read(String text, int start, StringBuilder parameter) {
        if (!text.startsWith("\"", start)) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            parameter.append(text.substring(start, end).trim());
            return semicolon < 0 ? end : end + 1;
        }
        int i = start + 1;
        for (; i < text.length() && text.charAt(i) != '"'; i++) {
            // Browsers put a backslash as it is, at the end too. Before a quote that ends nothing it is what curl
            // escapes with.
            if (text.startsWith("\\\"", i) && !endsAt(text, i + 1)) {
                i++;
            }
            parameter.append(text.charAt(i));
        }
        int semicolon = text.indexOf(';', Math.min(i + 1, text.length()));
        int end = semicolon < 0 ? text.length() : semicolon;
        if (i >= text.length() || !text.substring(i + 1, end).isBlank()) {
            return -1;
        }
        return semicolon < 0 ? end : end + 1;
    }

    /** Whether nothing or another parameter follows a quote. */
    private static boolean endsAt(String text, int quote) {
        int next = quote + 1;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next == text.length() || text.charAt(next) == ';';
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
