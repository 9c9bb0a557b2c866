// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** All competitors must compute the same checksum. The test of a library that is not installed is skipped. */
class Crc64NativeBenchmarkTest {
    private final Crc64NativeBenchmark benchmark = new Crc64NativeBenchmark();
    private final Crc64Benchmark.Input input = new Crc64Benchmark.Input();
    private final Crc64NativeBenchmark.OffHeap offHeap = new Crc64NativeBenchmark.OffHeap();

    @Test
    void liblzmaComputesSameValue() {
        assumeTrue(NativeLibrary.LIBLZMA.isInstalled());
        assertSameValues(benchmark::liblzma);
    }

    @Test
    void isaLComputesSameValue() {
        assumeTrue(NativeLibrary.ISA_L.isInstalled());
        assertSameValues(benchmark::isaL);
    }

    private void assertSameValues(ToLongFunction<Crc64NativeBenchmark.OffHeap> competitor) {
        Crc64BenchmarkTest.lengths().forEach(length -> {
            input.size = length;
            input.fill();
            offHeap.copy(input);
            long expected = BytewiseCrc64.compute(input.bytes);
            assertEquals(expected, competitor.applyAsLong(offHeap), () -> length + " bytes");
            assertEquals(expected, benchmark.ossv4(input), () -> "ossv4, " + length + " bytes");
        });
    }

    @Test
    void reportsPackageOfMissingLibrary() {
        NativeLibrary missing = new NativeLibrary("libmissing.so.1", "libmissing1");
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> missing.function("f", FunctionDescriptor.ofVoid()));
        assertEquals("libmissing.so.1 is not installed; install Debian's package libmissing1", e.getMessage());
    }
}
