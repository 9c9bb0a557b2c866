// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Progress;
import io.github.ossv4.http.internal.call.TestResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** Bodies whose length is reported, is unknown, or is not the reported one, which HTTP/2 can transfer. */
class OpenObjectTest {
    private static final Operation OPERATION = new Operation("GetObject", "GET", "k");
    private static final int[] SIZES = {0, 1, 8191, 8192, 8193, 200_000};

    private final byte[] bytes = new byte[300_000];

    OpenObjectTest() {
        // ASCII, since the body of a test is a text.
        Random random = new Random(1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
    }

    private OpenObject object(int size, long reported) {
        return object(size, reported, Crc64.compute(Arrays.copyOf(bytes, size)));
    }

    private OpenObject object(int size, long reported, long crc64) {
        OssResponse response = TestResponse.of(200, Headers.of(), new String(bytes, 0, size, StandardCharsets.US_ASCII))
                .received();
        return new OpenObject(
                ObjectMetadata.of("k", Headers.of()),
                reported,
                new CheckedSource(OPERATION, response, crc64, null, new Progress(null, reported)));
    }

    @Test
    void readsAllBytesWhateverLengthIsReported() throws Exception {
        for (int size : SIZES) {
            for (long reported : new long[] {-1, size, size / 2, size + 1}) {
                OpenObject object = object(size, reported);
                assertArrayEquals(Arrays.copyOf(bytes, size), object.bytes());
                assertTrue(object.isCrcChecked());
                assertArrayEquals(new byte[0], object.bytes());
                assertArrayEquals(
                        Arrays.copyOf(bytes, size), object(size, reported).bytes(OPERATION, size + 1));
            }
        }
    }

    /** A server may report any length. */
    @Test
    void allocatesWhatArrivesInsteadOfHugeLength() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int size : SIZES) {
            OpenObject object = object(size, Integer.MAX_VALUE - 8);
            long before = threads.getCurrentThreadAllocatedBytes();
            assertArrayEquals(Arrays.copyOf(bytes, size), object.bytes());
            assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 10_000_000);
        }
        OpenObject tooLarge = object(1, Integer.MAX_VALUE);
        assertThrows(IOException.class, tooLarge::bytes);
        assertThrows(UnexpectedResponseException.class, () -> tooLarge.bytes(OPERATION, Integer.MAX_VALUE));
    }

    @Test
    void readsRestAfterStream() throws Exception {
        for (int size : SIZES) {
            OpenObject object = object(size, size);
            int first = object.stream().read() < 0 ? 0 : 1;
            assertArrayEquals(Arrays.copyOfRange(bytes, first, size), object.bytes());
            assertTrue(object.isCrcChecked());
        }
    }

    @Test
    void rejectsMoreBytesThanLimit() {
        for (int size : SIZES) {
            if (size > 0) {
                for (long reported : new long[] {-1, size, size - 1}) {
                    assertThrows(
                            UnexpectedResponseException.class,
                            () -> object(size, reported).bytes(OPERATION, size - 1));
                }
            }
        }
    }

    @Test
    void rejectsOtherChecksumEachTime() {
        for (int size : SIZES) {
            for (long reported : new long[] {-1, size}) {
                OpenObject object = object(size, reported, 1);
                assertThrows(ChecksumMismatchException.class, object::bytes);
                assertThrows(ChecksumMismatchException.class, object::bytes);
            }
        }
    }
}
