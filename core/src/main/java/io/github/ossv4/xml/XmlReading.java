// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * Builds elements from SAX, the one XML reader that Android has too. Android's knows no feature that would switch DTDs
 * off, so they are refused here: by the bytes, and by the event where the parser reports it.
 */
final class XmlReading extends DefaultHandler2 {
    private static final int MAX_DEPTH = 32;

    private static final class Open {
        final StringBuilder text = new StringBuilder();
        final List<XmlElement> children = new ArrayList<>();
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable XmlElement root;

    private XmlReading() {}

    static @Nullable XmlElement parse(byte[] document) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            return parse(document, factory.newSAXParser().getXMLReader());
        } catch (SAXException e) {
            return null;
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform has a namespace-aware SAX parser", e);
        }
    }

    static @Nullable XmlElement parse(byte[] document, XMLReader reader) {
        if (new String(document, StandardCharsets.ISO_8859_1).contains("<!DOCTYPE")) {
            return null;
        }
        XmlReading reading = new XmlReading();
        reader.setContentHandler(reading);
        reader.setErrorHandler(reading);
        reader.setEntityResolver(reading);
        try {
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", reading);
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            // Then a DOCTYPE in another encoding than one that contains ASCII is read, but never what it refers to.
        }
        try {
            reader.parse(new InputSource(new ByteArrayInputStream(document)));
            return reading.root;
        } catch (SAXException | IOException e) {
            return null;
        }
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
        if (open.size() == MAX_DEPTH) {
            throw new SAXException("nested too deeply");
        }
        open.push(new Open());
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        Open element = open.peek();
        if (element != null) {
            element.text.append(chars, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        Open ended = open.pop();
        XmlElement element = new XmlElement(localName, ended.text.toString().trim(), ended.children);
        Open parent = open.peek();
        if (parent == null) {
            root = element;
        } else {
            parent.children.add(element);
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
