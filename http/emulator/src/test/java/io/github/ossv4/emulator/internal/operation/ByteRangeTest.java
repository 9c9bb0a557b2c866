// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, false, 206, 01234, 0-4",
        "bytes=5-, false, 206, 56789, 5-9",
        "bytes=-3, false, 206, 789, 7-9",
        "bytes=9-9, false, 206, 9, 9-9",
        "bytes=0-10, false, 200, 0123456789,",
        "bytes=10-, false, 200, 0123456789,",
        "bytes=-11, false, 200, 0123456789,",
        "bytes=5-4, false, 200, 0123456789,",
        "bytes=-, false, 200, 0123456789,",
        "byte=0-4, false, 200, 0123456789,",
        "'bytes=0-1,3-4', false, 200, 0123456789,",
        "bytes=0-9223372036854775807, false, 200, 0123456789,",
        "bytes=8-18446744073709551625, false, 200, 0123456789,",
        "bytes=9223372036854775807-, false, 200, 0123456789,",
        "bytes=-9223372036854775807, false, 200, 0123456789,",
        "bytes=-18446744073709551619, false, 200, 0123456789,",
        "bytes=00000000000000000008-00000000000000000009, false, 206, 89, 8-9",
        "bytes=0-9223372036854775807, true, 206, 0123456789, 0-9",
        "bytes=8-9223372036854775808, true, 206, 89, 8-9",
        "bytes=8-18446744073709551625, true, 206, 89, 8-9",
        "bytes=-9223372036854775807, true, 206, 0123456789, 0-9",
        "bytes=-18446744073709551619, true, 206, 0123456789, 0-9",
        "bytes=18446744073709551620-18446744073709551619, true, 200, 0123456789,",
        "bytes=0-10, true, 206, 0123456789, 0-9",
        "bytes=8-99999999999, true, 206, 89, 8-9",
        "bytes=-11, true, 206, 0123456789, 0-9",
        "bytes=5-4, true, 200, 0123456789,",
    })
    void returnsRanges(String range, boolean standard, int status, String body, String bytes) throws IOException {
        emulator.put("a", "0123456789").send("0123456789");
        SignedRequest request = emulator.request("GET", "a").header("Range", range);
        if (standard) {
            request.header("x-oss-range-behavior", "standard");
        }

        RawResponse response = request.send();

        assertEquals(status, response.status());
        assertEquals(body, response.text());
        assertEquals(bytes == null ? null : "bytes " + bytes + "/10", response.header("content-range"));
        assertEquals(
                Crc64.toString(Crc64.compute("0123456789".getBytes(StandardCharsets.UTF_8))),
                response.header("x-oss-hash-crc64ecma"));
    }

    @Test
    void rejectsRangeOfNoBytes() throws IOException {
        emulator.put("a", "0123456789").send("0123456789");

        assertEquals(
                "416 InvalidRange null",
                emulator.request("GET", "a").header("Range", "bytes=-0").send().errorText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=-0",
                "bytes=11-12",
                "bytes=9223372036854775807-",
                "bytes=18446744073709551616-18446744073709551617",
            })
    void rejectsUnsatisfiableRangesInStandardBehavior(String range) throws IOException {
        emulator.put("a", "0123456789").send("0123456789");

        RawResponse response = emulator.request("GET", "a")
                .header("Range", range)
                .header("x-oss-range-behavior", "standard")
                .send();

        assertEquals("416 InvalidRange null", response.errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=-1", "bytes=-9223372036854775807"})
    void rejectsRangesOfEmptyObject(String range) throws IOException {
        emulator.put("a", "").send("");
        SignedRequest request = emulator.request("GET", "a").header("Range", range);

        assertEquals(200, request.send().status());
        assertEquals(
                416, request.header("x-oss-range-behavior", "standard").send().status());
    }
}
