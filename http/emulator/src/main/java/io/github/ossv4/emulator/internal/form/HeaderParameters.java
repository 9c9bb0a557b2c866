// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header with parameters: {@code form-data; name="key"}.
 *
 * @param value the text before the parameters, in lower case
 * @param parameters by their names in lower case
 */
record HeaderParameters(String value, Map<String, String> parameters) {
    /** Parses a header. Returns null if it is malformed, or has a parameter twice. */
    static @Nullable HeaderParameters parse(String text) {
        int semicolon = text.indexOf(';');
        String value = (semicolon < 0 ? text : text.substring(0, semicolon)).trim();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = semicolon < 0 ? text.length() : semicolon + 1; i < text.length(); ) {
            int equals = text.indexOf('=', i);
            if (equals < 0) {
                // A semicolon at the end is ignored.
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
     * Reads the value of a parameter.
     *
     * @return the index of the next parameter; -1 if the value is malformed
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
            // Browsers do not escape a backslash, even at the end. curl escapes quotes with one, so it is an escape
            // before a quote that does not close the value, and nowhere else.
            if (text.startsWith("\\\"", i) && !closesAt(text, i + 1)) {
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

    /** Returns whether a quote closes the value: nothing or another parameter follows. */
    private static boolean closesAt(String text, int quote) {
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
