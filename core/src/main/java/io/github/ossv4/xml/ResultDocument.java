// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.xml;

import io.github.ossv4.text.PercentEncoding;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The XML document of a response, whose names may be percent-encoded. Immutable. */
public final class ResultDocument {
    /** The maximum number of entries on a page of a list. */
    public static final int MAX_ENTRIES = 1000;

    /** The maximum number of elements of an entry. With all its elements a version in a list has 14; OSS may add some. */
    private static final int MAX_ELEMENTS_OF_ENTRY = 16;

    private static final int MAX_ELEMENTS = 100;

    private final XmlElement root;
    private final boolean encoded;

    private ResultDocument(XmlElement root) {
        this.root = root;
        this.encoded = "url".equals(root.text("EncodingType"));
    }

    /** Parses a result; null if the document has another root or too many elements. */
    public static @Nullable ResultDocument parse(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS);
    }

    /**
     * Parses a page of a list; null if the document has another root or too many elements for {@value #MAX_ENTRIES} entries.
     */
    public static @Nullable ResultDocument parseList(byte[] document, String name) {
        return parse(document, name, MAX_ELEMENTS + MAX_ENTRIES * MAX_ELEMENTS_OF_ENTRY);
    }

    private static @Nullable ResultDocument parse(byte[] document, String name, int maxElements) {
        XmlElement root = XmlElement.parse(document, maxElements);
        return root == null || !root.name().equals(name) ? null : new ResultDocument(root);
    }

    /** Returns all elements in document order. */
    public List<XmlElement> children() {
        return root.children();
    }

    /** Returns the elements with a name, in document order. */
    public List<XmlElement> children(String name) {
        return root.children(name);
    }

    /** Returns the text of an element; null if there is none. */
    public @Nullable String text(String name) {
        return root.text(name);
    }

    /** Returns the text of an element; empty if there is none. */
    public String textOrEmpty(String name) {
        String text = root.text(name);
        return text == null ? "" : text;
    }

    /** Returns whether an element's text is {@code true}. */
    public boolean isTrue(String name) {
        return "true".equals(root.text(name));
    }

    /** Returns the number in an element; 0 if there is none. */
    public int number(String name) {
        try {
            return Integer.parseInt(textOrEmpty(name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns the ETag without quotes; empty if there is none. */
    public String etag() {
        return textOrEmpty("ETag").replace("\"", "");
    }

    /** Returns a name in an element, decoded. */
    public String decoded(String name) {
        return decode(textOrEmpty(name));
    }

    /**
     * Decodes a name. With {@code encoding-type=url} OSS percent-encodes names, since XML cannot contain control
     * characters. A plus is a space, as in the vendor's SDKs; OSS encodes a plus as {@code %2B}.
     *
     * @param text a name as it is in the document
     */
    public String decode(String text) {
        return encoded ? PercentEncoding.decodeLeniently(text.replace('+', ' ')) : text;
    }

    /** Returns the common prefixes of a page, decoded; null if there are more than {@value #MAX_ENTRIES}. */
    public @Nullable List<String> commonPrefixes() {
        List<XmlElement> elements = root.children("CommonPrefixes");
        if (elements.size() > MAX_ENTRIES) {
            return null;
        }
        List<String> prefixes = new ArrayList<>(elements.size());
        for (XmlElement element : elements) {
            String prefix = element.text("Prefix");
            if (prefix != null) {
                prefixes.add(decode(prefix));
            }
        }
        return prefixes;
    }

    /** Returns the time in a text such as {@code 2023-12-16T16:20:57.000Z}; null if there is none. */
    public static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the name of the document. */
    @Override
    public String toString() {
        return root.toString();
    }
}
