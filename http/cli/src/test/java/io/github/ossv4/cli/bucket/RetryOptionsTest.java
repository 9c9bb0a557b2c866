// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Fault;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** {@code --retries}, {@code --retry-for} and {@code --bandwidth}. */
class RetryOptionsTest extends CliFixture {
    private static final int FAILURES = 5;

    private void fail(int times) {
        emulator.inject(Fault.error(503, "ServiceUnavailable").times(times));
    }

    @Test
    void failsAfterRetries() throws Exception {
        write("a", 10);
        fail(FAILURES);
        cli.run("upload", "--retries", "0", "a", oss("a")).expect(3);
        assertEquals(1, count("PUT"));
        cli.run("upload", "--retries", "1", "a", oss("a")).expect(3);
        assertEquals(3, count("PUT"));
        cli.run("upload", "--retries", "9", "a", oss("a")).expect(0);
    }

    @Test
    void waitsForEndOfOutageAndSaysSoOnce() throws Exception {
        write("dir/a", 10);
        write("dir/b", 10);
        fail(FAILURES);

        CliResult result = cli.run("sync", "--retry-for", "10m", "--log", "log", "dir", oss("p"))
                .expect(0);

        List<String> messages = result.err().lines().toList();
        assertEquals(3, messages.size(), result::toString);
        assertTrue(messages.get(0).startsWith("ossv4: waiting for the end of an outage: "), result::toString);
        assertTrue(messages.get(1).matches("ossv4: the outage has ended after \\d+ s"), result::toString);
        assertTrue(Files.readString(home.resolve("log")).contains("NOTE    waiting for the end of an outage"));
    }

    @Test
    void printsNoOutageIfQuiet() throws Exception {
        write("a", 10);
        fail(3);
        CliResult result =
                cli.run("upload", "--quiet", "--retry-for", "1m", "a", oss("a")).expect(0);
        assertEquals("", result.out() + result.err());
    }

    @Test
    void limitsBandwidth() throws Exception {
        write("a", 100_000);
        long start = System.nanoTime();
        cli.run("upload", "--bandwidth", "100k", "a", oss("a")).expect(0);
        // All but a burst of a quarter of a second; a loaded machine takes longer, never shorter.
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= 700);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "29k | must be at least 30k bytes per second, was 29k",
                "1x | must be a number of bytes with k, m, g or t, such as 6m, was 1x"
            })
    void rejectsBandwidth(String text, String rule) {
        TypeConversionException refused =
                assertThrows(TypeConversionException.class, () -> new RequestOptions.Bandwidth().convert(text));
        assertEquals(rule, refused.getMessage());
    }
}
