// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.multipart.PartPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPartSizesTest {
    private static final long MB = 1024 * 1024;
    private static final long GB = 1024 * MB;

    private static long mostBytes(StreamPartSizes sizes) {
        long bytes = 0;
        for (int part = 0; part < PartPlan.MAX_PARTS; part++) {
            bytes += sizes.size(bytes);
        }
        return bytes;
    }

    @Test
    void growsWithTheOffset() {
        StreamPartSizes sizes = StreamPartSizes.of(null, 3, 1000 * GB);
        assertEquals(6 * MB, sizes.size(0));
        assertEquals(6 * MB, sizes.size(6000 * MB));
        assertEquals(8 * MB, sizes.size(8000 * MB));
        assertEquals(5 * GB, sizes.size(6000 * GB));
    }

    @ParameterizedTest
    @CsvSource({"8, 4", "16, 14", "64, 71", "256, 256", "1024, 863", "1000000, 16000"})
    void holdsAnObject(long heapMegabytes, long gigabytes) {
        long most = mostBytes(StreamPartSizes.of(null, 3, heapMegabytes * MB));
        assertTrue(most / GB >= gigabytes, most / GB + " GB");
        assertTrue(most < PartPlan.MAX_SIZE);
    }

    @ParameterizedTest
    @CsvSource({
        // A quarter of 4 MB, for two parts.
        "8, 3, 524288, 16",
        "8, 1, 1048576, 16",
        "16, 3, 1572864, 48",
        "64, 3, 6291456, 240",
        "128, 3, 6291456, 288",
        "128, 64, 6291456, 496",
        // No room: the smallest part.
        "4, 3, 131072, 2"
    })
    void fitsTheHeap(long heapMegabytes, int parallel, long size, long chunks) {
        StreamPartSizes sizes = StreamPartSizes.of(null, parallel, heapMegabytes * MB);
        assertEquals(size, sizes.size(0));
        assertEquals(chunks, sizes.chunks(size));
    }

    @Test
    void keepsASizeThatIsSet() {
        StreamPartSizes sizes = StreamPartSizes.of(5 * GB, 3, 64 * GB);
        assertEquals(5 * GB, sizes.size(0));
        assertEquals(5 * GB, sizes.size(1000 * GB));
        assertEquals(PartPlan.MAX_SIZE, mostBytes(sizes));
        assertTrue(sizes.fits(5 * GB));
        assertEquals(3 * 5 * GB / StreamPartSizes.CHUNK, sizes.chunks(5 * GB));
    }

    @Test
    void hasRoomForAtLeastOnePart() {
        StreamPartSizes sizes = StreamPartSizes.of(100_000L, 64, 5 * MB);
        assertEquals(4, sizes.chunks(100_000));
        assertEquals(160, StreamPartSizes.of(10 * MB, 3, 16 * MB).chunks(10 * MB));
        assertTrue(StreamPartSizes.of(12 * MB, 3, 16 * MB).fits(12 * MB));
        assertFalse(StreamPartSizes.of(12 * MB + 1, 3, 16 * MB).fits(12 * MB + 1));
    }
}
