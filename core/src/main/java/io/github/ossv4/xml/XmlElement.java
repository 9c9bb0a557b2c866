// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document that OSS sent: its name, its text, its children. Immutable.
 *
 * <p>Namespaces and attributes are left out, since OSS's answers carry them or not; so is the blank space around texts.
 * Documents with a DOCTYPE are refused, so no entity is ever expanded or fetched.
 */
public final class XmlElement {
    private final String name;
    private final String text;
    private final List<XmlElement> children;

    XmlElement(String name, String text, List<XmlElement> children) {
        this.name = name;
        this.text = text;
        this.children = Collections.unmodifiableList(new ArrayList<>(children));
    }

    /**
     * Reads a document and returns its root; null if it is not well-formed, has a DOCTYPE, or nests deeper than 32
     * elements. Its size should be bounded by the caller.
     */
    public static @Nullable XmlElement parse(byte[] document) {
        return XmlReading.parse(document);
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
        return "<" + names + ">";
    }
}
