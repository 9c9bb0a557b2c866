// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that change during their upload. */
class ChangedFileTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] bytes;

    private interface Change {
        void apply() throws IOException;
    }

    @BeforeEach
    void write() throws IOException {
        bytes = TestFiles.randomBytes(1, 3 * PART);
        file = Files.write(folder.resolve("file"), bytes);
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("unix"));
    }

    /**
     * Uploads the file, and changes it after the first bytes are sent.
     *
     * @param threshold the size up to which the file is uploaded in one request
     */
    private PutResult upload(long threshold, Change change) throws IOException {
        AtomicBoolean changed = new AtomicBoolean();
        UploadOptions options = UploadOptions.builder()
                .partSize(PART)
                .parallel(1)
                .threshold(threshold)
                .progress(progress -> {
                    if (progress.bytes() > 0 && changed.compareAndSet(false, true)) {
                        try {
                            applyUntilDetectable(change);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                })
                .build();
        PutResult result = bucket.upload("k", file, options);
        assertTrue(changed.get());
        return result;
    }

    /** Repeats a change until the change time differs: it may have a resolution of some milliseconds. */
    private void applyUntilDetectable(Change change) throws IOException {
        Object before = Files.getAttribute(file, "unix:ctime");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        do {
            change.apply();
            assertTrue(System.nanoTime() < deadline, "the time of the file does not change");
        } while (Files.getAttribute(file, "unix:ctime").equals(before));
    }

    private void rewrite(long position) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~bytes[(int) position]}), position);
        }
        Files.setLastModifiedTime(file, modified);
        assertEquals(modified, Files.getLastModifiedTime(file));
        assertEquals(bytes.length, Files.size(file));
    }

    @Test
    void failsIfTheFileIsRewrittenWithItsOldTime() throws Exception {
        IOException e = assertThrows(IOException.class, () -> upload(0, () -> rewrite(0)));
        assertTrue(e.getMessage().contains("changed while it was uploaded"), e.getMessage());
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertNoUploads();
    }

    @Test
    void failsIfTheFileIsRewrittenDuringAPut() {
        IOException e = assertThrows(IOException.class, () -> upload(3 * PART, () -> rewrite(0)));
        assertTrue(e.getMessage().contains("changed while it was uploaded"), e.getMessage());
    }

    /** All uploaded bytes belong to one state of the file. */
    @Test
    void uploadsAFileWhoseLastPartIsRewrittenBeforeItIsRead() throws Exception {
        assertTrue(upload(0, () -> rewrite(3 * PART - 1)).isCrcChecked());
        assertArrayEquals(Files.readAllBytes(file), bytes("k"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3 * PART})
    void uploadsAFileWhosePermissionsChange(long threshold) throws Exception {
        boolean[] restricted = {false};
        Change chmod = () -> {
            restricted[0] = !restricted[0];
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(restricted[0] ? "rw-------" : "rw-r-----"));
        };
        assertTrue(upload(threshold, chmod).isCrcChecked());
        assertArrayEquals(bytes, bytes("k"));
    }

    @Test
    void uploadsAFileThatGetsAnotherName() throws Exception {
        boolean[] linked = {false};
        Path link = folder.resolve("link");
        Change change = () -> {
            linked[0] = !linked[0];
            if (linked[0]) {
                Files.createLink(link, file);
            } else {
                Files.delete(link);
            }
        };
        assertTrue(upload(0, change).isCrcChecked());
    }

    @Test
    @Timeout(60)
    void failsIfTheFileBecomesAPipe() throws Exception {
        boolean[] replaced = {false};
        Change replace = () -> {
            if (!replaced[0]) {
                Files.delete(file);
                TestFiles.createPipe(file);
                replaced[0] = true;
            }
        };
        IOException e = assertThrows(IOException.class, () -> upload(0, replace));
        assertTrue(e.getMessage().contains("not a regular file"), e.getMessage());
        assertNoUploads();
    }

    @Test
    void failsIfTheFileIsReplaced() throws Exception {
        FileTime modified = Files.getLastModifiedTime(file);
        Change replace = () -> {
            Path other = Files.write(folder.resolve("other"), bytes);
            Files.setLastModifiedTime(other, modified);
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        };
        IOException e = assertThrows(IOException.class, () -> upload(0, replace));
        assertTrue(e.getMessage().contains("changed while it was uploaded"), e.getMessage());
    }
}
