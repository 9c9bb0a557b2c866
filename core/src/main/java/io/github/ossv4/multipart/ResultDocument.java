// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.xml.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The XML document of a response, whose names may be percent-encoded. */
final class ResultDocument {
    /** The maximum number of entries on a page of a list. */
    static final int MAX_ENTRIES = 1000;

    /** The maximum number of elements of an entry. An upload in a list has up to 10; OSS may add some. */
    private static final int MAX_ELEMENTS_OF_ENTRY = 16;

    private static final int MAX_ELEMENTS = 100;

    private final XmlElement root;
    private final boolean encoded;

    private ResultDocument(XmlElement root) {
        this.root = root;
        this.encoded = "url".equals(root.text("EncodingType"));
    }

    /** Parses a result; null if the document has another root or too many elements. */
    static @Nullable ResultDocument parse(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS);
    }

    /** Parses a page of a list; null if the document has another root or too many elements. */
    static @Nullable ResultDocument parseList(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS + MAX_ENTRIES * MAX_ELEMENTS_OF_ENTRY);
    }

    private static @Nullable ResultDocument parse(byte[] document, String name, int maxElements) {
        XmlElement root = XmlElement.parse(document, maxElements);
        return root == null || !root.name().equals(name) ? null : new ResultDocument(root);
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

    /** Returns the ETag without quotes; empty if there is none. */
    String etag() {
        return textOrEmpty("ETag").replace("\"", "");
    }

    /** Returns a name, decoded. */
    String decoded(String name) {
        return decode(textOrEmpty(name));
    }

    /**
     * Decodes a name. With {@code encoding-type=url} OSS percent-encodes names, since XML cannot contain control
     * characters. A plus is a space, as in the vendor's SDKs; OSS encodes a plus as {@code %2B}.
     */
    String decode(String text) {
        return encoded ? PercentEncoding.decodeLeniently(text.replace('+', ' ')) : text;
    }
}
