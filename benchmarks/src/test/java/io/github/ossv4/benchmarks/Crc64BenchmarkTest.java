// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All competitors must compute the same checksum. */
class Crc64BenchmarkTest {
    private final Crc64Benchmark benchmark = new Crc64Benchmark();
    private final Crc64Benchmark.Input input = new Crc64Benchmark.Input();
    private final Crc64Benchmark.LongInput longInput = new Crc64Benchmark.LongInput();

    @Test
    void competitorsComputeSameValue() {
        lengths().forEach(length -> {
            input.size = length;
            input.fill();
            longInput.size = length;
            longInput.fill();
            long expected = benchmark.bytewiseTable(input);
            assertEquals(expected, benchmark.ossv4(input), () -> "ossv4, " + length + " bytes");
            assertEquals(expected, benchmark.ossv4InUpdates(longInput), () -> "ossv4 in updates, " + length + " bytes");
            assertEquals(expected, benchmark.sdkV1(input), () -> "SDK v1, " + length + " bytes");
            assertEquals(expected, benchmark.sdkV2(input), () -> "SDK v2, " + length + " bytes");
            assertEquals(expected, benchmark.xz(input), () -> "xz-java, " + length + " bytes");
        });
    }

    /**
     * Returns 0 to 300, and lengths around powers of two, where the algorithm changes between tables, folding and
     * updates.
     */
    static IntStream lengths() {
        return IntStream.concat(
                IntStream.rangeClosed(0, 300),
                IntStream.of(4096, 8192, 16384, 32768, 65536, 1048576, 16777216)
                        .flatMap(size -> IntStream.of(size - 1, size, size + 13)));
    }

    /** Compares the check values of the catalogue: CRC-64/XZ, CRC-32/ISCSI, CRC-64/NVME. */
    @Test
    void computesCheckValues() {
        input.bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0x995DC9BBDF1939FAL, benchmark.bytewiseTable(input));
        assertEquals(0xE3069283L, benchmark.intrinsicCrc32c(input));
        assertEquals(0xAE8B14860A799888L, benchmark.nativeCrc64Nvme(input));
    }
}
