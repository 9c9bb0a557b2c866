// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.benchmarks.upload.Client.Work;
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

    private static final List<Work> UPLOADS = List.of(Work.UPLOAD, Work.UPLOAD_PARTS);

    interface Program {
        void start(String[] arguments) throws Exception;
    }

    @TempDir
    private Path folder;

    private Path file = NONE;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("file");
        ConstantBytes.write(file, SIZE);
    }

    private static void run(Program program, Work work, Sink sink, Path file) throws Exception {
        program.start(new String[] {sink.endpoint(), file.toString(), work.name()});
    }

    @Test
    void uploadsAllBytes() throws Exception {
        for (Program program : List.<Program>of(Ossv4::main, OkHttp::main)) {
            for (Work upload : UPLOADS) {
                try (Sink sink = Sink.start()) {
                    run(program, upload, sink, file);
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
            for (Work upload : UPLOADS) {
                assertThrows(ChecksumMismatchException.class, () -> run(Ossv4::main, upload, sink, file));
                run(OkHttp::main, upload, sink, file);
            }
        }
    }

    @Test
    void downloadsUploadedFile() throws Exception {
        Path copy = folder.resolve("copy");
        try (Sink sink = Sink.start()) {
            run(Ossv4::main, Work.UPLOAD, sink, file);
            for (Program program : List.<Program>of(Ossv4::main, OkHttp::main)) {
                for (Work download : List.of(Work.DOWNLOAD, Work.DOWNLOAD_PARTS)) {
                    run(program, download, sink, copy);
                    assertEquals(-1, Files.mismatch(file, copy));
                    Files.delete(copy);
                }
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
