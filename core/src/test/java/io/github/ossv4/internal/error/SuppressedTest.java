// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.error;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SuppressedTest {
    private final IOException failure = new IOException();

    @Test
    void addsAnotherException() {
        IOException other = new IOException();
        Suppressed.add(failure, other);
        assertArrayEquals(new Throwable[] {other}, failure.getSuppressed());
    }

    @Test
    void doesNotAddAnExceptionToItself() {
        Suppressed.add(failure, failure);
        assertEquals(0, failure.getSuppressed().length);
    }
}
