// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.internal.text.PrintableText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A writer of HTML. All texts and values of attributes are escaped, and characters that control a terminal or reorder a
 * text are shown as escapes. Not thread-safe.
 */
final class HtmlDocument {
    private static final Set<String> WITHOUT_END = Set.of("link", "meta");

    private final StringBuilder html = new StringBuilder("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    HtmlDocument open(String name, String... attributes) {
        html.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        if (!WITHOUT_END.contains(name)) {
            open.push(name);
        }
        return this;
    }

    /** Closes the innermost element. */
    HtmlDocument close() {
        html.append("</").append(open.pop()).append(">\n");
        return this;
    }

    HtmlDocument text(String text) {
        escape(text);
        return this;
    }

    /** Adds an element that contains a text. */
    HtmlDocument element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    private void escape(String text) {
        String printable = PrintableText.escape(text);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
    }

    /** Closes all elements and returns the document. */
    @Override
    public String toString() {
        while (!open.isEmpty()) {
            close();
        }
        return html.toString();
    }
}
