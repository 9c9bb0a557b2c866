// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of unknown length, uploaded by a process with a small heap. */
class SmallHeapStreamTest {
    private static final String SIZE = Long.toString(64 * 1024 * 1024);

    @Test
    void failsIfTheHeapIsTooSmallForThePartSize() throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            String output = run(emulator, "upload-parts-of-16-mb", "SerialGC", 12);
            assertTrue(
                    output.matches(
                            "(?s).*the heap of at most [0-9]+ bytes has no room for a part of 16777216 bytes of the"
                                    + " stream: set a smaller part size, or a larger heap \\(-Xmx\\).*"),
                    output);
        }
    }

    /** With the collector G1, OkHttp once lost a call, and the process never ended. */
    @ParameterizedTest
    @CsvSource({
        "upload, SerialGC, 8",
        "write, SerialGC, 8",
        "upload, G1GC, 8",
        "write, G1GC, 8",
        "upload, SerialGC, 32",
        "upload-parts-of-16-mb, SerialGC, 24"
    })
    void uploads(String call, String collector, int megabytes) throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start();
                BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .build()) {
            String crc64 = run(emulator, call, collector, megabytes);
            assertEquals(Crc64.toString(bucket.head("large").crc64()), crc64);
        }
    }

    private static String run(Emulator emulator, String call, String collector, int megabytes) throws Exception {
        List<String> options = List.of("-XX:-UseSerialGC", "-XX:+Use" + collector, "-Xmx" + megabytes + "m");
        return JavaProcess.output(options, SmallHeapClient.class, List.of(emulator.endpoint(), call, SIZE));
    }
}
