// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartPlanTest {
    private static final long MB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "0, 6291456, 1",
        "1, 6291456, 1",
        "6291456, 6291456, 1",
        "6291457, 6291456, 2",
        "62914560000, 6291456, 10000",
        "62914560001, 12582912, 5001",
        "53687091200000, 5368709120, 10000",
    })
    void increasesDefaultPartSizeWithObject(long size, long partSize, int count) {
        PartPlan plan = PartPlan.of(size);
        assertEquals(partSize, plan.partSize());
        assertEquals(count, plan.count());
    }

    @Test
    void coversObjectWithConsecutiveParts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            long partSize = 102_400L + random.nextInt(1_000_000);
            long size = (long) (random.nextDouble() * 300 * partSize);
            PartPlan plan = PartPlan.of(size, partSize);
            long offset = 0;
            for (int number = 1; number <= plan.count(); number++) {
                Part part = plan.part(number);
                String where = "seed " + seed + ", " + plan + ", " + part;
                assertEquals(number, part.number(), where);
                assertEquals(offset, part.offset(), where);
                assertTrue(number == plan.count() ? part.length() <= partSize : part.length() == partSize, where);
                assertTrue(part.length() > 0 || size == 0, where);
                offset += part.length();
            }
            assertEquals(size, offset, "seed " + seed);
        }
    }

    @Test
    void limitsSizesAndNumbers() {
        assertEquals(48.828125, PartPlan.MAX_SIZE / 1024.0 / 1024 / 1024 / 1024, "terabytes");
        assertMessage("size must be between 0 and 53687091200000 bytes (48.8 TB), was -1", () -> PartPlan.of(-1));
        assertMessage(
                "size must be between 0 and 53687091200000 bytes (48.8 TB), was 53687091200001",
                () -> PartPlan.of(PartPlan.MAX_SIZE + 1));
        assertMessage(
                "part size must be between 102400 and 5368709120 bytes, was 102399", () -> PartPlan.of(1, 102_399));
        assertMessage(
                "part size must be between 102400 and 5368709120 bytes, was 5368709121",
                () -> PartPlan.of(1, PartPlan.MAX_PART_SIZE + 1));
        PartPlan.of(10_000 * MB, MB);
        assertMessage(
                "part size must be at least 1048577 bytes: 10485760001 bytes must fit into 10000 parts; was 1048576",
                () -> PartPlan.of(10_000 * MB + 1, MB));
        assertMessage(
                "part number must be between 1 and 1, was 0",
                () -> PartPlan.of(1).part(0));
        assertMessage(
                "part number must be between 1 and 1, was 2",
                () -> PartPlan.of(1).part(2));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void acceptsTheLimits() {
        PartPlan smallest = PartPlan.of(7, PartPlan.MIN_PART_SIZE);
        assertEquals(7, smallest.size());
        assertEquals(102_400, smallest.partSize());
        PartPlan largest = PartPlan.of(PartPlan.MAX_SIZE, PartPlan.MAX_PART_SIZE);
        assertEquals(53_687_091_200_000L, largest.size());
        assertEquals(10_000, largest.count());
        assertMessage("size must be between 0 and 53687091200000 bytes (48.8 TB), was -1", () -> PartPlan.of(-1, MB));
    }

    @Test
    void returnsPartsOfCallers() {
        Part last = Part.of(10_000, 0, 0);
        assertEquals(10_000, last.number());
        Part part = Part.of(1, 7, 5);
        assertEquals(7, part.offset());
        assertEquals(5, part.length());
        assertMessage("part number must be between 1 and 10000, was 0", () -> Part.of(0, 0, 0));
        assertMessage("part number must be between 1 and 10000, was 10001", () -> Part.of(10_001, 0, 0));
        assertMessage("must not be negative, were -1 and 0", () -> Part.of(1, -1, 0));
        assertMessage("must not be negative, were 0 and -1", () -> Part.of(1, 0, -1));
    }

    @Test
    void showsItsParts() {
        PartPlan plan = PartPlan.of(250_000, 102_400);
        assertEquals("250000 bytes in 3 parts of 102400", plan.toString());
        assertEquals("part 3, 45200 bytes from 204800", plan.part(3).toString());
    }
}
