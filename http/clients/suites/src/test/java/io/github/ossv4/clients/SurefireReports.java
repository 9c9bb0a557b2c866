// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The reports of Maven Surefire: one XML file for each class. */
final class SurefireReports {
    private SurefireReports() {}

    /**
     * Reads all reports in a directory; none if it does not exist, because nothing was compiled. Names are
     * {@code Class#method}, without the package that all classes of the suite have.
     */
    static List<SuiteResult> read(Path directory, String commonPackage) throws IOException, SAXException {
        List<SuiteResult> results = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return results;
        }
        try (var files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                NodeList cases = parser().parse(file.toFile()).getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    results.add(result((Element) cases.item(i), commonPackage));
                }
            }
        }
        return SuiteResult.withUniqueNames(results);
    }

    private static SuiteResult result(Element test, String commonPackage) {
        String type = test.getAttribute("classname");
        String name = (type.startsWith(commonPackage + ".") ? type.substring(commonPackage.length() + 1) : type) + "#"
                + test.getAttribute("name");
        for (String tag : List.of("failure", "error")) {
            if (test.getElementsByTagName(tag).item(0) instanceof Element failure) {
                return SuiteResult.failed(name, failure.getTextContent());
            }
        }
        return test.getElementsByTagName("skipped").getLength() > 0
                ? SuiteResult.skipped(name)
                : SuiteResult.passed(name);
    }

    private static DocumentBuilder parser() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(null);
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
