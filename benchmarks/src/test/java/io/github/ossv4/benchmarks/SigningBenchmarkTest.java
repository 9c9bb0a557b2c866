// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SigningBenchmarkTest {
    @Test
    void everyBenchmarkRuns() throws Exception {
        SigningBenchmark benchmark = new SigningBenchmark();
        benchmark.prepareFloor();
        assertTrue(SigningBenchmark.sign().canonicalRequest().startsWith("PUT\n/examplebucket/photos/"));
        assertEquals(32, benchmark.bareHashing().length);
    }
}
