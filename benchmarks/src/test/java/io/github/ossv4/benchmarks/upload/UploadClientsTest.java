// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ChecksumMismatchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All clients must do the same work. */
class UploadClientsTest {
    /** Two parts and a smaller one. */
    private static final int SIZE = 13_000_000;

    private static final Path NONE = Path.of("none");

    interface Transfer {
        void start(String[] arguments) throws Exception;
    }

    private static final List<Transfer> OURS = List.of(Ossv4Put::main, Ossv4Parts::main);
    private static final List<Transfer> OTHERS = List.of(OkHttpPut::main, OkHttpParts::main);

    @TempDir
    private Path folder;

    private Path file = NONE;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("file");
        ConstantBytes.write(file, SIZE);
    }

    private void run(Transfer upload, Sink sink) throws Exception {
        upload.start(new String[] {sink.endpoint(), file.toString()});
    }

    @Test
    void uploadsAllBytes() throws Exception {
        for (List<Transfer> uploads : List.of(OURS, OTHERS)) {
            for (Transfer upload : uploads) {
                try (Sink sink = Sink.start()) {
                    run(upload, sink);
                    assertEquals(SIZE, sink.received());
                    assertEquals(SIZE, sink.length("/examplebucket/large"));
                }
            }
        }
    }

    /** Our clients reject a file with another CRC64; the others do not check it. */
    @Test
    void onlyOursCheckCrc64() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[SIZE - 1]++;
        Files.write(file, bytes);
        try (Sink sink = Sink.start()) {
            for (Transfer upload : OURS) {
                assertThrows(ChecksumMismatchException.class, () -> run(upload, sink));
            }
            for (Transfer upload : OTHERS) {
                run(upload, sink);
            }
        }
    }

    @Test
    void downloadsUploadedFile() throws Exception {
        List<Transfer> downloads = List.of(Ossv4Get::main, Ossv4Download::main, OkHttpGet::main, OkHttpDownload::main);
        try (Sink sink = Sink.start()) {
            run(Ossv4Put::main, sink);
            for (Transfer download : downloads) {
                Path copy = folder.resolve("copy");
                download.start(new String[] {sink.endpoint(), copy.toString()});
                assertEquals(-1, Files.mismatch(file, copy));
                Files.delete(copy);
            }
        }
    }

    @Test
    void computesChecksumFromLength() {
        for (int length : new int[] {0, 1, 2, 3, 1000, SIZE}) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, ConstantBytes.BYTE);
            assertEquals(Crc64.compute(bytes), ConstantBytes.crc64(length), () -> length + " bytes");
        }
    }
}
