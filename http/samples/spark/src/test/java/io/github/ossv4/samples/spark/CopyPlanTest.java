// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CopyPlanTest {
    @Test
    void dividesACopyIntoTasks() {
        assertEquals(1, new CopyPlan(0, 0, 0, 0, 0, 0, 4).tasks());
        assertEquals(3, new CopyPlan(3, 3, 0, 0, 0, 0, 4).tasks());
        assertEquals(31, new CopyPlan(500, 12_525_000, 0, 0, 0, 0, 4).tasks());
        // Ten parts of one file.
        assertEquals(10, new CopyPlan(1, 320 << 20, 1, 10, 0, 0, 4).tasks());
        assertEquals(800, new CopyPlan(20_000, 20L << 30, 5, 500, 0, 0, 4).tasks());
        // The cluster has given the job only one core yet.
        assertEquals(100_000, new CopyPlan(1_000_000_000, 1L << 40, 0, 0, 0, 0, 1).tasks());
        assertEquals(10_240, new CopyPlan(1_000_000, 40L << 40, 0, 0, 0, 0, 1).tasks());
        assertEquals(400_000, new CopyPlan(1_000_000_000, 1L << 50, 0, 0, 0, 0, 4000).tasks());
    }

    @Test
    void countsRequestsAndTime() {
        CopyPlan plan = new CopyPlan(10, 1_250_000_000, 2, 40, 5, 3, 4);
        assertEquals(8 + 40 + 4 + 3, plan.requests());
        assertEquals(Duration.ofSeconds(10), plan.time(1));
        assertEquals(Duration.ofSeconds(1), plan.time(100));
        assertTrue(plan.describe(1)
                .startsWith("10 files of 1,250,000,000 bytes to copy, 2 of them in 40 parts; 18 tasks;"));
        CopyPlan small = new CopyPlan(1_000_000_000, 1000, 0, 0, 0, 0, 4);
        assertEquals(Duration.ofSeconds(100_000), small.time(1));
    }
}
