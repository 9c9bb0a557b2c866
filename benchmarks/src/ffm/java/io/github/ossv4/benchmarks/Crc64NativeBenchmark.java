// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.checksum.Crc64;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of native code for the same checksum, called through the foreign function API; less is better. Ours reads an
 * array in the heap, the native libraries a copy of it outside the heap; the copying is not measured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--enable-native-access=ALL-UNNAMED")
public class Crc64NativeBenchmark {
    /** The input's bytes outside the heap. */
    @State(Scope.Thread)
    public static class OffHeap {
        private static final int CACHE_LINE = 64;

        MemorySegment bytes = MemorySegment.NULL;

        /** Copies the input. */
        @Setup
        public void copy(Crc64Benchmark.Input input) {
            bytes = Arena.ofAuto().allocate(input.bytes.length, CACHE_LINE);
            bytes.copyFrom(MemorySegment.ofArray(input.bytes));
        }
    }

    /** Measures ours. */
    @Benchmark
    public long ossv4(Crc64Benchmark.Input input) {
        return Crc64.compute(input.bytes);
    }

    /** Measures XZ Utils. */
    @Benchmark
    public long liblzma(OffHeap input) {
        return Liblzma.crc64(input.bytes);
    }

    /** Measures Intel's ISA-L. */
    @Benchmark
    public long isaL(OffHeap input) {
        return IsaL.crc64(input.bytes);
    }
}
