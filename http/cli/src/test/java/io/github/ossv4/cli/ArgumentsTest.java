// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import org.junit.jupiter.api.Test;

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
        CliResult result = cli.run("crc64", "--json", "f", "missing").expect(2);
        assertEquals(2, result.json().size());
        assertFalse(result.json().get(1).get("error").get("message").asText().isEmpty());
    }
}
