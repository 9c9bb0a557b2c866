// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

/** The reports of the tools that run suites. */
class SuiteReportsTest {
    @Test
    void readsReportsOfSurefire(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("TEST-a.b.GetTest.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite>
                  <properties><property name="a" value="b"/></properties>
                  <testcase name="gets" classname="a.b.GetTest" time="0.1"/>
                  <testcase name="isRefused" classname="a.b.deep.GetTest">
                    <failure message="m" type="AssertionError"><![CDATA[AssertionError: m
                	at a.b.GetTest]]></failure>
                  </testcase>
                  <testcase name="" classname="other.GetTest"><error>broken</error></testcase>
                  <testcase name="waits" classname="a.b.GetTest"><skipped/></testcase>
                </testsuite>
                """);
        Files.writeString(directory.resolve("a.b.GetTest.txt"), "not a report");
        assertEquals(
                List.of(
                        SuiteResult.passed("GetTest#gets"),
                        SuiteResult.failed("deep.GetTest#isRefused", "AssertionError: m at a.b.GetTest"),
                        SuiteResult.failed("other.GetTest#", "broken"),
                        SuiteResult.skipped("GetTest#waits")),
                SurefireReports.read(directory, "a.b"));
    }

    @Test
    void readsNoReportsOfSurefireIfNothingWasCompiled(@TempDir Path directory) throws Exception {
        assertEquals(List.of(), SurefireReports.read(directory.resolve("surefire-reports"), "a.b"));
    }

    @Test
    void rejectsReportsWithDocumentType(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(
                directory.resolve("TEST-a.xml"),
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + secret.toUri()
                        + "\">]><a><testcase classname=\"A\" name=\"b\"><error>&e;</error></testcase></a>");
        assertThrows(SAXException.class, () -> SurefireReports.read(directory, "a"));
    }

    @Test
    void readsOutputOfGoCheck() {
        String output = """
                SKIP: credential_test.go:513: CredentialSuite.TestAppend
                PASS: bucket_test.go:2607: BucketSuite.TestContentType\t0.003s

                ----------------------------------------------------------------------
                FAIL: bucket_test.go:5681: BucketSuite.TestTrafficLimit

                bucket_test.go:5716:
                    c.Assert((cost < max), Equals, true)
                ... obtained bool = false


                ----------------------------------------------------------------------
                some output PASS: bucket_test.go:2705: BucketSuite.TestContext\t0.136s

                ----------------------------------------------------------------------
                PANIC: client_test.go:1928: ClientSuite.TestWebsite

                ... Panic: runtime error (PC=0x47B1D4)
                OOPS: 2 passed, 1 skipped, 1 FAILED, 1 PANICKED
                """;
        assertEquals(
                List.of(
                        SuiteResult.skipped("CredentialSuite.TestAppend"),
                        SuiteResult.passed("BucketSuite.TestContentType"),
                        SuiteResult.failed(
                                "BucketSuite.TestTrafficLimit",
                                "bucket_test.go:5716: c.Assert((cost < max), Equals, true) ... obtained bool = false"),
                        SuiteResult.passed("BucketSuite.TestContext"),
                        SuiteResult.failed(
                                "ClientSuite.TestWebsite",
                                "... Panic: runtime error (PC=0x47B1D4) OOPS: 2 passed, 1 skipped, 1 FAILED, 1"
                                        + " PANICKED")),
                GoCheckOutput.results(output));
    }

    @Test
    void readsReportOfMocha() throws IOException {
        String report = """
                {
                  "stats": {"tests": 3, "passes": 1},
                  "tests": [{"title": "gets", "fullTitle": "object gets", "err": {}}],
                  "pending": [{"title": "waits", "fullTitle": "object waits", "err": {}}],
                  "failures": [
                    {"title": "hook", "fullTitle": "object \\"before all\\" hook", "duration": 3,
                      "err": {"stack": "s", "message": "expected\\n200", "res": {"message": "other"}}}
                  ],
                  "passes": [
                    {"title": "gets", "fullTitle": "object gets", "file": "a.js", "err": {}},
                    {"title": "gets", "fullTitle": "object gets", "file": "b.js", "err": {}}
                  ]
                }
                """;
        assertEquals(
                List.of(
                        SuiteResult.skipped("object waits"),
                        SuiteResult.failed("object \"before all\" hook", "expected 200"),
                        SuiteResult.passed("object gets"),
                        SuiteResult.passed("object gets (2)")),
                MochaReport.results(report));
    }
}
