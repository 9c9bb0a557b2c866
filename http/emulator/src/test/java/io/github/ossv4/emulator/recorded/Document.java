// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.recorded;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The elements of an XML document. */
final class Document {
    private Document() {}

    /** An element with its path from the root. The text is empty if it contains other elements. */
    record Element(String path, String name, String text) {}

    static boolean isXml(String text) {
        return text.startsWith("<");
    }

    /** Returns all elements in order; none if the text is not XML. */
    static List<Element> elements(String text) {
        List<Element> all = new ArrayList<>();
        if (isXml(text)) {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                add(
                        all,
                        "",
                        factory.newDocumentBuilder()
                                .parse(new InputSource(new StringReader(text)))
                                .getDocumentElement());
            } catch (Exception e) {
                throw new IllegalArgumentException("the document is malformed: " + text, e);
            }
        }
        return all;
    }

    private static void add(List<Element> all, String parent, Node element) {
        String path = parent + "/" + element.getNodeName();
        int position = all.size();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.ELEMENT_NODE) {
                add(all, path, child);
            }
        }
        boolean isLeaf = all.size() == position;
        all.add(position, new Element(path, element.getNodeName(), isLeaf ? element.getTextContent() : ""));
    }
}
