// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Checks of the syntax of documents. */
final class WellFormed {
    private static final JsonFactory JSON = new JsonFactory();

    private WellFormed() {}

    /** Returns whether a text is one JSON value of any type. */
    static boolean isJson(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether a document is XML without a DOCTYPE. External entities are never read. */
    static boolean isXml(byte[] document) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(document), new DefaultHandler());
            return true;
        } catch (SAXException | IOException e) {
            return false;
        } catch (ParserConfigurationException e) {
            throw new AssertionError("the platform's SAX parser has these features", e);
        }
    }
}
