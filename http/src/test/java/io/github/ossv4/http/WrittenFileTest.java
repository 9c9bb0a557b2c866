// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okio.Buffer;
import okio.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads are checked by the content of the file, not by the received bytes. */
class WrittenFileTest extends EmulatorFixture {
    private static final byte[] BYTES = TestFiles.randomBytes(5, 300_000);

    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Changes the first byte of the temporary file, as a broken disk does. */
    private void damage() {
        try {
            for (Path file : files()) {
                if (file.toString().endsWith(".part")) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) ~BYTES[0]}), 0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void failsIfTheFileIsDamaged() throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path file = Files.writeString(folder.resolve("file"), "old");
        GetOptions options = GetOptions.builder()
                .progress((bytes, total) -> {
                    if (bytes == total) {
                        damage();
                    }
                })
                .build();
        IOException e = assertThrows(IOException.class, () -> bucket.getToFile("k", file, options));
        assertTrue(e.getMessage().contains("read back other bytes than were written at 0 to 299999"), e.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    /** Runs an action when the last part was written, or the only response was read. */
    private BucketClient changing(Runnable change) {
        return client().listener(new CallListener() {
                    @Override
                    public void partCompleted(String key, Part part) {
                        if (part.number() == 3) {
                            change.run();
                        }
                    }

                    @Override
                    public void succeeded(CallAttempt attempt) {
                        if (attempt.operation().equals("GetObject") && attempt.partNumber() == 0) {
                            change.run();
                        }
                    }
                })
                .build();
    }

    private void truncate() {
        try {
            for (Path file : files()) {
                if (file.toString().endsWith(".part")) {
                    Files.write(file, Arrays.copyOf(BYTES, BYTES.length - 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another process changes bytes that were written, before the file is moved. */
    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void failsIfTheFileIsChangedAfterItWasWritten(boolean inParts, boolean truncated) throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path file = Files.writeString(folder.resolve("file"), "old");
        DownloadOptions parts =
                DownloadOptions.builder().partSize(100 * 1024).workers(1).build();
        try (BucketClient changing = changing(truncated ? this::truncate : this::damage)) {
            IOException e = assertThrows(IOException.class, () -> {
                if (inParts) {
                    changing.download("k", file, parts);
                } else {
                    changing.getToFile("k", file);
                }
            });
            assertTrue(
                    e.getMessage()
                            .contains(
                                    truncated
                                            ? "the temporary file must have at least "
                                            : "read back other bytes than were written at "),
                    e.getMessage());
        }
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void checksPartsAndSize() throws Exception {
        try (TargetFile target = TargetFile.create(DownloadTarget.of(folder.resolve("file")))) {
            write(target, 100, new Buffer().write(HELLO));
            target.endAt(105);
            target.checkWritten(100, 5, Crc64.compute(HELLO), () -> false);
            assertThrows(IOException.class, () -> target.checkWritten(101, 4, Crc64.compute(HELLO), () -> false));
            assertThrows(IOException.class, () -> target.checkWritten(100, 6, Crc64.compute(HELLO), () -> false));
            assertThrows(CancellationException.class, () -> target.checkWritten(100, 5, 0, () -> true));
            assertThrows(IOException.class, () -> target.move(104, null));
            Files.write(target.temporary(), "damaged".getBytes(UTF_8));
            assertThrows(IOException.class, () -> target.checkWritten(100, 5, Crc64.compute(HELLO), () -> false));
            target.discard(new IOException());
        }
    }

    @Test
    void savesIntoAZipFile() throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path archive = folder.resolve("a.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertTrue(bucket.getToFile("k", zip.getPath("/whole")).crcChecked());
            assertTrue(bucket.download(
                            "k",
                            zip.getPath("/parts"),
                            DownloadOptions.builder().partSize(100 * 1024).build())
                    .crcChecked());
            bucket.getToFile("k", zip.getPath("/whole"));
        }
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            assertArrayEquals(BYTES, Files.readAllBytes(zip.getPath("/whole")));
            assertArrayEquals(BYTES, Files.readAllBytes(zip.getPath("/parts")));
            try (Stream<Path> files = Files.list(zip.getPath("/"))) {
                assertEquals(2, files.count());
            }
        }
    }

    /** A lock file in a zip file would exclude nobody. */
    @Test
    void rejectsTheCheckpointOfAnUploadInAZipFile() throws Exception {
        Path file = Files.write(folder.resolve("file"), BYTES);
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            UploadOptions options = UploadOptions.builder()
                    .partSize(100 * 1024)
                    .threshold(0)
                    .checkpoint(zip.getPath("/checkpoint"))
                    .build();
            IOException e = assertThrows(IOException.class, () -> bucket.upload("k", file, options));
            assertTrue(e.getMessage().contains("cannot write /checkpoint"), e.getMessage());
            assertTrue(e.getMessage().contains("its file system cannot lock files"), e.getMessage());
            assertNoUploads();
        }
    }

    @Test
    void resumesADownloadIntoAZipFile() throws Exception {
        bucket.put("k", Body.of(BYTES));
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            DownloadOptions options = DownloadOptions.builder()
                    .partSize(100 * 1024)
                    .workers(1)
                    .checkpoint(zip.getPath("/checkpoint"))
                    .build();
            AtomicInteger parts = new AtomicInteger();
            try (BucketClient failing = client().listener(new CallListener() {
                        @Override
                        public void started(CallAttempt attempt) {
                            if (attempt.operation().equals("GetObject")) {
                                parts.incrementAndGet();
                            }
                        }

                        @Override
                        public void partCompleted(String key, Part part) {
                            if (parts.get() == 2) {
                                emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
                            }
                        }
                    })
                    .build()) {
                assertThrows(ServiceException.class, () -> failing.download("k", zip.getPath("/file"), options));
                assertTrue(Files.exists(zip.getPath("/checkpoint")));
                assertTrue(failing.download("k", zip.getPath("/file"), options).crcChecked());
                assertEquals(4, parts.get(), "the parts that were complete are not fetched again");
            }
            assertArrayEquals(BYTES, Files.readAllBytes(zip.getPath("/file")));
        }
    }

    @Test
    void uploadsFromAZipFile() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path file = Files.write(zip.getPath("/file"), BYTES);
            assertTrue(bucket.put("k", Body.of(file)).crcChecked());
        }
    }

    private static void write(TargetFile target, long position, Buffer bytes) throws IOException {
        Sink sink = target.sinkAt(position);
        sink.write(bytes, bytes.size());
        sink.flush();
    }
}
