// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that applications write themselves, and that break the contract. */
class OwnBodyTest extends EmulatorFixture {
    private static final int LENGTH = 100_000;

    /** Writes some bytes, and then may fail. */
    private static final class OwnBody extends Body {
        private final long length;
        private final int written;
        private final boolean fails;
        int attempts;

        OwnBody(long length, int written, boolean fails) {
            this.length = length;
            this.written = written;
            this.fails = fails;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean isReplayable() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink, long count) throws IOException {
            attempts++;
            sink.write(new byte[written]);
            sink.flush();
            if (fails) {
                throw new IOException("late");
            }
        }

        @Override
        public String toString() {
            return "own body";
        }
    }

    @Test
    void storesWhatItWrites() throws IOException {
        bucket.put("k", new OwnBody(LENGTH, LENGTH, false));
        assertArrayEquals(new byte[LENGTH], bucket.getBytes("k"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, own body wrote 0 of 100000 bytes",
        "99999, false, own body wrote 99999 of 100000 bytes",
        "100001, false, own body wrote more than its length of 100000 bytes",
        "200000, false, own body wrote more than its length of 100000 bytes",
        "100000, true, late",
    })
    void storesNothingOfAnotherLengthOrAfterAFailure(int written, boolean fails, String message) throws IOException {
        try (BucketClient client = client().retryPolicy(IMMEDIATE_RETRIES).build()) {
            for (PutOptions options : new PutOptions[] {
                PutOptions.NONE, PutOptions.builder().forbidOverwrite(true).build()
            }) {
                OwnBody body = new OwnBody(LENGTH, written, fails);
                IOException e = assertThrows(IOException.class, () -> client.put("k", body, options));
                assertTrue(e.getMessage().contains(message), e.getMessage());
                assertFalse(e instanceof OutcomeUnknownException, e.toString());
                assertEquals(1, body.attempts);
            }
        }
        assertFalse(bucket.exists("k"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void refusesANegativeLengthBeforeAnythingIsSent(long length) {
        OwnBody body = new OwnBody(length, 5, false);
        String message = "length of a body must not be negative, was " + length + ": own body";
        for (Exception e : new Exception[] {
            assertThrows(IllegalArgumentException.class, () -> bucket.put("k", body)),
            assertThrows(IllegalArgumentException.class, () -> bucket.append("k", AppendPosition.START, body)),
        }) {
            assertEquals(message, e.getMessage());
        }
        assertEquals(0, body.attempts);
    }

    @Test
    void refusesALengthThatOverflows() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> bucket.put("k", new OwnBody(Long.MAX_VALUE, 5, false)));
        assertTrue(e.getMessage().startsWith("a request must have at most"), e.getMessage());
    }
}
