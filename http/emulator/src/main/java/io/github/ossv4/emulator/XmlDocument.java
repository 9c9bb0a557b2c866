// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;

/** A document with an error or a result: elements that hold a text or other elements. Not thread-safe. */
final class XmlDocument {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    XmlDocument(String root) {
        begin(root);
    }

    private StringBuilder line() {
        return xml.append("  ".repeat(open.size()));
    }

    /** Begins an element that holds others, up to {@link #end}. */
    XmlDocument begin(String name) {
        line().append('<').append(name).append(">\n");
        open.push(name);
        return this;
    }

    /** Ends what was begun last. */
    XmlDocument end() {
        String name = open.pop();
        line().append("</").append(name).append(">\n");
        return this;
    }

    /** Adds an element. Characters that XML cannot carry are replaced. */
    XmlDocument element(String name, String value) {
        line().append('<').append(name).append('>');
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                // A literal carriage return would be read back as a line feed.
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isXml(c) ? c : '\uFFFD');
            }
        });
        xml.append("</").append(name).append(">\n");
        return this;
    }

    /** Adds an element with a time, in milliseconds. */
    XmlDocument element(String name, Instant time) {
        return element(name, TIME.format(time));
    }

    /** Whether XML 1.0 can carry a character at all; a key may hold others. */
    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF;
    }

    /** Ends the document and returns it in UTF-8. */
    byte[] toBytes() {
        while (!open.isEmpty()) {
            end();
        }
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }
}
