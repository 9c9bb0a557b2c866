// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads of an object to a file. The file is unchanged until the new content is complete and checked. */
class SaveToFileTest extends WireFixture {
    private static final byte[] OLD = "old".getBytes(UTF_8);
    private static final byte[] NEW = "new".repeat(50_000).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private static Reply object(byte[] bytes) {
        return Reply.of(200)
                .addHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(NEW)))
                .body(bytes);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private IOException assertFailsAndKeepsFile(Path file) throws IOException {
        Files.write(file, OLD);
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file));
        assertArrayEquals(OLD, Files.readAllBytes(file));
        assertEquals(List.of(file), list(file.getParent()), "no temporary file remains");
        return e;
    }

    @Test
    void createsAFile() throws Exception {
        server.enqueue(object(NEW));
        Path file = folder.resolve("a b.txt");
        SavedObject saved = bucket.download("k", file);
        assertTrue(saved.isCrcChecked());
        assertEquals(file, saved.file());
        assertEquals(NEW.length, saved.metadata().size());
        assertArrayEquals(NEW, Files.readAllBytes(file));
        assertEquals(List.of(file), list(folder));
    }

    @Test
    void replacesAFile() throws Exception {
        server.enqueue(object(NEW));
        Path file = Files.write(folder.resolve("file"), OLD);
        assertTrue(bucket.download("k", file).isCrcChecked());
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void savesToARelativePathWithDefaultPermissions() throws Exception {
        server.enqueue(object(NEW));
        Path file =
                Path.of("").toAbsolutePath().relativize(folder.resolve("saved").toAbsolutePath());
        assertEquals(file, bucket.download("k", file).file());
        assertArrayEquals(NEW, Files.readAllBytes(folder.resolve("saved")));
        Path other = Files.write(folder.resolve("other"), OLD);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
        }
    }

    @Test
    void throwsIfTheThreadIsInterrupted() {
        Path file = folder.resolve("file");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> bucket.download("k", file));
        assertTrue(Thread.interrupted(), "the flag is kept");
        assertEquals(List.of(), TestFiles.names(folder));
    }

    @Test
    void failsOnAFlippedByte() throws Exception {
        byte[] flipped = NEW.clone();
        flipped[77_777] ^= 1;
        server.enqueue(object(flipped));
        ChecksumMismatchException e = (ChecksumMismatchException) assertFailsAndKeepsFile(folder.resolve("file"));
        assertEquals(Crc64.compute(flipped), e.localCrc64());
        assertEquals(Crc64.compute(NEW), e.remoteCrc64());
    }

    @Test
    void failsOnAMissingByte() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(NEW, NEW.length - 1);
        server.enqueue(object(cut));
        assertEquals(
                ChecksumMismatchException.class,
                assertFailsAndKeepsFile(folder.resolve("file")).getClass());
        server.enqueue(object(cut).chunked(1000));
        String ofUnknownLength = assertFailsAndKeepsFile(folder.resolve("file")).getMessage();
        assertTrue(ofUnknownLength.endsWith("the response is 200 with the whole object"), ofUnknownLength);
    }

    @Test
    void failsIfTheConnectionBreaks() throws Exception {
        server.enqueue(object(NEW).cut(Reply.Cut.IN_BODY));
        assertFailsAndKeepsFile(folder.resolve("file"));
    }

    @Test
    void failsIfTheObjectDoesNotExist() throws Exception {
        server.enqueue(Reply.of(404).body("<Error><Code>NoSuchKey</Code></Error>"));
        assertEquals(
                ServiceException.class,
                assertFailsAndKeepsFile(folder.resolve("file")).getClass());
    }

    @Test
    void throwsNotModifiedException() throws Exception {
        server.enqueue(Reply.of(304));
        assertEquals(
                NotModifiedException.class,
                assertFailsAndKeepsFile(folder.resolve("file")).getClass());
    }

    @Test
    void savesWhatOssMakesOfAnObject() throws Exception {
        server.enqueue(Reply.of(200).addHeader("x-oss-hash-crc64ecma", "1").body("new"));
        Path file = folder.resolve("file");
        SavedObject saved = bucket.download(
                "k",
                file,
                DownloadOptions.builder().process("image/resize,w_200").build());
        assertFalse(saved.isCrcChecked());
        assertEquals("new", Files.readString(file));
        assertEquals(
                "/examplebucket/k?x-oss-process=image%2Fresize%2Cw_200",
                server.take().target());
        assertThrows(
                IllegalArgumentException.class,
                () -> DownloadOptions.builder().process("p").checkpoint(file).build());
    }

    @Test
    void failsOnAFullDisk() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(64 * 1024).build())) {
            server.enqueue(object(NEW));
            Path data = Files.createDirectory(small.getPath("/data"));
            IOException e = assertFailsAndKeepsFile(data.resolve("file"));
            assertTrue(e.getMessage().contains("/data/file"), e.getMessage());
            assertTrue(e.getMessage().contains("out of disk space"), e.getMessage());
        }
    }

    @Test
    void failsOnAReadOnlyFileSystem() {
        Path file = Path.of(URI.create("jrt:/java.base/file"));
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file));
        assertTrue(e.getMessage().contains("cannot write /modules/java.base/file"), e.getMessage());
        assertTrue(e.getMessage().contains("ReadOnly"), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }

    private static void denyAccess(Path file) throws IOException {
        throw new AccessDeniedException(file.toString());
    }

    @Test
    void failsIfTheDirectoryIsNotWritable() throws Exception {
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path real = readOnly.resolve("file");
        // Root can write to any directory.
        Path file = Files.isWritable(readOnly) ? RacingFileSystem.of(real, SaveToFileTest::denyAccess) : real;
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file));
        assertTrue(e.getMessage().contains("cannot write " + file), e.getMessage());
        assertTrue(e.getMessage().contains("AccessDenied"), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }

    @Test
    void followsASymbolicLink() throws Exception {
        server.enqueue(object(NEW));
        Path otherDirectory = Files.createDirectory(folder.resolve("other"));
        Path file = Files.write(otherDirectory.resolve("file"), OLD);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertEquals(link, bucket.download("k", link).file());
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(NEW, Files.readAllBytes(file));
        assertEquals(List.of(file), list(otherDirectory));
    }

    @Test
    void rejectsASymbolicLinkToAMissingFile() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("missing"));
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", link));
        assertTrue(e.getMessage().contains("symbolic link to a missing file"), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }

    @Test
    void rejectsAFileThatIsNotRegular() throws Exception {
        Path socket = TestFiles.createSocket(folder.resolve("socket"));
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", socket));
        assertTrue(e.getMessage().contains("not a regular file"), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-"})
    void keepsThePermissionsOfTheReplacedFile(String rights) throws Exception {
        server.enqueue(object(NEW));
        Path file = Files.write(folder.resolve("file"), OLD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        bucket.download("k", file);
        assertEquals(rights, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void acceptsTheLongestFileName() throws Exception {
        server.enqueue(object(NEW));
        Path file = folder.resolve("n".repeat(255));
        bucket.download("k", file);
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void rejectsAMissingDirectory() {
        Path file = folder.resolve("missing").resolve("file");
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file));
        assertTrue(e.getMessage().contains("cannot write " + file), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }

    @Test
    void rejectsADirectory() {
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", folder));
        assertTrue(e.getMessage().contains("directory"), e.getMessage());
        assertEquals(0, server.requestCount(), "nothing was sent");
    }
}
