// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.xml;

import io.github.ossv4.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document that OSS sent: its name, its text, its children. Immutable.
 *
 * <p>Namespaces and attributes are left out, since some responses of OSS have them and others do not; so is whitespace around
 * texts. Documents with a DOCTYPE are refused, so no entity is ever expanded or fetched.
 */
public final class XmlElement {
    /** The default limit of elements in a document: CompleteMultipartUpload with 10,000 parts has 30,001. */
    public static final int MAX_ELEMENTS = 50_000;

    private final String name;
    private final String text;
    private final List<XmlElement> children;

    /** @param children never changed any more */
    XmlElement(String name, String text, List<XmlElement> children) {
        this.name = name;
        this.text = text;
        this.children = children;
    }

    /**
     * Reads a document and returns its root; null if it is not well-formed, has a DOCTYPE, nests deeper than 32 elements, or
     * has more than {@value #MAX_ELEMENTS} elements. The caller limits its size in bytes.
     */
    public static @Nullable XmlElement parse(byte[] document) {
        return parse(document, MAX_ELEMENTS);
    }

    /**
     * Reads a document of at most {@code maxElements} elements, otherwise as {@link #parse(byte[])}. Reading stops at the
     * first element beyond the limit.
     */
    public static @Nullable XmlElement parse(byte[] document, int maxElements) {
        return XmlReading.parse(document, maxElements);
    }

    /** The name without its prefix. */
    public String name() {
        return name;
    }

    /** The element's own text, trimmed; empty if there is none. */
    public String text() {
        return text;
    }

    /** The children in their order. */
    public List<XmlElement> children() {
        return children;
    }

    /** The children of one name in their order. */
    public List<XmlElement> children(String childName) {
        List<XmlElement> named = new ArrayList<>();
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                named.add(child);
            }
        }
        return named;
    }

    /** The text of the first child of a name; null if there is no such child. */
    public @Nullable String text(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child.text;
            }
        }
        return null;
    }

    /** Names the element and its children; texts are left out, since they may hold what must not be logged. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder(name);
        for (XmlElement child : children) {
            names.append(' ').append(child.name);
        }
        return PrintableText.escape("<" + names + ">");
    }
}
