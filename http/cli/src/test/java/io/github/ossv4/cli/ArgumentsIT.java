// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments of another encoding, names of pipes, and what else depends on the process. */
class ArgumentsIT extends PackagedFixture {
    private void refuses(CliResult result, String message) {
        result.expect(2);
        assertTrue(result.err().contains(message), result::toString);
        assertTrue(requests.isEmpty(), requests::toString);
    }

    @Test
    void refusesArgumentsThatAreNotUtf8() throws Exception {
        write("f", 1);
        refuses(
                cli.runScript("ossv4 upload f '" + oss("") + "'$'bad\\xff'"),
                "ossv4: the argument must be UTF-8, as all keys are, was oss://examplebucket/bad\ufffd;"
                        + " Java cannot open a file with another name: rename it\n");
        assumeTrue(
                StandardCharsets.US_ASCII.newEncoder().canEncode(CliProcess.JAR.toString()),
                "with LC_ALL=C, the JVM cannot open a jar whose path is not ASCII");
        refuses(
                cli.with("LC_ALL", "C").runScript("\"$TEST_JAVA\" -jar \"$TEST_JAR\" upload f '" + oss("\u00fc") + "'"),
                "the locale must be UTF-8: set LC_ALL=C.UTF-8, was oss://examplebucket/\ufffd");
    }

    @Test
    void refusesPipes() throws Exception {
        bucket.put("k", "");
        requests.clear();
        refuses(cli.runScript("mkfifo p; ossv4 verify p " + oss("k")), "not a regular file");
    }

    @Test
    void saysThatItReadsAPipe() throws Exception {
        CliResult result =
                cli.runScript("mkfifo p; printf 123456789 > p & ossv4 crc64 p").expect(0);
        assertEquals("ossv4: reading p to its end: it is not a regular file\n", result.err());
        assertEquals("11051210869376104954  p\n", result.out());
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
}
