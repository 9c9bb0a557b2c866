// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that name other files or objects than the user means are refused before anything is sent. */
class ArgumentsTest extends CliFixture {
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
    void refusesOptionsWithEmptyValues() throws Exception {
        refuses(cli.run("ls", "--include=", oss("d/")), "--include= has no value");
        refuses(cli.run("verify", "--include=", "f", oss("x")), "--include= has no value");
        write("--x=", 1);
        cli.run("upload", "--", "--x=", oss("x")).expect(0);
    }

    /** Picocli would read the arguments in the file x. */
    @Test
    void takesAFileThatStartsWithAnAtSign() throws Exception {
        write("@x", 5);
        Files.writeString(home.resolve("x"), "--dry-run\n");

        cli.run("upload", "@x", oss("at")).expect(0);

        assertEquals(5, bucket.head("at").size());
    }

    @Test
    void refusesDirectoriesAsLists() throws Exception {
        write("d/f", 1);
        refuses(cli.run("ls", "-r", oss("d/"), "--files-from", "d"), "d: is a directory");
        refuses(cli.run("crc64", "--check", "d"), "d: is a directory");
    }

    @Test
    void refusesOptionsOfDirectoriesForStandardInput() throws Exception {
        refuses(cli.run("upload", "-", oss("x"), "--include", "*.jpg"), "require a directory");
        refuses(cli.run("upload", "-", oss("x"), "--skip-same"), "--skip-same requires files");
        refuses(cli.run("download", "-r", oss("d/"), "-"), "name a directory");
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
    void refusesKeyForDoctor() throws Exception {
        refuses(cli.run("doctor", oss("k")), "must have no key");
    }

    @Test
    void refusesToReadStandardInputTwice() throws Exception {
        refuses(cli.run("explain", "signature", "-", "--request", "-"), "only one of the files can be standard input");
    }

    @Test
    void printsUnreadableFilesAsJson() throws Exception {
        write("f", 1);
        CliResult result = cli.run("crc64", "--json", "f", "missing", ".").expect(2);
        assertEquals(3, result.json().size());
        assertEquals(
                "{\"exitCode\":2,\"message\":\"missing: no such file or directory\"}",
                result.json().get(1).get("error").toString());
        assertEquals(2, result.json().get(2).get("error").get("exitCode").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--json=true"})
    void printsWrongArgumentsAsJson(String option) throws Exception {
        assertEquals(
                2,
                cli.run("stat", option, "photos")
                        .expect(2)
                        .error()
                        .get("exitCode")
                        .intValue());
    }
}
