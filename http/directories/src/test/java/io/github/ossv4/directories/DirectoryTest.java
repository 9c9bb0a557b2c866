// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.FileCrc64;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferProgress;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads and downloads of directories. */
class DirectoryTest extends EmulatorFixture {
    private static final String LINK = ": a symbolic link is not followed: transfer what it leads to by its own path";

    private static final UploadOptions PARTS =
            UploadOptions.builder().partSize(100 * 1024).threshold(200 * 1024).build();

    @TempDir
    private Path temporary;

    private Path source() throws IOException {
        Path source = Files.createDirectories(temporary.resolve("source"));
        Files.createDirectories(source.resolve("empty"));
        write(source, "a.txt", 5);
        write(source, "b/large.bin", 450 * 1024);
        write(source, TestFiles.pathOrSkip("b/c/鍵 +%.txt").toString(), 0);
        write(source, "b/c/.hidden", 10);
        return source;
    }

    private static void write(Path directory, String name, int size) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + name.length());
        }
        Files.write(file, bytes);
    }

    private List<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).collect(Collectors.toList());
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(
                        directory.relativize(file).toString(), FileCrc64.compute(file, 1) + " " + Files.size(file));
            }
        }
        return contents;
    }

    @Test
    void uploadsAndDownloadsATree() throws Exception {
        Path source = source();
        List<TransferProgress> progress = Collections.synchronizedList(new ArrayList<>());
        List<FileOutcome> outcomes = new ArrayList<>();
        DirectoryResult up = Directories.of(bucket)
                .upload(
                        source,
                        "x/y",
                        DirectoryOptions.builder()
                                .upload(PARTS)
                                .progress(progress::add)
                                .outcomes(outcomes::add)
                                .build());
        assertEquals(4, up.transferredCount());
        assertEquals(450 * 1024 + 15, up.bytes());
        assertEquals(List.of(), up.throwIfFailed().skipped());
        assertEquals(List.of("x/y/a.txt", "x/y/b/c/.hidden", "x/y/b/c/鍵 +%.txt", "x/y/b/large.bin"), keys());
        assertEquals("text/plain", bucket.head("x/y/a.txt").contentType());
        assertEquals("Multipart", bucket.head("x/y/b/large.bin").type());
        assertEquals(4, outcomes.size());
        TransferProgress last = progress.get(progress.size() - 1);
        assertEquals(last.totalBytes(), last.bytes());
        assertEquals(4, last.parts());
        assertEquals(4, last.totalParts());

        Path target = temporary.resolve("new/target");
        DirectoryResult down = Directories.of(bucket)
                .download(
                        "x/y/",
                        target,
                        DirectoryOptions.builder()
                                .download(DownloadOptions.builder()
                                        .partSize(100 * 1024)
                                        .build())
                                .build());
        assertEquals(4, down.throwIfFailed().transferredCount());
        assertEquals(contents(source), contents(target));
        assertEquals(4, Directories.of(bucket).download("x/y", target).transferredCount());
        assertEquals(contents(source), contents(target));
    }

    @Test
    void downloadsTwiceInParallelIntoOneNewTree() throws Exception {
        for (int i = 0; i < 50; i++) {
            bucket.put("p/" + i + "/a/b/c/d/e/f", "hello");
        }
        Path target = temporary.resolve("target");
        List<CompletableFuture<DirectoryResult>> downloads = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Directories.of(bucket).download("p", target);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();
        for (CompletableFuture<DirectoryResult> download : downloads) {
            DirectoryResult result = download.get(1, TimeUnit.MINUTES);
            assertEquals(50, result.throwIfFailed().transferredCount());
        }
        assertEquals(50, contents(target).size());
    }

    @Test
    void reportsWhatWasStoredAndSaved() throws Exception {
        Path source = Files.createDirectories(temporary.resolve("one"));
        write(source, "a.txt", 5);
        List<FileOutcome> outcomes = new ArrayList<>();
        Directories.of(bucket)
                .upload(
                        source,
                        "",
                        DirectoryOptions.builder().outcomes(outcomes::add).build());
        Directories.of(bucket)
                .download(
                        "",
                        temporary.resolve("copy"),
                        DirectoryOptions.builder().outcomes(outcomes::add).build());

        assertEquals(
                FileCrc64.compute(source.resolve("a.txt"), 1),
                outcomes.get(0).stored().crc64());
        assertNull(outcomes.get(0).saved());
        assertEquals(5, outcomes.get(1).saved().metadata().size());
        assertNull(outcomes.get(1).stored());
    }

    @Test
    void skipsSameFilesBothWays() throws Exception {
        Path source = source();
        Directories.of(bucket).upload(source, "x").throwIfFailed();
        write(source, "a.txt", 6);
        write(source, "new", 7);
        bucket.put("x/b/c/.hidden", "0123456789");
        List<FileOutcome> outcomes = new ArrayList<>();

        DirectoryResult up = Directories.of(bucket)
                .upload(
                        source,
                        "x",
                        DirectoryOptions.builder()
                                .comparison(Comparison.CRC64)
                                .outcomes(outcomes::add)
                                .build());
        assertEquals(3, up.throwIfFailed().transferredCount());
        assertEquals(
                List.of("x/b/c/鍵 +%.txt", "x/b/large.bin"),
                outcomes.stream()
                        .filter(FileOutcome::isSame)
                        .map(FileOutcome::key)
                        .sorted()
                        .collect(Collectors.toList()));

        Path target = temporary.resolve("target");
        DirectoryOptions options =
                DirectoryOptions.builder().comparison(Comparison.CRC64).build();
        assertEquals(5, Directories.of(bucket).download("x", target, options).transferredCount());
        assertEquals(0, Directories.of(bucket).download("x", target, options).transferredCount());
        Files.write(target.resolve("a.txt"), new byte[6]);
        DirectoryResult down = Directories.of(bucket).download("x", target, options);
        assertEquals(1, down.transferredCount());
        assertEquals(4, down.skipped().size());
        assertEquals(contents(source), contents(target));
    }

    @Test
    void failsIfComparisonFails() throws Exception {
        Path source = Files.createDirectories(temporary.resolve("one"));
        write(source, "a.txt", 5);
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));

        DirectoryResult up = Directories.of(bucket)
                .upload(
                        source,
                        "x",
                        DirectoryOptions.builder().comparison(Comparison.CRC64).build());

        assertEquals(1, up.failed().size());
        assertFalse(bucket.exists("x/a.txt"));
    }

    @Test
    void resumesFilesWithCheckpoints() throws Exception {
        Path source = source();
        Path checkpoints = Files.createDirectories(temporary.resolve("checkpoints"));
        DirectoryOptions upload = DirectoryOptions.builder()
                .upload(PARTS)
                .checkpoints((key, file) -> checkpoints.resolve(key.replace('/', '_')))
                .build();
        emulator.inject(Fault.error(403, "AccessDenied").on("CompleteMultipartUpload"));
        DirectoryResult failed = Directories.of(bucket).upload(source, "x", upload);
        assertEquals("x/b/large.bin", failed.failed().get(0).key());
        assertEquals(List.of("x_b_large.bin"), names(checkpoints));

        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(100));
        assertEquals(
                4,
                Directories.of(bucket)
                        .upload(source, "x", upload)
                        .throwIfFailed()
                        .transferredCount());
        emulator.clearFaults();
        assertEquals(List.of(), names(checkpoints));
    }

    @Test
    void resumesDownloadsWithCheckpoints() throws Exception {
        Path source = source();
        Directories.of(bucket).upload(source, "x").throwIfFailed();
        Path checkpoints = Files.createDirectories(temporary.resolve("checkpoints"));
        Path target = temporary.resolve("target");
        DirectoryOptions download = DirectoryOptions.builder()
                .filter("large.bin"::equals)
                .download(DownloadOptions.builder()
                        .partSize(100 * 1024)
                        .parallel(1)
                        .build())
                .checkpoints((key, file) -> checkpoints.resolve(key.replace('/', '_')))
                .build();
        CallListener afterOnePart = new CallListener() {
            @Override
            public void partCompleted(String key, Part part) {
                if (part.number() == 1) {
                    emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
                }
            }
        };
        try (BucketClient failing = client().listener(afterOnePart).build()) {
            assertEquals(
                    1,
                    Directories.of(failing)
                            .download("x/b", target, download)
                            .failed()
                            .size());
        }
        assertEquals(List.of("x_b_large.bin"), names(checkpoints));

        Directories.of(bucket).download("x/b", target, download).throwIfFailed();
        assertEquals(450 * 1024, Files.size(target.resolve("large.bin")));
        assertEquals(List.of(), names(checkpoints));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".ossv4-lock"))
                    .collect(Collectors.toList());
        }
    }

    @Test
    void uploadsWithoutAPrefix() throws Exception {
        Directories.of(bucket).upload(source(), "");
        assertEquals(List.of("a.txt", "b/c/.hidden", "b/c/鍵 +%.txt", "b/large.bin"), keys());
    }

    @Test
    void filtersNames() throws Exception {
        DirectoryResult up = Directories.of(bucket)
                .upload(
                        source(),
                        "p",
                        DirectoryOptions.builder()
                                .filter(name -> name.endsWith(".txt"))
                                .build());
        assertEquals(2, up.transferredCount());
        DirectoryResult down = Directories.of(bucket)
                .download(
                        "p",
                        temporary.resolve("t"),
                        DirectoryOptions.builder().filter("a.txt"::equals).build());
        assertEquals(1, down.transferredCount());
        assertEquals(
                List.of("a.txt"), List.copyOf(contents(temporary.resolve("t")).keySet()));
    }

    @Test
    void skipsLinksUnlessTheyAreFollowed() throws Exception {
        Path source = source();
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        write(outside, "secret", 3);
        Files.createSymbolicLink(source.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(source.resolve("dir"), outside);
        Files.createSymbolicLink(source.resolve("loop"), source);
        Files.createSymbolicLink(source.resolve("nowhere"), source.resolve("missing"));
        DirectoryResult result = Directories.of(bucket).upload(source, "");
        assertEquals(
                List.of("SKIPPED dir" + LINK, "SKIPPED link" + LINK, "SKIPPED loop" + LINK, "SKIPPED nowhere" + LINK),
                result.skipped().stream().map(FileOutcome::toString).sorted().toList());
        assertEquals(4, result.transferredCount());
        result = Directories.of(bucket)
                .upload(
                        source,
                        "f",
                        DirectoryOptions.builder().followLinks(true).build());
        assertEquals(6, result.transferredCount());
        assertTrue(bucket.exists("f/dir/secret"));
        assertEquals(
                List.of(
                        "FAILED f/loop: FileSystemLoopException: "
                                + source.toRealPath().resolve("loop"),
                        "FAILED f/nowhere: the symbolic link leads to no file"),
                result.failed().stream().map(FileOutcome::toString).sorted().toList());
        IOException e = assertThrows(IOException.class, result::throwIfFailed);
        assertTrue(e.getMessage().startsWith("2 of 8 files failed, the first is FAILED f/"), e.getMessage());
    }

    @Test
    void reportsFilesThatFail() throws Exception {
        Path source = source();
        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject"));
        DirectoryResult result = Directories.of(bucket)
                .upload(source, "", DirectoryOptions.builder().parallel(1).build());
        assertEquals(3, result.transferredCount());
        FileOutcome failed = result.failed().get(0);
        assertEquals("a.txt", failed.key());
        assertEquals(source.toRealPath().resolve("a.txt"), failed.file());
        assertEquals("AccessDenied", ((ServiceException) failed.failure()).code());
        assertNotNull(failed.reason());

        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject"));
        result = Directories.of(bucket)
                .upload(
                        source,
                        "",
                        DirectoryOptions.builder()
                                .parallel(1)
                                .stopAtFailure(true)
                                .build());
        assertEquals(0, result.transferredCount());
        assertEquals(1, result.failed().size());

        emulator.inject(Fault.error(404, "NoSuchKey").on("GetObject"));
        result = Directories.of(bucket)
                .download(
                        "",
                        temporary.resolve("t"),
                        DirectoryOptions.builder().parallel(1).build());
        assertEquals(1, result.failed().size());
        assertEquals(2, result.transferredCount());
    }

    @Test
    void reportsAFileThatChangesAfterItWasFound() throws Exception {
        Path source = source();
        DirectoryResult result = Directories.of(bucket)
                .upload(
                        source,
                        "",
                        DirectoryOptions.builder()
                                .parallel(1)
                                .outcomes(outcome -> {
                                    try {
                                        Files.write(source.resolve("b/large.bin"), HELLO);
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                })
                                .build());
        assertEquals(
                "FAILED b/large.bin: the file changed: it had 460800 bytes and has 5",
                result.failed().get(0).toString());
        assertEquals(15, result.bytes());
    }

    /** Replaces a file or a directory by a link, when the first file is uploaded. */
    private DirectoryResult uploadWithLink(Path source, Path replaced, Path outside) throws IOException {
        return Directories.of(bucket)
                .upload(
                        source,
                        "",
                        DirectoryOptions.builder()
                                .parallel(1)
                                .outcomes(outcome -> {
                                    try {
                                        if (!Files.isSymbolicLink(replaced)) {
                                            Files.move(replaced, source.resolveSibling("moved"));
                                            Files.createSymbolicLink(replaced, outside);
                                        }
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                })
                                .build());
    }

    private static Path outside(Path parent) throws IOException {
        Path outside = Files.createDirectories(parent.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        return outside;
    }

    private static Path directoryOfFiles(Path parent) throws IOException {
        Path source = Files.createDirectories(parent.resolve("source"));
        Files.createDirectory(source.resolve("b"));
        Files.writeString(source.resolve("a"), "public");
        Files.writeString(source.resolve("b/file"), "public");
        return source.toRealPath();
    }

    @Test
    void doesNotUploadAFileThatBecomesALink() throws Exception {
        Path source = directoryOfFiles(temporary);
        DirectoryResult result = uploadWithLink(
                source, source.resolve("b/file"), outside(temporary).resolve("file"));
        assertEquals("b/file", result.failed().get(0).key());
        assertEquals(List.of("a"), keys());
    }

    @Test
    void doesNotUploadFromADirectoryThatBecomesALink() throws Exception {
        Path source = directoryOfFiles(temporary);
        DirectoryResult result = uploadWithLink(source, source.resolve("b"), outside(temporary));
        assertEquals("b/file", result.failed().get(0).key());
        assertEquals(List.of("a"), keys());
    }

    /** File systems such as those of Windows cannot open a file relative to an open directory. */
    @Test
    void doesNotUploadThroughALinkWithoutSecureDirectoryStreams() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path work = memory.getPath("C:\\work");
            Path source = directoryOfFiles(work);
            DirectoryResult result = uploadWithLink(source, source.resolve("b"), outside(work));
            assertEquals(
                    "FAILED b/file: a symbolic link leads out of the directory: C:\\work\\source\\b",
                    result.failed().get(0).toString());
            assertEquals(List.of("a"), keys());
            assertEquals(
                    1,
                    Directories.of(bucket)
                            .upload(
                                    source,
                                    "",
                                    DirectoryOptions.builder()
                                            .followLinks(true)
                                            .filter("b/file"::equals)
                                            .build())
                            .transferredCount());
            assertEquals("secret", text("b/file"));
        }
    }

    @Test
    void rejectsNamesThatAreTooLong() throws Exception {
        Path source = source();
        DirectoryResult result = Directories.of(bucket).upload(source, "p".repeat(1020));
        assertEquals(0, result.transferredCount());
        assertEquals(4, result.failed().size());
        assertTrue(result.failed().get(0).failure() instanceof IllegalArgumentException);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/photos", "\\photos", "long"})
    void refusesPrefixesWithoutKeys(String prefix) throws Exception {
        String folder = prefix.equals("long") ? "p".repeat(1023) : prefix;
        Path source = source();
        Path target = temporary.resolve("target");
        DirectoryOptions options = DirectoryOptions.builder().build();
        for (Executable call : List.<Executable>of(
                () -> Directories.of(bucket).upload(source, folder),
                () -> Directories.of(bucket).download(folder, target),
                () -> Directories.of(bucket).syncToBucket(source, folder, options),
                () -> Directories.of(bucket).syncToDirectory(folder, target, options),
                () -> Directories.of(bucket).verify(source, folder))) {
            String message = assertThrows(IllegalArgumentException.class, call).getMessage();
            assertTrue(message.startsWith("prefix must "), message);
        }
        assertFalse(Files.exists(target));
        assertEquals(List.of(), keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../up", "a//b", "./a", "a/.", "a/./b", "/abs", "//abs", "..", "a/.."})
    void refusesKeysThatLeaveTheDirectory(String name) throws Exception {
        bucket.put("p/" + name, HELLO);
        bucket.put("p/good", HELLO);
        Path target = temporary.resolve("a/b/target");
        DirectoryResult result = Directories.of(bucket).download("p", target);
        assertEquals(1, result.transferredCount());
        assertEquals("p/" + name, result.failed().get(0).key());
        assertNull(result.failed().get(0).file());
        assertEquals(Map.of("a/b/target/good", contents(target).get("good")), contents(temporary));
    }

    @Test
    void refusesLinksThatLeaveTheDirectory() throws Exception {
        bucket.put("p/dir/file", HELLO);
        bucket.put("p/link", HELLO);
        bucket.put("p/inner/file", HELLO);
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "kept");
        Path target = Files.createDirectories(temporary.resolve("target"));
        Files.createDirectories(target.resolve("real"));
        Files.createSymbolicLink(target.resolve("dir"), outside);
        Files.createSymbolicLink(target.resolve("link"), outside.resolve("victim"));
        Files.createSymbolicLink(target.resolve("inner"), target.resolve("real"));
        DirectoryResult result = Directories.of(bucket).download("p", target);
        assertEquals(1, result.transferredCount());
        assertEquals(2, result.failed().size());
        assertEquals("kept", Files.readString(outside.resolve("victim")));
        assertArrayEquals(new String[] {"victim"}, outside.toFile().list());
        assertEquals("hello", Files.readString(target.resolve("real/file")));
    }

    /** A file system in which two names are one file. */
    private record Twins(Configuration configuration, String first, String second) {
        static Twins normalized(Configuration configuration, PathNormalization rule, String first, String second) {
            return new Twins(
                    configuration.toBuilder()
                            .setNameCanonicalNormalization(rule)
                            .build(),
                    first,
                    second);
        }
    }

    static Stream<Twins> twins() {
        return Stream.of(
                new Twins(Configuration.windows(), "Cat", "cat"),
                new Twins(Configuration.windows(), "A/x", "a/x"),
                Twins.normalized(Configuration.windows(), PathNormalization.NFC, "\u00e9", "e\u0301"),
                Twins.normalized(Configuration.unix(), PathNormalization.CASE_FOLD_ASCII, "Cat", "cat"));
    }

    /** Asserts that one of two keys was saved to its file, and that the other failed. */
    private void assertOneIsSaved(DirectoryResult result, long transferred, Path target, Twins twins)
            throws IOException {
        assertEquals(transferred, result.transferredCount());
        assertEquals(1, result.failed().size(), result::toString);
        FileOutcome failed = result.failed().get(0);
        boolean secondFailed = failed.key().equals("p/" + twins.second);
        String saved = secondFailed ? twins.first : twins.second;
        assertTrue(
                failed.reason()
                        .contains("two objects must not be saved to one file: \"" + PrintableText.escape("p/" + saved)
                                + "\" was saved to it before"),
                failed.reason());
        assertEquals(text("p/" + saved), Files.readString(target.resolve(saved)));
        assertEquals(1, TestFiles.names(target.resolve(saved).getParent()).size());
    }

    @ParameterizedTest
    @MethodSource("twins")
    void failsForTheSecondKeyOfAFile(Twins twins) throws Exception {
        bucket.put("p/" + twins.first, "first");
        bucket.put("p/" + twins.second, "other");
        try (FileSystem memory = Jimfs.newFileSystem(twins.configuration)) {
            Path target = memory.getPath("target").toAbsolutePath();
            DirectoryOptions one = DirectoryOptions.builder().parallel(1).build();
            for (int i = 0; i < 2; i++) {
                DirectoryResult result = Directories.of(bucket).download("p", target, one);
                assertOneIsSaved(result, 1, target, twins);
            }
            assertOneIsSaved(Directories.of(bucket).download("p", target), 1, target, twins);
            DirectoryOptions unlessSame = DirectoryOptions.builder()
                    .parallel(1)
                    .comparison(Comparison.CRC64)
                    .download(DownloadOptions.builder().partSize(100 * 1024).build())
                    .build();
            Files.writeString(
                    target.resolve(twins.first),
                    text(bucket.list("p/").iterator().next().key()));
            assertOneIsSaved(Directories.of(bucket).download("p", target, unlessSame), 0, target, twins);
        }
    }

    @Test
    void failsForTheSecondOfTwoSameObjects() throws Exception {
        bucket.put("p/Cat", "same");
        bucket.put("p/cat", "same");
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path target = Files.createDirectory(memory.getPath("target"));
            Files.writeString(target.resolve("cat"), "same");
            DirectoryResult result = Directories.of(bucket)
                    .download(
                            "p",
                            target,
                            DirectoryOptions.builder()
                                    .comparison(Comparison.CRC64)
                                    .build());
            assertEquals(1, result.skipped().size());
            assertEquals(1, result.failed().size());
        }
    }

    @Test
    void failsForALinkToTheFileOfAnotherKey() throws Exception {
        bucket.put("p/file", "first");
        bucket.put("p/link", "second");
        Path target = Files.createDirectories(temporary.resolve("target"));
        Files.writeString(target.resolve("file"), "old");
        Files.createSymbolicLink(target.resolve("link"), target.resolve("file"));
        DirectoryResult result = Directories.of(bucket)
                .download("p", target, DirectoryOptions.builder().parallel(1).build());
        assertEquals(
                "FAILED p/link: two objects must not be saved to one file: \"p/file\" was saved to it before",
                result.failed().get(0).toString());
        assertEquals("first", Files.readString(target.resolve("file")));
    }

    /** Downloads the file {@code sub/file}, and replaces its directory by a link when a request is sent. */
    private DirectoryResult downloadWithLink(Path target, Path outside, DirectoryOptions options) throws IOException {
        bucket.put("p/sub/file", "x".repeat(150 * 1024));
        Path replaced = target.resolve("sub");
        try (BucketClient racing = client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        try {
                            if (attempt.operation().equals("GetObject")) {
                                Files.move(replaced, target.resolve("moved"));
                                Files.createSymbolicLink(replaced, outside);
                            }
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                })
                .build()) {
            return Directories.of(racing).download("p", target, options);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotWriteThroughADirectoryThatBecomesALink(boolean parts) throws Exception {
        Path outside = outside(temporary);
        Path target = Files.createDirectories(temporary.resolve("target"));
        DirectoryOptions options = parts
                ? DirectoryOptions.builder()
                        .download(DownloadOptions.builder().partSize(100 * 1024).build())
                        .build()
                : DirectoryOptions.NONE;
        DirectoryResult result = downloadWithLink(target, outside, options);
        assertEquals(1, result.failed().size());
        assertEquals("secret", Files.readString(outside.resolve("file")));
        assertEquals(List.of("file"), TestFiles.names(outside));
        assertEquals(List.of(), TestFiles.names(target.resolve("moved")), "no temporary file is left");
    }

    @Test
    void doesNotWriteThroughALinkWithoutSecureDirectoryStreams() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path outside = outside(memory.getPath("C:\\work"));
            Path target = Files.createDirectories(memory.getPath("C:\\work\\target"));
            DirectoryResult result = downloadWithLink(target, outside, DirectoryOptions.NONE);
            assertEquals(1, result.failed().size());
            assertEquals("secret", Files.readString(outside.resolve("file")));
            assertEquals(List.of("file"), TestFiles.names(outside));
        }
    }

    @Test
    void handlesKeysThatAreFileAndFolder() throws Exception {
        for (String key : List.of("p/", "p/a", "p/a/b", "p/folder/")) {
            bucket.put(key, key.endsWith("/") ? new byte[0] : HELLO);
        }
        DirectoryResult result = Directories.of(bucket)
                .download(
                        "p",
                        temporary.resolve("t"),
                        DirectoryOptions.builder().parallel(1).build());
        assertEquals(1, result.transferredCount());
        assertEquals("p/a/b", result.failed().get(0).key());
        assertEquals(
                List.of("p/", "p/folder/"),
                result.skipped().stream().map(FileOutcome::key).toList());
    }

    @Test
    void cancelsTheFilesInProgressIfInterrupted() throws Exception {
        Path source = source();
        CountDownLatch started = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("PutObject"));
        }
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try (BucketClient listening = client().listener(new CallListener() {
                        @Override
                        public void started(CallAttempt attempt) {
                            started.countDown();
                        }
                    })
                    .build()) {
                Directories.of(listening).upload(source, "");
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        thread.start();
        assertTrue(started.await(1, TimeUnit.MINUTES));
        thread.interrupt();
        thread.join(60_000);
        assertTrue(thrown.get() instanceof InterruptedIOException, String.valueOf(thrown.get()));
    }

    @Test
    void throwsTheErrorOfAConsumer() throws Exception {
        Path source = source();
        AssertionError failed = new AssertionError("of a test");
        DirectoryOptions uploading = DirectoryOptions.builder()
                .parallel(1)
                .outcomes(outcome -> {
                    throw failed;
                })
                .build();
        assertSame(
                failed,
                assertThrows(AssertionError.class, () -> Directories.of(bucket).upload(source, "p", uploading)));
        assertEquals(1, keys().size());
        DirectoryOptions verifying = DirectoryOptions.builder()
                .outcomes(outcome -> {
                    throw failed;
                })
                .build();
        assertSame(
                failed,
                assertThrows(AssertionError.class, () -> Directories.of(bucket).verify(source, "p", verifying)));
    }

    @Test
    void rejectsBadInput() throws Exception {
        Path file = Files.write(temporary.resolve("file"), HELLO);
        assertThrows(NotDirectoryException.class, () -> Directories.of(bucket).upload(file, ""));
        assertThrows(IOException.class, () -> Directories.of(bucket).download("", file));
        assertThrows(
                IllegalArgumentException.class, () -> DirectoryOptions.builder().parallel(65));
        assertThrows(
                IllegalArgumentException.class,
                () -> DirectoryOptions.builder()
                        .upload(UploadOptions.builder().checkpoint(file).build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> DirectoryOptions.builder()
                        .download(DownloadOptions.builder().versionId("v").build()));
        assertFalse(bucket.list("").iterator().hasNext());
    }
}
