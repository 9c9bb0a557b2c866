// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.checksum.Crc64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tukaani.xz.check.CRC64;

/** How long it takes to checksum {@code size} bytes that lie in memory; less is better. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Crc64Benchmark {
    /** Bytes for one checksum. */
    @Param({"16", "4096", "65536", "1048576"})
    int size;

    private byte[] bytes;

    /** Fills the array with noise. */
    @Setup
    public void fill() {
        bytes = new byte[size];
        new Random(size).nextBytes(bytes);
    }

    /** Ours. */
    @Benchmark
    public long ossv4() {
        return Crc64.of(bytes);
    }

    /** The baseline of every textbook: one table look-up for each byte. */
    @Benchmark
    public long bytewiseTable() {
        return BytewiseCrc64.of(bytes);
    }

    /** xz-java's. */
    @Benchmark
    public long xz() {
        CRC64 crc = new CRC64();
        crc.update(bytes, 0, bytes.length);
        byte[] littleEndian = crc.finish();
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (littleEndian[i] & 0xff);
        }
        return value;
    }

    /** Another polynomial, but the processor's own instruction: what the machine could do. */
    @Benchmark
    public long intrinsicCrc32c() {
        Checksum crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }
}
