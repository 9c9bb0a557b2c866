// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MarkerCycleTest {
    @Test
    void detectsEveryCycle() {
        for (int before = 0; before < 40; before++) {
            for (int length = 1; length < 40; length++) {
                MarkerCycle cycle = new MarkerCycle();
                int page = 0;
                int limit = 3 * Math.max(before, length) + length + 1;
                while (!cycle.closesWith(Integer.toString(page < before ? -1 - page : (page - before) % length))) {
                    page++;
                    assertTrue(page <= limit, before + " " + length);
                }
                assertTrue(page >= before + length, "no marker is repeated before");
            }
        }
    }

    @Test
    void acceptsManyPages() {
        MarkerCycle cycle = new MarkerCycle();
        for (int page = 0; page < 100_000; page++) {
            assertFalse(cycle.closesWith(Integer.toString(page)));
        }
    }
}
