// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared must be the same checksum. */
class Crc64BenchmarkTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 16, 4096, 65536})
    void allCompetitorsAgree(int size) {
        Crc64Benchmark benchmark = new Crc64Benchmark();
        benchmark.size = size;
        benchmark.fill();
        assertEquals(benchmark.bytewiseTable(), benchmark.ossv4());
        assertEquals(benchmark.bytewiseTable(), benchmark.xz());
        if (size > 0) {
            assertNotEquals(0, benchmark.intrinsicCrc32c());
        }
    }
}
