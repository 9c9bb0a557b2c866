// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.TestFiles;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCrc64Test {
    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("file"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 8 * 1024 * 1024 - 1, 8 * 1024 * 1024, 25_000_001})
    void computesWithAnyNumberOfThreads(int size) throws Exception {
        byte[] bytes = TestFiles.randomBytes(size, size);
        long expected = Crc64.compute(bytes);
        Path file = file(bytes);
        for (int threads : new int[] {1, 2, 3, 5, 100}) {
            assertEquals(expected, FileCrc64.compute(file, threads), threads + " threads");
        }
    }

    @Test
    void rejectsZeroThreads() throws Exception {
        Path file = file(new byte[1]);
        assertThrows(IllegalArgumentException.class, () -> FileCrc64.compute(file, 0));
        assertThrows(NoSuchFileException.class, () -> FileCrc64.compute(folder.resolve("missing"), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void throwsIfTheThreadIsInterrupted(int threads) throws Exception {
        Path file = file(new byte[9 * 1024 * 1024]);
        Thread.currentThread().interrupt();
        try {
            InterruptedIOException e =
                    assertThrows(InterruptedIOException.class, () -> FileCrc64.compute(file, threads));
            assertEquals("interrupted while the CRC64 of a file was computed", e.getMessage());
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is not lost");
        }
    }
}
