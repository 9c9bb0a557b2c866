// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers by a process whose heap is full again and again. This process runs the server. */
@Tag("stress")
class FullHeapTest {
    private static final String TRANSFERS = "20";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"upload", "stream", "download"})
    void completesEachTransfer(String call) throws Exception {
        Files.write(folder.resolve("file"), new byte[2 * 1024 * 1024]);
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            String output = JavaProcess.output(
                    "-Xmx24m",
                    FullHeapClient.class,
                    List.of(
                            emulator.endpoint(),
                            call,
                            TRANSFERS,
                            folder.resolve("file").toString()));
            assertTrue(output.endsWith(" 0 incomplete"), output);
        }
    }
}
