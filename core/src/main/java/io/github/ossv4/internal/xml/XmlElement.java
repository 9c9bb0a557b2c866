// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import io.github.ossv4.internal.text.PrintableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML response: its name, its text, its children. Immutable.
 *
 * <p>Namespaces and attributes are ignored, since only some responses of OSS have them. A document with a tag of more
 * than 64 KB is rejected. Whitespace around texts is ignored, except by {@link #content}. Documents with a
 * DOCTYPE are rejected, so no entity is ever expanded or fetched.
 */
public final class XmlElement {
    /** The default limit of elements in a document: CompleteMultipartUpload with 10,000 parts has 30,001. */
    public static final int MAX_ELEMENTS = 50_000;

    private final String name;
    private final String content;
    private final List<XmlElement> children;

    /**
     * Creates an element.
     *
     * @param children not modified later
     */
    XmlElement(String name, String content, List<XmlElement> children) {
        this.name = name;
        this.content = content;
        this.children = children;
    }

    /**
     * Parses a document and returns its root. Null if it is not well-formed, has a DOCTYPE, is nested more than 32
     * elements deep, or has more than {@value #MAX_ELEMENTS} elements. The caller limits its size in bytes.
     */
    public static @Nullable XmlElement parse(byte[] document) {
        return parse(document, MAX_ELEMENTS);
    }

    /**
     * Parses a document of at most {@code maxElements} elements, otherwise like {@link #parse(byte[])}. Parsing stops
     * at the first element over the limit.
     */
    public static @Nullable XmlElement parse(byte[] document, int maxElements) {
        try {
            return XmlReading.parse(new ByteArrayInputStream(document), maxElements, null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the name without prefix. */
    public String name() {
        return name;
    }

    /** Returns the element's own text, trimmed; empty if there is none. */
    public String text() {
        return content.trim();
    }

    /**
     * Returns the element's own text with the whitespace around it, for names that can begin or end with whitespace.
     * Trimmed if the element has children.
     */
    public String content() {
        return content;
    }

    /** Returns the children in document order. */
    public List<XmlElement> children() {
        return children;
    }

    /** Returns the children with a name, in document order. */
    public List<XmlElement> children(String childName) {
        List<XmlElement> named = new ArrayList<>();
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                named.add(child);
            }
        }
        return named;
    }

    /** Returns the text of the first child with a name; null if there is no such child. */
    public @Nullable String text(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child.text();
            }
        }
        return null;
    }

    /** Returns the names of the element and its children. Texts are omitted, since they may contain secrets. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder(name);
        for (XmlElement child : children) {
            names.append(' ').append(child.name);
        }
        return PrintableText.escape("<" + names + ">");
    }
}
