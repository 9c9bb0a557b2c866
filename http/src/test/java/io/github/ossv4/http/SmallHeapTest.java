// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import java.util.List;
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
        return JavaProcess.output(
                heap, SmallHeapClient.class, List.of(emulator.endpoint(), call, Long.toString(GIBIBYTE)));
    }
}
