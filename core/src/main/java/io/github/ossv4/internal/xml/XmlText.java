// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import io.github.ossv4.internal.text.PrintableText;

/**
 * Text in the XML documents of requests.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, section 2.2</a>
 */
public final class XmlText {
    private XmlText() {}

    /**
     * Returns whether XML 1.0 can represent a text. XML 1.0 allows no control characters except tab, line feed and
     * carriage return, no U+FFFE or U+FFFF, and no unpaired surrogates, not even as character references.
     */
    public static boolean isRepresentable(String text) {
        return firstInvalid(text) < 0;
    }

    /**
     * Returns a text as the content of an element. Tab, line feed and carriage return are escaped, since a parser would
     * change a carriage return.
     *
     * @throws IllegalArgumentException if the text is not {@linkplain #isRepresentable representable}
     */
    public static String escape(String text) {
        int invalid = firstInvalid(text);
        if (invalid >= 0) {
            throw new IllegalArgumentException("XML cannot represent " + PrintableText.codePoint(text.charAt(invalid))
                    + " at index " + invalid + " of " + PrintableText.escape(text));
        }
        StringBuilder xml = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&':
                    xml.append("&amp;");
                    break;
                case '<':
                    xml.append("&lt;");
                    break;
                case '>':
                    xml.append("&gt;");
                    break;
                case '\t':
                case '\n':
                case '\r':
                    xml.append("&#").append((int) c).append(';');
                    break;
                default:
                    xml.append(c);
            }
        }
        return xml.toString();
    }

    /** Returns the index of the first character that XML cannot represent; -1 for none. */
    private static int firstInvalid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            } else if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c > 0xfffd) {
                return i;
            }
        }
        return -1;
    }
}
