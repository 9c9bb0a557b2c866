// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.checksum.Crc64;
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
 * The time of the first checksum of a JVM, of 1 MiB, including class loading, the initialization of tables and
 * interpreted code. Less is better. Each fork gives one value.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class Crc64StartBenchmark {
    private byte[] bytes = {};

    /** Fills the array with random bytes. */
    @Setup
    public void fill() {
        bytes = Crc64Benchmark.randomBytes(1024 * 1024);
    }

    /** Measures ours. */
    @Benchmark
    public long ossv4() {
        return Crc64.compute(bytes);
    }

    /** Measures one table look-up per byte. */
    @Benchmark
    public long bytewiseTable() {
        return BytewiseCrc64.compute(bytes);
    }
}
