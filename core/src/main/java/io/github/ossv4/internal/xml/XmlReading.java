// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
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

    /**
     * The longest tag, comment or CDATA section. A parser holds all attributes of a tag before it reports the element;
     * the JDK's limit of attributes does not apply to XML 1.1, and Android's parser has none.
     */
    private static final int MAX_TAG_BYTES = 64 * 1024;

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
    private final @Nullable Predicate<XmlElement> children;
    private int depth;
    private int elements;
    private @Nullable XmlElement root;

    private XmlReading(int maxElements, @Nullable Predicate<XmlElement> children) {
        this.maxElements = maxElements;
        this.children = children;
    }

    /**
     * Parses a document and returns its root; null if it is malformed, or exceeds a limit.
     *
     * @param children receives each child of the root in place of the root, and returns false to refuse the document;
     *     null to add the children to the root
     * @throws IOException if the stream cannot be read
     */
    static @Nullable XmlElement parse(InputStream document, int maxElements, @Nullable Predicate<XmlElement> children)
            throws IOException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            return parse(document, maxElements, children, factory.newSAXParser().getXMLReader());
        } catch (SAXException e) {
            return null;
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform has a namespace-aware SAX parser", e);
        }
    }

    static @Nullable XmlElement parse(
            InputStream document, int maxElements, @Nullable Predicate<XmlElement> children, XMLReader reader)
            throws IOException {
        XmlReading reading = new XmlReading(maxElements, children);
        reader.setContentHandler(reading);
        reader.setErrorHandler(reading);
        reader.setEntityResolver(reading);
        // Otherwise a DOCTYPE in an encoding that does not contain ASCII is accepted, but entities are never fetched.
        set(reader, "http://xml.org/sax/properties/lexical-handler", reading);
        try {
            reader.parse(new InputSource(new LimitedMarkup(document)));
            return reading.root;
        } catch (SAXException | CharConversionException | UnsupportedEncodingException e) {
            return null;
        }
    }

    /** Sets a property, if the parser has it. */
    private static void set(XMLReader reader, String property, Object value) {
        try {
            reader.setProperty(property, value);
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            // Android's parser has few.
        }
    }

    /** Refuses a document with a DOCTYPE, or with a tag that is too long, before the parser sees it. */
    private static final class LimitedMarkup extends FilterInputStream {
        private static final byte[] DOCTYPE = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);

        private int matched;

        /** The bytes of the tag so far; 0 outside of tags. */
        private int tagBytes;

        LimitedMarkup(InputStream document) {
            super(document);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (isRefused()) {
                // The parser reads on after the exception.
                throw refusal();
            }
            int read = super.read(bytes, offset, length);
            for (int i = offset; i < offset + read; i++) {
                // The first byte occurs only once in the pattern.
                matched = bytes[i] == DOCTYPE[matched] ? matched + 1 : bytes[i] == DOCTYPE[0] ? 1 : 0;
                tagBytes = bytes[i] == '<' ? 1 : bytes[i] == '>' || tagBytes == 0 ? 0 : tagBytes + 1;
                if (isRefused()) {
                    throw refusal();
                }
            }
            return read;
        }

        private boolean isRefused() {
            return matched == DOCTYPE.length || tagBytes > MAX_TAG_BYTES;
        }

        private IOException refusal() {
            return new CharConversionException(
                    matched == DOCTYPE.length ? "DOCTYPE is not allowed" : "a tag is too long");
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
    public void endElement(String uri, String localName, String qName) throws SAXException {
        depth--;
        XmlElement element = open[depth].close(localName);
        if (depth == 0) {
            root = element;
        } else if (depth == 1 && children != null) {
            if (!children.test(element)) {
                throw new SAXException("refused element");
            }
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
