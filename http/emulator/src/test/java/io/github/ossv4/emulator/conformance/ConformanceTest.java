// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.operation.EmulatedOperations;
import io.github.ossv4.emulator.internal.operation.OssOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.opentest4j.ValueWrapper;

/**
 * Runs each rule of the page about conformance as a test against the emulator, or against a bucket of OSS itself: see
 * {@link ServerUnderTest}.
 */
class ConformanceTest {
    /** Expected and received values are shown up to this length. */
    private static final int MAX_SHOWN = 300;

    private static ServerUnderTest oss;

    private final List<String> report = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        oss = ServerUnderTest.of(System.getenv());
    }

    @AfterAll
    static void stop() throws Exception {
        oss.clear();
        oss.close();
    }

    private static List<Rule> rules() {
        RuleList rules = new RuleList();
        AccessRules.addTo(rules);
        ObjectRules.addTo(rules);
        ArchiveRules.addTo(rules);
        UploadRules.addTo(rules);
        ListRules.addTo(rules);
        BucketRules.addTo(rules);
        BucketConfigurationRules.addTo(rules);
        ClientRules.addTo(rules);
        SuiteRules.addTo(rules);
        return rules.rules();
    }

    @TestFactory
    Stream<DynamicTest> follows() {
        Stream<DynamicTest> tests = rules().stream()
                .filter(rule -> oss.isEmulator() || !rule.emulatorOnly())
                .map(rule -> DynamicTest.dynamicTest(rule.operation() + ": " + rule.text(), () -> run(rule)));
        return Stream.concat(tests, Stream.of(DynamicTest.dynamicTest("the report is written", this::writeReport)));
    }

    private void run(Rule rule) throws Exception {
        try {
            rule.check().run(oss);
            add(rule, "passed", "", "");
        } catch (AssertionFailedError e) {
            add(rule, "failed", shown(e.getExpected()), shown(e.getActual()) + " " + e.getMessage());
            throw e;
        } catch (TestAbortedException e) {
            add(rule, "skipped", "", e.getMessage());
            throw e;
        } catch (Throwable t) {
            add(rule, "failed", "", t.toString());
            throw t;
        }
    }

    private static String shown(@Nullable ValueWrapper value) {
        return value == null ? "" : value.getStringRepresentation();
    }

    private void add(Rule rule, String result, String expected, String got) {
        String id = result.equals("failed") ? oss.lastRequestId() : "";
        StringJoiner row = new StringJoiner(" | ", "| ", " |");
        for (String cell : List.of(rule.operation() + ": " + rule.text(), result, expected, got, id)) {
            String text = oss.redact(cell);
            row.add(text.substring(0, Math.min(text.length(), MAX_SHOWN)));
        }
        report.add(row.toString());
    }

    /** {@code CONTRIBUTING.md} says what to do with it. */
    private void writeReport() throws IOException {
        String text = "# Rules of OSS\n\n" + oss.description()
                + "\n\n| rule | result | expected | got | request ID |\n|---|---|---|---|---|\n"
                + String.join("\n", report) + "\n";
        Files.writeString(Path.of("target", "conformance.md"), text);
        assertEquals(
                rules().stream()
                        .filter(rule -> oss.isEmulator() || !rule.emulatorOnly())
                        .count(),
                report.size());
    }

    @Test
    void coversAllOperations() {
        Set<String> covered = new TreeSet<>();
        rules().forEach(rule -> covered.add(rule.operation()));
        covered.remove("all");
        Set<String> emulated = new TreeSet<>();
        EmulatedOperations.all().stream().map(OssOperation::name).forEach(emulated::add);
        assertEquals(emulated, covered);
    }

    @Test
    void eachRuleIsStatedOnce() {
        List<String> texts =
                rules().stream().map(rule -> rule.operation() + rule.text()).toList();
        assertEquals(texts.size(), new LinkedHashSet<>(texts).size());
    }

    /** The site of a release shows the document, see {@code .github/release/site}. */
    @Test
    void documentListsTheRules() throws IOException {
        String document = ConformanceDocument.of(rules());
        Files.writeString(Path.of("target", "conformance-page.md"), document);
        for (Rule rule : rules()) {
            assertTrue(document.contains("| " + rule.operation() + " | " + rule.text()), rule::text);
        }
        assertTrue(document.contains("| Java SDK v2, `src/it`, V4 | "), document);
        assertTrue(document.contains("| curl, signed by openssl | "), document);
    }
}
