// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.internal.operation.EmulatedOperations;
import io.github.ossv4.emulator.internal.operation.OssOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each rule of {@code CONFORMANCE.md} as a test against the emulator, or against a bucket of OSS itself: see
 * {@link ServerUnderTest}.
 */
class ConformanceTest {
    private static ServerUnderTest oss;

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
        UploadRules.addTo(rules);
        ListRules.addTo(rules);
        BucketRules.addTo(rules);
        return rules.rules();
    }

    @TestFactory
    Stream<DynamicTest> follows() {
        return rules().stream()
                .filter(rule -> oss.isEmulator() || !rule.emulatorOnly())
                .map(rule -> DynamicTest.dynamicTest(
                        rule.operation() + ": " + rule.text(),
                        () -> rule.check().run(oss)));
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

    /** With {@code -Dconformance.write}, writes the document first. */
    @Test
    void documentListsTheRules() throws IOException {
        Path file = Path.of("CONFORMANCE.md");
        String document = ConformanceDocument.of(rules());
        if (System.getProperty("conformance.write") != null) {
            Files.writeString(file, document);
        }
        assertEquals(document, Files.readString(file), "write it with -Dconformance.write");
    }
}
