// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A canonical request or string to sign as its lines. Any text can be read, including one that breaks the rules.
 * Immutable.
 */
public final class CanonicalLines {
    public static final int METHOD = 0;
    public static final int PATH = 1;
    public static final int QUERY = 2;

    /** The list of additional headers, if the text is complete. */
    public static final int ADDITIONAL = -2;

    /** The last line, if the text is complete. */
    public static final int PAYLOAD = -1;

    /** The last line, parameter or header that is read; it includes the rest of the text. */
    private static final int MAX_PIECES = 1000;

    private static final int FIRST_HEADER = 3;

    private final String[] lines;

    private CanonicalLines(String[] lines) {
        this.lines = lines;
    }

    /** Divides a text into its lines. */
    public static CanonicalLines parse(String text) {
        return new CanonicalLines(text.split("\n", MAX_PIECES));
    }

    /** Returns the number of lines. */
    public int count() {
        return lines.length;
    }

    /** Returns a line; empty if the text has no such line. A negative index counts from the end. */
    public String line(int index) {
        int at = index < 0 ? lines.length + index : index;
        return at < lines.length && at >= 0 ? lines[at] : "";
    }

    /** Returns the index of the empty line after the headers. */
    public int endOfHeaders() {
        int end = FIRST_HEADER;
        while (end < lines.length && !lines[end].isEmpty()) {
            end++;
        }
        return end;
    }

    /** Returns the lines of the headers in their order. */
    public List<String> headerLines() {
        List<String> headers = new ArrayList<>();
        for (int i = FIRST_HEADER; i < endOfHeaders(); i++) {
            headers.add(lines[i]);
        }
        return headers;
    }

    /** Returns the parameters {@code name=value} in their order. */
    public List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        if (!line(2).isEmpty()) {
            for (String parameter : line(2).split("&", MAX_PIECES)) {
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    /** Returns the names and values of the headers, sorted. */
    public Map<String, String> headers() {
        return pairs(headerLines(), ':');
    }

    /** Returns the encoded names and values of the query, sorted. */
    public Map<String, String> query() {
        return pairs(parameters(), '=');
    }

    private static Map<String, String> pairs(List<String> texts, char separator) {
        Map<String, String> pairs = new TreeMap<>();
        for (String text : texts) {
            int at = text.indexOf(separator);
            pairs.put(at < 0 ? text : text.substring(0, at), at < 0 ? "" : text.substring(at + 1));
        }
        return pairs;
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
