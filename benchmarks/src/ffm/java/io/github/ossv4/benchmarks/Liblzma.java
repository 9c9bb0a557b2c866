// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** CRC-64/XZ by liblzma, the library of XZ Utils. */
final class Liblzma {
    /** {@code uint64_t lzma_crc64(const uint8_t *buf, size_t size, uint64_t crc)}. */
    private static final MethodHandle LZMA_CRC64 = NativeLibrary.LIBLZMA.function(
            "lzma_crc64", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));

    private Liblzma() {}

    static long crc64(MemorySegment bytes) {
        try {
            return (long) LZMA_CRC64.invokeExact(bytes, bytes.byteSize(), 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
