// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/** Reads the elements directly under {@code <Error>} with SAX, the one XML reader that Android has too. */
final class ErrorXml extends DefaultHandler2 {
    private final Map<String, String> elements = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private ErrorXml() {}

    /** The elements by local name, trimmed; null if the document is not well-formed, hostile, or not an error. */
    static @Nullable Map<String, String> parse(byte[] xml) {
        ErrorXml handler = new ErrorXml();
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setContentHandler(handler);
            reader.setErrorHandler(handler);
            reader.setEntityResolver(handler);
            // Android's parser knows no feature that would switch DTDs off, so the handler refuses them itself.
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
            reader.parse(new InputSource(new ByteArrayInputStream(xml)));
        } catch (SAXException | IOException e) {
            return null;
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform has a namespace-aware SAX parser", e);
        }
        return handler.elements;
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
        depth++;
        if (depth == 1 && !localName.equals("Error")) {
            throw new SAXException("not an error document: " + localName);
        }
        if (depth == 2) {
            text.setLength(0);
        }
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        if (depth >= 2) {
            text.append(chars, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (depth == 2) {
            elements.putIfAbsent(localName, text.toString().trim());
        }
        depth--;
    }

    @Override
    public void warning(org.xml.sax.SAXParseException e) {}

    @Override
    public void error(org.xml.sax.SAXParseException e) {}

    @Override
    public void fatalError(org.xml.sax.SAXParseException e) throws SAXException {
        throw e;
    }
}
