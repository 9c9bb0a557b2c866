// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.SAXParserFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

class XmlElementTest {
    private static XmlElement parse(String xml) {
        return XmlElement.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a reader without features and properties, like Android's. */
    private static XMLReader bareReader() throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        return new XMLFilterImpl(factory.newSAXParser().getXMLReader()) {
            @Override
            public void setProperty(String name, Object value) throws SAXNotRecognizedException {
                throw new SAXNotRecognizedException(name);
            }

            @Override
            public void setFeature(String name, boolean value) throws SAXNotRecognizedException {
                throw new SAXNotRecognizedException(name);
            }
        };
    }

    @Test
    void parsesNamesTextsAndChildren() {
        XmlElement root = parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <o:Result xmlns:o="http://doc.oss-cn-hangzhou.aliyuncs.com" a="b">
                  <Part><Number> 1 </Number></Part>
                  <o:Part><Number>2</Number>&lt;&#20013;</o:Part>
                  <Empty/>
                </o:Result>
                """);
        assertEquals("Result", root.name());
        assertEquals(
                List.of("1", "2"),
                root.children("Part").stream().map(part -> part.text("Number")).toList());
        assertEquals("<中", root.children().get(1).text());
        assertEquals("", root.text("Empty"));
        assertNull(root.text("Missing"));
        assertEquals("<Result Part Part Empty>", root.toString());
    }

    @Test
    void contentKeepsWhitespaceOfLeaves() {
        XmlElement root = XmlElement.parse("<a> x <b> y&#xA;</b><c>  </c></a>".getBytes(StandardCharsets.UTF_8));

        assertEquals(" y\n", root.children().get(0).content());
        assertEquals("y", root.children().get(0).text());
        assertEquals("  ", root.children().get(1).content());
        assertEquals("", root.children().get(1).text());
        assertEquals("x", root.content());
        assertEquals("x", root.text());
    }

    private static XmlElement parseBare(byte[] xml) throws Exception {
        return XmlReading.parse(new ByteArrayInputStream(xml), XmlElement.MAX_ELEMENTS, null, bareReader());
    }

    /** In 64 MB, 100,000 attributes would end the process. */
    @Test
    void readsOnlyTheStartOfALongTag() throws Exception {
        for (String start : new String[] {"<?xml version='1.0'?><A", "<?xml version='1.1'?><A"}) {
            for (String attribute : new String[] {" a%s=''", " xmlns:a%s='b'"}) {
                String attributes = IntStream.range(0, 100_000)
                        .mapToObj(attribute::formatted)
                        .collect(Collectors.joining());
                byte[] xml = (start + attributes + "/>").getBytes(StandardCharsets.UTF_8);
                InputStream document = new ByteArrayInputStream(xml);
                assertNull(XmlReading.parse(document, 10, null));
                assertTrue(xml.length - document.available() < 200_000, start + attribute);
            }
        }
    }

    @Test
    void throwsIfStreamFails() {
        InputStream failing =
                new FilterInputStream(new ByteArrayInputStream("<Error><Code>".getBytes(StandardCharsets.UTF_8))) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int read = super.read(bytes, offset, length);
                        if (read < 0) {
                            throw new IOException("reset");
                        }
                        return read;
                    }
                };
        assertEquals(
                "reset",
                assertThrows(IOException.class, () -> XmlReading.parse(failing, 9, null))
                        .getMessage());
    }

    @Test
    void acceptsReaderWithoutFeatures() throws Exception {
        byte[] xml = "<Error><Code>X</Code></Error>".getBytes(StandardCharsets.UTF_8);
        assertEquals("X", parseBare(xml).text("Code"));
    }

    @Test
    void rejectsEntities(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "hunter2");
        for (String xml : new String[] {
            "<!DOCTYPE Error [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><Error><Code>&e;</Code></Error>",
            "<!DOCTYPE Error SYSTEM \"" + secret.toUri() + "\"><Error><Code>X</Code></Error>",
            "<!DOCTYPE Error><Error><Code>X</Code></Error>",
        }) {
            assertNull(parse(xml), xml);
            assertNull(parseBare(xml.getBytes(StandardCharsets.UTF_8)), xml);
            byte[] utf16 = xml.getBytes(StandardCharsets.UTF_16);
            assertNull(XmlElement.parse(utf16), xml);
            XmlElement parsed = parseBare(utf16);
            if (parsed != null) {
                assertEquals(
                        "",
                        parsed.text("Code").replace("X", ""),
                        "a bare reader does not read the file in UTF-16 either");
            }
        }
        assertNotNull(XmlElement.parse("<a/>".getBytes(StandardCharsets.UTF_16)));
        // The parser detects an encoding and reads the bytes again.
        assertNull(XmlElement.parse("<?xml version=\"1.0\"?><!DOCTYPE a><a/>".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void rejectsEntityExpansionQuickly() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE Error [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        xml.append("]><Error><Code>&a29;</Code></Error>");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertNull(parse(xml.toString())));
    }

    @Test
    void limitsDepth() {
        assertNotNull(parse("<a>".repeat(32) + "</a>".repeat(32)));
        assertNull(parse("<a>".repeat(33) + "</a>".repeat(33)));
        assertNull(parse("<a>".repeat(100_000)));
    }

    @Test
    void limitsTheNumberOfElements() {
        String document = "<a>" + "<b/>".repeat(99) + "</a>";
        assertEquals(
                99,
                XmlElement.parse(document.getBytes(StandardCharsets.UTF_8), 100)
                        .children()
                        .size());
        assertNull(XmlElement.parse(document.getBytes(StandardCharsets.UTF_8), 99));
        assertNotNull(parse("<a>" + "<b/>".repeat(XmlElement.MAX_ELEMENTS - 1) + "</a>"));
        assertNull(parse("<a>" + "<b/>".repeat(XmlElement.MAX_ELEMENTS) + "</a>"));
    }

    @Test
    void returnsUnmodifiableChildren() {
        List<XmlElement> children = parse("<a><b/></a>").children();
        assertThrows(UnsupportedOperationException.class, children::clear);
    }
}
