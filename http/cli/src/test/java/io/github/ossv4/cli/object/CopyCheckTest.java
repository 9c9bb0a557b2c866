// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.ObjectMetadata;
import okhttp3.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyCheckTest {
    /** Size, CRC64, ETag and type of the source, then of the copy. */
    @ParameterizedTest
    @CsvSource({
        "SAME,      5 1 A Normal,     5 1 B Multipart",
        "DIFFERENT, 5 1 A Normal,     5 2 A Normal",
        "DIFFERENT, 5 1 A Normal,     6 1 A Normal",
        "SAME,      5 - A Normal,     5 1 A Normal",
        "DIFFERENT, 5 - A Normal,     5 - B Normal",
        "UNKNOWN,   5 - A Normal,     5 1 A Multipart",
        "UNKNOWN,   5 - A Appendable, 5 - A Normal",
        "UNKNOWN,   5 - - Normal,     5 - - Normal",
    })
    void compares(CopyCheck expected, String source, String copy) {
        assertEquals(expected, CopyCheck.of(metadata(source), metadata(copy)));
    }

    private static ObjectMetadata metadata(String facts) {
        String[] fields = facts.split(" ", -1);
        Headers.Builder headers = new Headers.Builder().add("Content-Length", fields[0]);
        if (!fields[1].equals("-")) {
            headers.add("x-oss-hash-crc64ecma", fields[1]);
        }
        if (!fields[2].equals("-")) {
            headers.add("ETag", "\"" + fields[2] + "\"");
        }
        return ObjectMetadata.of(
                "key", headers.add("x-oss-object-type", fields[3]).build());
    }
}
