// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModificationTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "2026-11-28T00:00:00Z, 1795824000",
        "2026-11-28T00:00:00.100Z, 1795824000.1",
        "2026-11-28T00:00:00.123456789Z, 1795824000.123456789",
        "1969-12-31T23:59:59.250Z, -0.75",
    })
    void convertsBothWays(Instant time, String value) {
        assertEquals(value, ModificationTime.format(FileTime.from(time)));
        assertEquals(time, ModificationTime.parse(value));
    }

    @Test
    void ignoresDigitsAfterTheNinthDecimal() {
        assertEquals(Instant.parse("1970-01-01T00:00:01.123456789Z"), ModificationTime.parse("1.1234567891234"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1e9", "2026-11-28", "1.", ".5", "123456789012", "\u0661"})
    void ignoresOtherForms(String value) {
        assertNull(ModificationTime.parse(value));
    }

    @Test
    void comparesMilliseconds() {
        Instant time = Instant.parse("2026-11-28T00:00:00.123Z");
        assertTrue(ModificationTime.isSame(time, time.plusNanos(999_999)));
        assertFalse(ModificationTime.isSame(time, time.plusMillis(1)));
    }
}
