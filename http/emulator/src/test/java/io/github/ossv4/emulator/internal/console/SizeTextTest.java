// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTextTest {
    /** The command line and the sample's page have the same cases. */
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "102400, 100 KiB",
        "102348, 99.9 KiB",
        "1048063, 1023 KiB",
        "1048064, 1.0 MiB",
        "1048575, 1.0 MiB",
        "5368709120, 5.0 GiB",
        "9223372036854775807, 8192 PiB"
    })
    void formatsAsTheCommandLine(long bytes, String text) {
        assertEquals(text, SizeText.format(bytes));
    }
}
