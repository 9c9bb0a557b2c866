// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, bytes 0-99/1000, 100",
        "bytes=0-99, bytes 0-9/10, 10",
        "bytes=5-5, bytes 5-5/6, 1",
        "bytes=990-2000, bytes 990-999/1000, 10",
        "bytes=990-, bytes 990-999/1000, 10",
        "bytes=-10, bytes 990-999/1000, 10",
        "bytes=-10, bytes 0-4/5, 5",
    })
    void satisfiesTheRequestedRange(String requested, String returned, long length) {
        ContentRange range = ContentRange.parse(returned);
        assertEquals(true, range.satisfies(requested));
        assertEquals(length, range.length());
        assertEquals(returned, range.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, bytes 0-9/1000",
        "bytes=0-99, bytes 0-100/1000",
        "bytes=0-99, bytes 1-99/1000",
        "bytes=5-, bytes 5-8/1000",
        "bytes=5-, bytes 50-999/1000",
        "bytes=-10, bytes 0-9/1000",
        "bytes=-10, bytes 989-999/1000",
    })
    void doesNotSatisfyAnotherRange(String requested, String returned) {
        assertEquals(false, ContentRange.parse(returned).satisfies(requested));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "",
                "bytes 0-99",
                "bytes 0-99/*",
                "bytes */1000",
                "bytes 9-0/1000",
                "bytes 0-1000/1000",
                "bytes 0-99/1000 ",
                "bytes -1-5/10",
                "bytes 0-99999999999999999999/10",
                "items 0-99/1000"
            })
    void returnsNullForAMalformedRange(String returned) {
        assertNull(ContentRange.parse(returned));
    }
}
