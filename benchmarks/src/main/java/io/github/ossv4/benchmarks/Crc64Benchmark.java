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
import software.amazon.awssdk.crt.checksums.CRC64NVME;

/**
 * The time of a checksum of {@code size} bytes in memory; less is better. Each call creates a new checksum, since each
 * object needs one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--enable-native-access=ALL-UNNAMED")
public class Crc64Benchmark {
    /** The size of okio's segments in bytes, and so of the updates of an upload. */
    private static final int UPDATE = 8192;

    /** The bytes to checksum. */
    @State(Scope.Thread)
    public static class Input {
        /** The size in bytes, set by JMH. */
        @Param({"16", "256", "4096", "65536", "1048576", "16777216"})
        public int size;

        byte[] bytes = {};

        /** Fills the array with random bytes. */
        @Setup
        public void fill() {
            bytes = randomBytes(size);
        }
    }

    /** The bytes to checksum in several updates. */
    @State(Scope.Thread)
    public static class LongInput {
        /** The size in bytes, set by JMH. */
        @Param({"65536", "1048576", "16777216"})
        public int size;

        byte[] bytes = {};

        /** Fills the array with random bytes. */
        @Setup
        public void fill() {
            bytes = randomBytes(size);
        }
    }

    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Measures ours. */
    @Benchmark
    public long ossv4(Input input) {
        return Crc64.compute(input.bytes);
    }

    /** Measures ours with updates of 8 KiB. */
    @Benchmark
    public long ossv4InUpdates(LongInput input) {
        byte[] bytes = input.bytes;
        Crc64 crc = new Crc64();
        for (int from = 0; from < bytes.length; from += UPDATE) {
            crc.update(bytes, from, Math.min(UPDATE, bytes.length - from));
        }
        return crc.getValue();
    }

    /** Measures the textbook baseline: one table look-up per byte. */
    @Benchmark
    public long bytewiseTable(Input input) {
        return BytewiseCrc64.compute(input.bytes);
    }

    /** Measures Alibaba's Java SDK v1. */
    @Benchmark
    public long sdkV1(Input input) {
        return value(new com.aliyun.oss.common.utils.CRC64(), input);
    }

    /** Measures Alibaba's Java SDK v2. */
    @Benchmark
    public long sdkV2(Input input) {
        return value(new com.aliyun.sdk.service.oss2.hash.CRC64(), input);
    }

    /** Measures xz-java. */
    @Benchmark
    public long xz(Input input) {
        org.tukaani.xz.check.CRC64 crc = new org.tukaani.xz.check.CRC64();
        crc.update(input.bytes, 0, input.bytes.length);
        byte[] littleEndian = crc.finish();
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (littleEndian[i] & 0xff);
        }
        return value;
    }

    /** Measures the capability of the machine: another polynomial, of 32 bits, by an instruction of the processor. */
    @Benchmark
    public long intrinsicCrc32c(Input input) {
        return value(new CRC32C(), input);
    }

    /**
     * Measures the capability of the machine: another polynomial, of 64 bits, in native code with carry-less
     * multiplication.
     */
    @Benchmark
    public long nativeCrc64Nvme(Input input) {
        return value(new CRC64NVME(), input);
    }

    private static long value(Checksum checksum, Input input) {
        checksum.update(input.bytes, 0, input.bytes.length);
        return checksum.getValue();
    }
}
