// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The measured operations must succeed: a rejection is faster. */
class CallbackBenchmarkTest {
    private final CallbackBenchmark benchmark = new CallbackBenchmark();

    @Test
    void operationsSucceed() {
        assertTrue(benchmark.verify());
        assertEquals("42", benchmark.read().userData());
        assertTrue(benchmark.encode().get("x-oss-callback").length() > 100);
        assertEquals("users/42/cat.jpg", benchmark.signForm().field("key"));
    }
}
