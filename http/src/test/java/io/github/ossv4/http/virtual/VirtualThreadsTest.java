// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.virtual;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** Ten thousand virtual threads that share one carrier. This process runs the server. */
@EnabledForJreRange(minVersion = VirtualThreads.FIRST_JDK)
class VirtualThreadsTest {
    private static final String THREADS = "10000";
    private static final String CONNECTIONS = "256";

    @Test
    void completesEachCallAndPinsNoThread() throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            String output = JavaProcess.output(
                    List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                    VirtualThreadsClient.class,
                    List.of(emulator.endpoint(), THREADS, CONNECTIONS));
            System.out.println(output);
            assertTrue(output.startsWith(THREADS + " right, "), output);
            assertFalse(output.contains("pinned: "), output);
        }
    }
}
