// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that name other files or objects than the user means are refused before anything is sent. */
class ArgumentsIT extends CliFixture {
    private void refuses(CliResult result, String message) {
        result.expect(2);
        assertTrue(result.err().contains(message), result::toString);
        assertTrue(requests.isEmpty(), requests::toString);
    }

    @Test
    void refusesEmptyArguments() throws Exception {
        write("f", 1);
        refuses(cli.run("upload", "", oss("x")), "an argument is empty");
        refuses(cli.run("crc64", ""), "an argument is empty");
    }

    @Test
    void refusesArgumentsThatAreNotUtf8() throws Exception {
        write("f", 1);
        refuses(cli.runScript("ossv4 upload f '" + oss("") + "'$'bad\\xff'"), "the argument is not UTF-8");
        refuses(
                cli.with("LC_ALL", "C").runScript("\"$TEST_JAVA\" -jar \"$TEST_JAR\" upload f '" + oss("\u00fc") + "'"),
                "set LC_ALL=C.UTF-8");
    }

    @Test
    void refusesFilesWithTheSameTarget() throws Exception {
        write("a/x", 1);
        write("b/x", 2);
        refuses(cli.run("upload", "a/x", "b/x", oss("d/")), "two files have the same target");
    }

    @Test
    void refusesStandardInputWithoutKey() throws Exception {
        refuses(cli.run("upload", "-", oss("d/")), "standard input has no name");
    }

    @Test
    void refusesPipes() throws Exception {
        bucket.put("k", "");
        requests.clear();
        refuses(cli.runScript("mkfifo p; ossv4 verify p " + oss("k")), "not a regular file");
    }

    @Test
    void refusesKeyForDoctor() throws Exception {
        refuses(cli.run("doctor", oss("k")), "must have no key");
    }

    @Test
    void refusesToReadStandardInputTwice() throws Exception {
        refuses(cli.run("explain", "signature", "-", "--request", "-"), "only one of the files can be standard input");
    }

    @Test
    void doesNotWarnOfQuotesInValues() throws Exception {
        CliResult result = cli.run(
                        "presign", "put", oss("k"), "--callback-url", "https://app.example.com/", "--var", "x:a=b\"c")
                .expect(0);
        assertEquals("", result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "upload --help"})
    void endsSilentlyIfNobodyReadsHelp(String arguments) throws Exception {
        CliResult result = cli.runScript("set -o pipefail; ossv4 " + arguments + " | true");
        assertTrue(result.exitCode() == 141 || result.exitCode() == 0, result::toString);
        assertEquals("", result.err());
    }

    @Test
    void printsUnreadableFilesAsJson() throws Exception {
        write("f", 1);
        CliResult result = cli.run("crc64", "--json", "f", "missing").expect(2);
        assertEquals(2, result.json().size());
        assertFalse(result.json().get(1).get("error").get("message").asText().isEmpty());
    }
}
