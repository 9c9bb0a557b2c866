// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.xml.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer's document, whose names may be percent-encoded. */
final class Answer {
    /** The most entries on a page of a list. */
    static final int MAX_ENTRIES = 1000;

    /** An upload in a list has up to 10 elements; OSS may add some. */
    private static final int MAX_ELEMENTS_OF_ENTRY = 16;

    private static final int MAX_ELEMENTS = 100;

    private final XmlElement root;
    private final boolean encoded;

    private Answer(XmlElement root) {
        this.root = root;
        this.encoded = "url".equals(root.text("EncodingType"));
    }

    /** Reads a result; null if the document has another root, or more elements than a result can have. */
    static @Nullable Answer parse(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS);
    }

    /** Reads a page of a list; null if the document has another root, or more elements than a page can have. */
    static @Nullable Answer parseList(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS + MAX_ENTRIES * MAX_ELEMENTS_OF_ENTRY);
    }

    private static @Nullable Answer parse(byte[] document, String name, int maxElements) {
        XmlElement root = XmlElement.parse(document, maxElements);
        return root == null || !root.name().equals(name) ? null : new Answer(root);
    }

    List<XmlElement> children(String name) {
        return root.children(name);
    }

    @Nullable
    String text(String name) {
        return root.text(name);
    }

    String textOrEmpty(String name) {
        String text = root.text(name);
        return text == null ? "" : text;
    }

    boolean isTrue(String name) {
        return "true".equals(root.text(name));
    }

    int number(String name) {
        try {
            return Integer.parseInt(textOrEmpty(name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The ETag without its quotes; empty if there is none. */
    String etag() {
        return textOrEmpty("ETag").replace("\"", "");
    }

    /** A name, as it is. */
    String decoded(String name) {
        return decode(textOrEmpty(name));
    }

    /**
     * What XML cannot carry, such as control characters, comes percent-encoded where {@code encoding-type=url} was asked
     * for. A plus is taken for a blank, as the vendor's SDKs do; one that is meant comes as {@code %2B}.
     */
    String decode(String text) {
        return encoded ? PercentEncoding.decodeLeniently(text.replace('+', ' ')) : text;
    }
}
