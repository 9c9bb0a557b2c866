// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private final IOException reset = new IOException("reset");

    @Test
    void showsTheResolution() {
        assertEquals("EXECUTED", Resolution.executed("result").toString());
        assertEquals("NOT_EXECUTED", Resolution.notExecuted().toString());
        assertEquals("UNKNOWN", Resolution.unknown().toString());
        assertEquals(
                "UNKNOWN java.io.IOException: reset", Resolution.unknown(reset).toString());
        assertEquals(
                "FAILED java.io.IOException: reset", Resolution.failed(reset).toString());
    }
}
