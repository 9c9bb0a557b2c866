// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.ForwardingFileChannel;
import io.github.ossv4.http.testing.RacingFileSystem;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the file of a download is written, on file systems of several kinds. */
class WrittenFileTest extends EmulatorFixture {
    private static final byte[] BYTES = TestFiles.randomBytes(5, 300_000);

    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Truncates the temporary file when the last part was written. */
    private BucketClient truncating() {
        return client().listener(new CallListener() {
                    @Override
                    public void partCompleted(String key, Part part) {
                        if (part.offset() + part.length() == BYTES.length) {
                            truncate();
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

    private static void save(BucketClient from, Path file, boolean inParts) throws IOException {
        if (inParts) {
            from.download(
                    "k",
                    file,
                    DownloadOptions.builder().partSize(100 * 1024).parallel(1).build());
        } else {
            from.download("k", file);
        }
    }

    private void assertFailsAndKeepsTheFile(BucketClient from, Path file, boolean inParts) throws IOException {
        Path real = Files.writeString(folder.resolve("file"), "old");
        IOException e = assertThrows(CannotWriteException.class, () -> save(from, file, inParts));
        assertTrue(e.getMessage().contains("the temporary file must have 300000 bytes, has 299999"), e.getMessage());
        assertEquals("old", Files.readString(real));
        assertEquals(List.of(real), files());
    }

    /** Another process truncates the file before it is moved. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsIfTheFileIsTruncatedAfterItWasWritten(boolean inParts) throws Exception {
        bucket.put("k", Body.of(BYTES));
        try (BucketClient truncating = truncating()) {
            assertFailsAndKeepsTheFile(truncating, folder.resolve("file"), inParts);
        }
    }

    /** Returns a file whose temporary file is written through another channel. */
    private Path through(UnaryOperator<FileChannel> wrapper) {
        return RacingFileSystem.of(folder.resolve("file"), new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public FileChannel opened(FileChannel channel) {
                return wrapper.apply(channel);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesTheRestAfterAShortWrite(boolean inParts) throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path file = through(channel -> new ForwardingFileChannel(channel) {
            @Override
            public int write(ByteBuffer bytes, long position) throws IOException {
                ByteBuffer some = bytes.duplicate();
                some.limit(Math.min(some.limit(), some.position() + 1000));
                int written = super.write(some, position);
                bytes.position(some.position());
                return written;
            }
        });
        save(bucket, file, inParts);
        assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("file")));
    }

    /** A write is reported as complete, but its last byte is not in the file. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsIfAWriteIsShorterThanReported(boolean inParts) throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path file = through(channel -> new ForwardingFileChannel(channel) {
            @Override
            public int write(ByteBuffer bytes, long position) throws IOException {
                int written = super.write(bytes, position);
                if (position + written == BYTES.length) {
                    super.truncate(BYTES.length - 1);
                }
                return written;
            }
        });
        assertFailsAndKeepsTheFile(bucket, file, inParts);
    }

    /** If a file was truncated to 0 bytes, ext4 and Btrfs write all of its data to the disk when it is closed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neitherReadsNorEmptiesTheFile(boolean inParts) throws Exception {
        bucket.put("k", Body.of(BYTES));
        emulator.inject(Fault.downloadCut(50_000));
        List<String> unexpected = new CopyOnWriteArrayList<>();
        Path file = through(channel -> new ForwardingFileChannel(channel) {
            @Override
            public int read(ByteBuffer to, long position) throws IOException {
                unexpected.add("read at " + position);
                return super.read(to, position);
            }

            @Override
            public FileChannel truncate(long size) throws IOException {
                if (size == 0) {
                    unexpected.add("truncated");
                }
                return super.truncate(size);
            }
        });
        try (BucketClient retrying = client().retryPolicy(IMMEDIATE_RETRIES).build()) {
            save(retrying, file, inParts);
        }
        assertEquals(List.of(), unexpected);
        assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("file")));
    }

    @Test
    void savesIntoAZipFile() throws Exception {
        bucket.put("k", Body.of(BYTES));
        Path archive = folder.resolve("a.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertTrue(bucket.download("k", zip.getPath("/whole")).isCrcChecked());
            assertTrue(bucket.download(
                            "k",
                            zip.getPath("/parts"),
                            DownloadOptions.builder().partSize(100 * 1024).build())
                    .isCrcChecked());
            bucket.download("k", zip.getPath("/whole"));
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
                    .parallel(1)
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
                assertTrue(failing.download("k", zip.getPath("/file"), options).isCrcChecked());
                assertEquals(4, parts.get(), "the parts that were complete are not fetched again");
            }
            assertArrayEquals(BYTES, Files.readAllBytes(zip.getPath("/file")));
        }
    }

    @Test
    void uploadsFromAZipFile() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path file = Files.write(zip.getPath("/file"), BYTES);
            assertTrue(bucket.put("k", Body.of(file)).isCrcChecked());
        }
    }
}
