// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 crc64}, packaged, with pipes and a full disk. */
class Crc64CommandIT {
    /** The check value of CRC-64/XZ, in the catalogue of parametrised CRC algorithms. */
    private static final String OF_DIGITS = "11051210869376104954";

    @TempDir
    Path home;

    private CliProcess cli;

    @BeforeEach
    void write() throws Exception {
        cli = CliProcess.in(home);
        Files.writeString(home.resolve("digits"), "123456789");
        Files.writeString(home.resolve("empty"), "");
    }

    @Test
    void readsPipeToItsEnd() throws Exception {
        CliResult result =
                cli.runScript("ossv4 crc64 <(printf 123456789) digits").expect(0);

        assertTrue(result.lines().get(0).startsWith(OF_DIGITS + "  /dev/fd/"), result::toString);
    }

    @Test
    void endsSilentlyIfReaderCloses() throws Exception {
        CliResult result = cli.runScript(
                "ossv4 crc64 $(for i in $(seq 2000); do echo digits; done) | head -1; echo ${PIPESTATUS[0]}");

        assertEquals(OF_DIGITS + "  digits\n141\n", result.out());
        assertEquals("", result.err());
    }

    @Test
    void reportsFullDisk() throws Exception {
        CliResult result = cli.runScript("ossv4 crc64 digits >/dev/full").expect(3);

        assertTrue(result.err().startsWith("ossv4: standard output cannot be written: "), result::toString);
        assertFalse(result.err().contains("Exception"), result::toString);
    }

    @Test
    void loadsNoClassOfOkHttp() throws Exception {
        CliResult result = cli.runScript(
                "\"$TEST_JAVA\" -Xlog:class+load -jar \"$TEST_JAR\" crc64 digits && \"$TEST_JAVA\" -jar \"$TEST_JAR\" --version");

        assertTrue(result.out().contains("io.github.ossv4.cli.Main"), result::toString);
        assertFalse(result.out().contains(" okhttp3."), result::toString);
        assertFalse(result.out().contains(" java.util.logging."), result::toString);
        assertTrue(result.out().contains("\nossv4 0."), result::toString);
    }
}
