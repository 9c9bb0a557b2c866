// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
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
    void formats(long bytes, String text) {
        assertEquals(text, ByteSize.format(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "100000, 100000",
        "512k, 524288",
        "6M, 6291456",
        "1g, 1073741824",
        "2t, 2199023255552",
        "6MB, 6291456",
        "5MiB, 5242880",
        "6mb, 6291456"
    })
    void parses(String text, long bytes) {
        assertEquals(bytes, new ByteSize.Converter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "-1", "1.5m", "6b", "6ib", "6mbb", "1 m", "99999999999999999999", "9007199254740993p"})
    void rejectsOthers(String text) {
        assertThrows(TypeConversionException.class, () -> ByteSize.parse(text));
    }
}
