// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts and gets of 1 GiB by processes with a small heap. This process runs the server. */
@Tag("stress")
class SmallHeapTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void putsAGibibyteInASixMegabyteHeapAndGetsItInEight() throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            String crc64 = run("-Xmx6m", emulator, "put");
            assertEquals(crc64, run("-Xmx8m", emulator, "get"));
        }
    }

    private static String run(String heap, Emulator emulator, String call) throws Exception {
        Process process = JavaProcess.start(
                heap, SmallHeapClient.class, List.of(emulator.endpoint(), call, Long.toString(GIBIBYTE)));
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(1, TimeUnit.MINUTES);
            assertEquals(0, process.exitValue(), output);
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }
}
