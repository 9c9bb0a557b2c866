// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Against the JDK's parser. */
class XmlTextTest {
    private final DocumentBuilder parser;

    XmlTextTest() throws ParserConfigurationException {
        parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setErrorHandler(new DefaultHandler());
    }

    private String parse(String content) throws Exception {
        return parser.parse(new ByteArrayInputStream(("<a>" + content + "</a>").getBytes(UTF_8)))
                .getDocumentElement()
                .getTextContent();
    }

    @Test
    void representsWhatParsersAccept() throws Exception {
        StringBuilder representable = new StringBuilder();
        for (int c = 0; c <= 0xffff; c++) {
            if (c == 0xd800) {
                c = 0xe000;
            }
            String text = Character.toString(c);
            if (XmlText.isRepresentable(text)) {
                representable.append(text);
            } else {
                String reference = "&#" + c + ";";
                assertThrows(SAXException.class, () -> parse(reference), Integer.toHexString(c));
            }
        }
        String all = representable.toString();
        assertEquals(all, parse(XmlText.escape(all)));
    }

    @Test
    void keepsMarkup() throws Exception {
        String text = "a]]>b<c>&amp;\"'\r\n\t d\uD83D\uDE00 ";
        assertEquals(text, parse(XmlText.escape(text)));
    }

    @Test
    void rejectsUnrepresentableText() {
        assertEquals(
                "XML cannot represent U+0001 at index 1 of a\\u0001",
                assertThrows(IllegalArgumentException.class, () -> XmlText.escape("a\u0001"))
                        .getMessage());
        assertFalse(XmlText.isRepresentable("a\uD83D"));
        assertFalse(XmlText.isRepresentable("\uDE00a"));
        assertTrue(XmlText.isRepresentable(""));
    }
}
