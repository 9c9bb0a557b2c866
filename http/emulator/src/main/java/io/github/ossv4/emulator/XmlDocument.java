// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.charset.StandardCharsets;

/** A document of one level, which is all that OSS needs for errors and short results. Not thread-safe. */
final class XmlDocument {
    private final String root;
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    XmlDocument(String root) {
        this.root = root;
        xml.append('<').append(root).append(">\n");
    }

    /** Adds an element. Characters that XML cannot carry are replaced. */
    XmlDocument element(String name, String value) {
        xml.append("  <").append(name).append('>');
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

    /** Whether XML 1.0 can carry a character at all; a key may hold others. */
    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF;
    }

    /** The document in UTF-8. */
    byte[] toBytes() {
        return (xml + "</" + root + ">\n").getBytes(StandardCharsets.UTF_8);
    }
}
