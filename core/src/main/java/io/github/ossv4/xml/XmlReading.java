// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Builds elements from SAX, the only XML parser that Android has too. Android's has no feature that disables DTDs, so
 * they are rejected here: by the bytes, and by the event if the parser reports it.
 */
final class XmlReading extends DefaultHandler2 {
    private static final int MAX_DEPTH = 32;

    private static final byte[] DOCTYPE = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);

    /** An open element. Reused for all elements of one depth, one after the other. */
    private static final class Open {
        final StringBuilder text = new StringBuilder();
        List<XmlElement> children = Collections.emptyList();

        void add(XmlElement child) {
            if (children.isEmpty()) {
                children = new ArrayList<>();
            }
            children.add(child);
        }

        XmlElement close(String name) {
            String content = text.toString();
            text.setLength(0);
            XmlElement closed = children.isEmpty()
                    ? new XmlElement(name, content, children)
                    : new XmlElement(name, content.trim(), Collections.unmodifiableList(children));
            children = Collections.emptyList();
            return closed;
        }
    }

    private final Open[] open = new Open[MAX_DEPTH];
    private final int maxElements;
    private int depth;
    private int elements;
    private @Nullable XmlElement root;

    private XmlReading(int maxElements) {
        this.maxElements = maxElements;
    }

    static @Nullable XmlElement parse(byte[] document, int maxElements) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            return parse(document, maxElements, factory.newSAXParser().getXMLReader());
        } catch (SAXException e) {
            return null;
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform has a namespace-aware SAX parser", e);
        }
    }

    static @Nullable XmlElement parse(byte[] document, int maxElements, XMLReader reader) {
        if (hasDoctype(document)) {
            return null;
        }
        XmlReading reading = new XmlReading(maxElements);
        reader.setContentHandler(reading);
        reader.setErrorHandler(reading);
        reader.setEntityResolver(reading);
        try {
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", reading);
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            // Then a DOCTYPE in an encoding that does not contain ASCII is accepted, but entities are never fetched.
        }
        try {
            reader.parse(new InputSource(new ByteArrayInputStream(document)));
            return reading.root;
        } catch (SAXException | IOException e) {
            return null;
        }
    }

    private static boolean hasDoctype(byte[] document) {
        int matched = 0;
        for (byte b : document) {
            // The first byte occurs only once in the pattern.
            matched = b == DOCTYPE[matched] ? matched + 1 : b == DOCTYPE[0] ? 1 : 0;
            if (matched == DOCTYPE.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw new SAXException("DOCTYPE is not allowed");
    }

    @Override
    public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) {
        return new InputSource(new StringReader(""));
    }

    @Override
    public InputSource resolveEntity(
            @Nullable String name, @Nullable String publicId, @Nullable String baseUri, @Nullable String systemId) {
        return new InputSource(new StringReader(""));
    }

    @Override
    public @Nullable InputSource getExternalSubset(@Nullable String name, @Nullable String baseUri) {
        return null;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        if (depth == MAX_DEPTH) {
            throw new SAXException("elements are nested too deep");
        }
        if (elements == maxElements) {
            throw new SAXException("too many elements");
        }
        elements++;
        if (open[depth] == null) {
            open[depth] = new Open();
        }
        depth++;
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        if (depth > 0) {
            open[depth - 1].text.append(chars, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        depth--;
        XmlElement element = open[depth].close(localName);
        if (depth == 0) {
            root = element;
        } else {
            open[depth - 1].add(element);
        }
    }

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) {}

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }
}
