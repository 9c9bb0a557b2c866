// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The values between an attempt and the next: steps and resolutions. */
class NextStepTest {
    private final IOException reset = new IOException("reset");

    @Test
    void showsTheStep() {
        assertEquals("SUCCEED", NextStep.succeed("result").toString());
        assertEquals("RETRY after PT2S", NextStep.retry(Duration.ofSeconds(2)).toString());
        assertEquals(
                "FAIL with java.io.IOException: reset", NextStep.fail(reset).toString());
    }

    @Test
    void hasOnlyTheValueOfItsKind() {
        NextStep<String> retry = NextStep.retry(Duration.ZERO);
        assertThrows(NullPointerException.class, retry::result);
        assertThrows(NullPointerException.class, retry::failure);
        assertThrows(NullPointerException.class, NextStep.fail(reset)::delay);
    }

    @Test
    void showsTheResolution() {
        assertEquals("EXECUTED", Resolution.executed("result").toString());
        assertEquals("NOT_EXECUTED", Resolution.notExecuted().toString());
        assertEquals("UNKNOWN", Resolution.unknown().toString());
        assertEquals(
                "UNKNOWN java.io.IOException: reset", Resolution.unknown(reset).toString());
        assertEquals(
                "FAILED java.io.IOException: reset", Resolution.failed(reset).toString());
        assertThrows(NullPointerException.class, Resolution.unknown()::query);
    }
}
