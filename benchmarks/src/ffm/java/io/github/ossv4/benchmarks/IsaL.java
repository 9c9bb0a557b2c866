// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** CRC-64/XZ by ISA-L, Intel's library for storage. */
final class IsaL {
    /** {@code uint64_t crc64_ecma_refl(uint64_t init_crc, const unsigned char *buf, uint64_t len)}. */
    private static final MethodHandle CRC64_ECMA_REFL = NativeLibrary.ISA_L.function(
            "crc64_ecma_refl", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));

    private IsaL() {}

    static long crc64(MemorySegment bytes) {
        try {
            return (long) CRC64_ECMA_REFL.invokeExact(0L, bytes, bytes.byteSize());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
