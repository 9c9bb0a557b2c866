// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okio.Throttler;
import org.junit.jupiter.api.Test;

/** {@link BucketClient.Builder#throttler}. */
class ThrottlerTest extends EmulatorFixture {
    private static final int SIZE = 300_000;
    private static final int BURST = 50_000;
    private static final int BYTES_PER_SECOND = 1_000_000;

    private interface Transfer {
        void run() throws Exception;
    }

    /** A loaded machine makes it slower, never faster. */
    private static void assertThrottled(Transfer transfer) throws Exception {
        long start = System.nanoTime();
        transfer.run();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        long least = (SIZE - BURST) * 1000L / BYTES_PER_SECOND;
        assertTrue(millis >= least, millis + " ms");
    }

    @Test
    void limitsRateOfBodies() throws Exception {
        Throttler throttler = new Throttler();
        throttler.bytesPerSecond(BYTES_PER_SECOND, 1000, BURST);
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);

        try (BucketClient throttled = client().throttler(throttler).build()) {
            assertThrottled(() -> throttled.put("a", bytes));
            assertThrottled(() -> assertArrayEquals(bytes, throttled.getBytes("a")));
        }
    }

    @Test
    void rejectsThrottlerBesideOkHttpClient() {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> client().okHttpClient(new OkHttpClient())
                        .throttler(new Throttler())
                        .build());
        assertTrue(refused.getMessage().contains("throttler"), refused::getMessage);
    }
}
