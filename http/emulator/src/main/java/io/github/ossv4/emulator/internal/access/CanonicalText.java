// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A canonical request, divided into its lines. Immutable.
 *
 * @param headers the lines of the signed headers
 * @param additional the names of the additional headers
 */
record CanonicalText(
        String method, String path, String query, List<String> headers, String additional, String payload) {
    /** The number of lines before the headers. */
    private static final int FIXED = 3;

    /** Divides a canonical request. */
    static CanonicalText parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        int end = lines.size() - FIXED;
        return new CanonicalText(
                lines.get(0),
                lines.get(1),
                lines.get(2),
                List.copyOf(lines.subList(FIXED, end)),
                lines.get(end + 1),
                lines.get(end + 2));
    }

    CanonicalText withMethod(String other) {
        return new CanonicalText(other, path, query, headers, additional, payload);
    }

    CanonicalText withPath(String other) {
        return new CanonicalText(method, other, query, headers, additional, payload);
    }

    CanonicalText withQuery(String other) {
        return new CanonicalText(method, path, other, headers, additional, payload);
    }

    CanonicalText withHeaders(List<String> other) {
        return new CanonicalText(method, path, query, other, additional, payload);
    }

    /** Returns this text with another line for a header, at its place; null removes it. */
    CanonicalText withHeader(String name, @Nullable String line) {
        List<String> lines = new ArrayList<>(headers);
        lines.removeIf(other -> other.startsWith(name + ":"));
        if (line != null) {
            int at = 0;
            while (at < lines.size() && lines.get(at).compareTo(name) < 0) {
                at++;
            }
            lines.add(at, line);
        }
        return withHeaders(lines);
    }

    CanonicalText withAdditional(String other) {
        return new CanonicalText(method, path, query, headers, other, payload);
    }

    CanonicalText withPayload(String other) {
        return new CanonicalText(method, path, query, headers, additional, other);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        headers.forEach(line -> text.append(line).append('\n'));
        return text.append('\n').append(additional).append('\n').append(payload).toString();
    }
}
