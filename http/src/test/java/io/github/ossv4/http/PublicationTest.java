// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Checks what is published and by whom: the POMs against the rules of Maven Central, and the workflows. */
class PublicationTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organizationUrl",
                "scm/connection",
                "scm/developerConnection",
                "scm/url",
                "issueManagement/url"
            })
    void parentHasWhatMavenCentralRequires(String element) throws Exception {
        assertFalse(value("pom.xml", "/project/" + element).isEmpty());
    }

    /** Otherwise Maven would append the name of the module to them. */
    @Test
    void modulesInheritAddressesUnchanged() throws Exception {
        assertEquals("false", value("pom.xml", "/project/@child.project.url.inherit.append.path"));
        for (String element : List.of("connection", "developerConnection", "url")) {
            assertEquals("false", value("pom.xml", "/project/scm/@child.scm." + element + ".inherit.append.path"));
        }
    }

    @Test
    void publishesLibrariesOnly() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String module : modules()) {
            String pom = module + "/pom.xml";
            for (String element : List.of("name", "description")) {
                assertFalse(value(pom, "/project/" + element).isEmpty(), pom + " has no " + element);
            }
            if (!value(pom, "/project/properties/maven.deploy.skip").equals("true")) {
                published.add(module);
            }
        }
        assertEquals(
                Set.of(
                        "core",
                        "http",
                        "http/credentials",
                        "http/directories",
                        "http/emulator",
                        "http/explain",
                        "http/servlet"),
                published);
    }

    /** It replaces maven-deploy-plugin, whose property it does not read by itself. */
    @Test
    void pluginOfCentralSkipsWhatIsNotDeployed() throws Exception {
        assertEquals("${maven.deploy.skip}", value("pom.xml", "//skipPublishing"));
    }

    /**
     * A package that a module does not export is no public API; every other package is compared with the last release.
     */
    @Test
    void comparesApiOfExportedPackages() throws Exception {
        Set<String> packages = new TreeSet<>();
        Set<String> exported = new TreeSet<>();
        for (String module : List.of(
                "core",
                "http",
                "http/servlet",
                "http/explain",
                "http/credentials",
                "http/directories",
                "http/emulator")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java") && !sources.equals(file.getParent()))
                        .forEach(file -> packages.add(
                                sources.relativize(file.getParent()).toString().replace('/', '.')));
            }
            Path descriptor = sources.resolve("module-info.java");
            exported.addAll(matches(
                    Files.exists(descriptor)
                            ? descriptor
                            : ROOT.resolve(module).resolve("src/module/java/module-info.java"),
                    "exports ([\\w.]+);"));
        }
        packages.removeAll(exported);
        // One pattern excludes them all.
        packages.removeIf(name -> name.matches(".*\\.internal(\\..*)?"));
        assertTrue(Files.readString(ROOT.resolve("pom.xml")).contains("<exclude>io.github.ossv4*.internal</exclude>"));
        packages.add("io.github.ossv4.emulator.shaded");
        assertEquals(
                packages,
                new TreeSet<>(matches(ROOT.resolve("pom.xml"), "<exclude>(io\\.github\\.[\\w.]+)</exclude>")));
    }

    /** A tag can be moved to other code, a commit cannot. */
    @Test
    void actionsArePinnedByCommit() throws Exception {
        List<String> actions = new ArrayList<>();
        try (Stream<Path> workflows = Files.list(ROOT.resolve(".github/workflows"))) {
            for (Path workflow : workflows.toList()) {
                actions.addAll(matches(workflow, "uses:\\s*(.*)"));
            }
        }
        assertTrue(actions.size() > 5, actions.size() + " actions");
        actions.removeIf(action -> action.matches("[\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
        assertEquals(List.of(), actions);
    }

    /** Returns the modules, those of profiles included. */
    private static List<String> modules() throws Exception {
        return matches(ROOT.resolve("pom.xml"), "<module>(.+)</module>");
    }

    private static String value(String pom, String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(pom).toFile());
        return XPathFactory.newInstance().newXPath().evaluate(path, document);
    }

    private static List<String> matches(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1).trim())
                .collect(Collectors.toList());
    }
}
