// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureListTest {
    private static final String TEXT = """
            commit: abc
            passed: 1

            # second accounts
            BucketAclTest#testOther
            BucketAclTest#testOwner

            # either result: measures its own speed
            UploadTest#testSpeed
            """;
    private static final FailureList LIST = FailureList.parse("list.txt", TEXT);

    private static List<SuiteResult> results(SuiteResult... results) {
        return List.of(results);
    }

    private static SuiteResult[] asListed() {
        return new SuiteResult[] {
            SuiteResult.passed("GetTest#testGet"),
            SuiteResult.failed("BucketAclTest#testOther", "expected 403"),
            SuiteResult.failed("BucketAclTest#testOwner", "expected 403"),
            SuiteResult.passed("UploadTest#testSpeed")
        };
    }

    private static List<SuiteResult> asListedExcept(SuiteResult other) {
        List<SuiteResult> results = new ArrayList<>(results(asListed()));
        results.removeIf(result -> result.test().equals(other.test()));
        results.add(other);
        return results;
    }

    @Test
    void writesWhatItParsed() {
        assertEquals(TEXT, LIST.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetTest#testGet", "# a\nA#b\n# a\n", "# a\nA#b\n# b\nA#b\n"})
    void rejectsMalformedText(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> FailureList.parse("list.txt", text))
                .getMessage();
        assertTrue(message.startsWith("list.txt: "), message);
    }

    @Test
    void agreesWithTheSameFailures() {
        assertEquals(List.of(), LIST.differences("abc", results(asListed())));
    }

    @Test
    void acceptsEitherResultWhereMarked() {
        assertEquals(
                List.of(),
                LIST.differences("abc", asListedExcept(SuiteResult.failed("UploadTest#testSpeed", "too slow"))));
    }

    @Test
    void reportsNewFailureWithItsLine() {
        assertEquals(
                List.of(
                        "GetTest#testGet fails and is not in list.txt: expected 200, was 500",
                        "0 tests passed at def, and list.txt has 1 at abc: -Dsuites.write=1 updates it"),
                LIST.differences(
                        "def", asListedExcept(SuiteResult.failed("GetTest#testGet", "expected 200,\n  was 500"))));
    }

    @Test
    void reportsListedTestThatPasses() {
        assertEquals(
                List.of(
                        "BucketAclTest#testOwner passes now: remove it from list.txt",
                        "2 tests passed at abc, and list.txt has 1 at abc: -Dsuites.write=1 updates it"),
                LIST.differences("abc", asListedExcept(SuiteResult.passed("BucketAclTest#testOwner"))));
    }

    @Test
    void reportsListedTestThatIsSkipped() {
        assertEquals(
                List.of("BucketAclTest#testOwner is skipped: remove it from list.txt"),
                LIST.differences("abc", asListedExcept(SuiteResult.skipped("BucketAclTest#testOwner"))));
    }

    @Test
    void reportsListedTestsThatDoNotExist() {
        assertEquals(
                List.of(
                        "BucketAclTest#testOther does not exist: remove it from list.txt",
                        "BucketAclTest#testOwner does not exist: remove it from list.txt",
                        "UploadTest#testSpeed does not exist: remove it from list.txt"),
                LIST.differences("abc", results(SuiteResult.passed("GetTest#testGet"))));
    }

    @Test
    void reportsPassedTestsThatAreMissing() {
        assertEquals(
                List.of("0 tests passed at abc, and list.txt has 1 at abc: -Dsuites.write=1 updates it"),
                LIST.differences(
                        "abc",
                        results(asListed()).stream()
                                .filter(result -> !result.test().equals("GetTest#testGet"))
                                .toList()));
    }

    @Test
    void reportsTestsWithoutReason() {
        FailureList list = FailureList.parse("list.txt", "commit: abc\npassed: 0\n\n# unexplained\nA#b\n");
        assertEquals(
                List.of("A#b has no reason: put it under one in list.txt: broken"),
                list.differences("abc", results(SuiteResult.failed("A#b", "broken"))));
    }

    @Test
    void updateKeepsReasonsAndPutsNewFailuresUnderNone() {
        List<SuiteResult> results = results(
                SuiteResult.failed("GetTest#testGet", "expected 200"),
                SuiteResult.passed("NewTest#testNew"),
                SuiteResult.passed("OtherTest#testNew"),
                SuiteResult.failed("BucketAclTest#testOwner", "expected 403"),
                SuiteResult.passed("BucketAclTest#testOther"),
                SuiteResult.passed("UploadTest#testSpeed"));
        assertEquals("""
                commit: def
                passed: 3

                # second accounts
                BucketAclTest#testOwner

                # either result: measures its own speed
                UploadTest#testSpeed

                # unexplained
                GetTest#testGet
                """, LIST.updated("def", results).text());
    }

    @Test
    void updateRemovesReasonsWithoutTests() {
        assertEquals("commit: def\npassed: 0\n", LIST.updated("def", List.of()).text());
    }

    @Test
    void rejectsResultsWithTheSameName() {
        List<SuiteResult> results = results(SuiteResult.passed("A#b"), SuiteResult.passed("A#b"));
        assertThrows(IllegalArgumentException.class, () -> LIST.differences("abc", results));
        assertEquals(
                results(SuiteResult.passed("A#b"), SuiteResult.passed("A#b (2)")),
                SuiteResult.withUniqueNames(results));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk-v1", "sdk-v2", "go-sdk-v1", "ali-oss"})
    void committedListsHaveReasons(String name) throws IOException {
        Path file = Path.of("src", "test", "suites", name + ".txt");
        String text = Files.readString(file);
        FailureList list = FailureList.parse(file.toString(), text);
        assertEquals(text, list.text());
        assertTrue(!list.groups().containsKey(FailureList.UNEXPLAINED), text);
    }
}
