// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sync with deletions must keep: it deletes only with proof that the source does not have it. */
class SyncDeletionTest extends EmulatorFixture {
    private static final DirectoryOptions DELETE = options().build();

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void create() throws IOException {
        directory = Files.createDirectories(temporary.toRealPath().resolve("directory"));
    }

    private static DirectoryOptions.Builder options() {
        return DirectoryOptions.builder().deleteExtra(true);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(PAST));
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            bucket.put(key, "1");
        }
    }

    private List<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).toList();
    }

    private static List<String> texts(List<FileOutcome> outcomes) {
        return outcomes.stream().map(FileOutcome::toString).sorted().toList();
    }

    /** Returns a directory in which another directory cannot be read. */
    private static Path unreadable(Path directory, Path denied) {
        return RacingFileSystem.of(directory, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path file) {}

            @Override
            public void beforeList(Path read) throws IOException {
                if (read.equals(denied)) {
                    throw new AccessDeniedException(read.toString());
                }
            }
        });
    }

    /** Returns a client that runs an action when an operation is sent for the first time. */
    private BucketClient racing(String operation, Executable action) throws IOException {
        AtomicBoolean done = new AtomicBoolean();
        return client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals(operation) && !done.getAndSet(true)) {
                            assertDoesNotThrow(action);
                        }
                    }
                })
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub"})
    void reportsADirectoryThatCannotBeRead(String name) throws Exception {
        write(directory.resolve("a.txt"), "1");
        write(directory.resolve("sub/b.txt"), "1");
        put("p/a.txt", "p/c.txt", "p/sub/b.txt", "p/sub/c.txt");
        Path source = unreadable(directory, directory.resolve(name));
        Predicate<String> filter = file -> file.endsWith(".txt");
        DirectoryOptions deleting = options().filter(filter).build();

        DirectoryResult result = Directories.of(bucket).syncToBucket(source, "p", deleting);

        assertEquals(
                List.of("p/" + name),
                result.failed().stream().map(FileOutcome::key).toList());
        assertEquals(List.of(), result.deleted());
        assertEquals(List.of("p/a.txt", "p/c.txt", "p/sub/b.txt", "p/sub/c.txt"), keys());
        assertEquals(
                1,
                Directories.of(bucket)
                        .upload(
                                source,
                                "p",
                                DirectoryOptions.builder().filter(filter).build())
                        .failed()
                        .size());
        assertFalse(Directories.of(bucket)
                .verify(
                        source,
                        "p",
                        DirectoryOptions.builder().filter("sub/b.txt"::equals).build())
                .isSame());
    }

    @Test
    void deletesNoFileIfADirectoryOfTheTargetCannotBeRead() throws Exception {
        write(directory.resolve("extra"), "1");
        write(directory.resolve("sub/b"), "1");
        put("p/sub", "p/sub/b");
        Path target = unreadable(directory, directory.resolve("sub"));

        DirectoryResult result = Directories.of(bucket)
                .syncToDirectory(
                        "p",
                        target,
                        options().filter(name -> !name.equals("sub")).build());

        assertEquals(1, result.failed().size());
        assertTrue(Files.exists(directory.resolve("extra")));
    }

    @Test
    void keepsObjectsBelowALinkThatTheFilterRejects() throws Exception {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("photos"), elsewhere);
        write(directory.resolve("a.txt"), "1");
        put("p/photos/cat.txt", "p/photosets.txt");

        Directories.of(bucket)
                .syncToBucket(
                        directory,
                        "p",
                        options().filter(name -> name.endsWith(".txt")).build())
                .throwIfFailed();

        assertEquals(List.of("p/a.txt", "p/photos/cat.txt"), keys());
    }

    @Test
    void keepsAllObjectsIfALoopOfLinksIsFound() throws Exception {
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        write(directory.resolve("a.txt"), "1");
        put("p/b.txt", "p/loop/c.txt");
        DirectoryOptions following = options()
                .followLinks(true)
                .filter(name -> name.endsWith(".txt"))
                .build();

        DirectoryResult result = Directories.of(bucket).syncToBucket(directory, "p", following);

        assertEquals(1, result.failed().size());
        assertEquals(List.of("p/a.txt", "p/b.txt", "p/loop/c.txt"), keys());
    }

    @Test
    void keepsObjectsBelowALinkWithoutTarget() throws Exception {
        Files.createSymbolicLink(directory.resolve("mount"), temporary.resolve("missing"));
        write(directory.resolve("a.txt"), "1");
        put("p/b.txt", "p/mount/c.txt");
        DirectoryOptions following = options()
                .followLinks(true)
                .filter(name -> name.endsWith(".txt"))
                .build();

        Directories.of(bucket).syncToBucket(directory, "p", following).throwIfFailed();

        assertEquals(List.of("p/a.txt", "p/mount/c.txt"), keys());
    }

    /** A file system in which two names are one file. */
    private record Twins(Configuration configuration, String local, String key) {}

    static Stream<Twins> twins() {
        Configuration normalizing = Configuration.unix().toBuilder()
                .setNameCanonicalNormalization(PathNormalization.NFC)
                .build();
        return Stream.of(
                new Twins(Configuration.windows(), "cat", "Cat"),
                new Twins(Configuration.osX(), "cat", "Cat"),
                new Twins(Configuration.windows(), "dir/cat", "Dir/cat"),
                new Twins(normalizing, "e\u0301", "\u00e9"));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void keepsTheFileOfAnObjectWithAnotherName(Twins twins) throws Exception {
        put("p/" + twins.key, "p/other");
        try (FileSystem memory = Jimfs.newFileSystem(twins.configuration)) {
            Path target = memory.getPath("target").toAbsolutePath();
            write(target.resolve(twins.local), "old");
            write(target.resolve("extra"), "1");
            for (int i = 0; i < 2; i++) {
                DirectoryResult result = Directories.of(bucket)
                        .syncToDirectory("p", target, DELETE)
                        .throwIfFailed();
                assertEquals(i == 0 ? List.of("DELETED p/extra") : List.of(), texts(result.deleted()));
                assertEquals("1", Files.readString(target.resolve(twins.key)));
            }
        }
    }

    @Test
    void keepsTheFileOfAnObjectThatTheFilterRejects() throws Exception {
        put("p/Cat", "p/other");
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path target = memory.getPath("target").toAbsolutePath();
            write(target.resolve("cat"), "old");
            DirectoryOptions rejecting =
                    options().filter(name -> !name.equals("Cat")).build();
            DirectoryResult result = Directories.of(bucket).syncToDirectory("p", target, rejecting);
            assertEquals(
                    List.of(
                            "SKIPPED p/cat: the source does not have it; it is kept, because it is the file of an object"
                                    + " with another name"),
                    texts(result.skipped()));
            assertTrue(Files.exists(target.resolve("cat")));
        }
    }

    @Test
    void keepsTheTargetOfALinkThatIsTheFileOfAnObject() throws Exception {
        write(directory.resolve("real"), "old");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        put("p/link");

        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();

        assertEquals("1", Files.readString(directory.resolve("real")));
    }

    @Test
    void deletesTheObjectOfAFormerNameOnAFileSystemThatIgnoresCase() throws Exception {
        put("p/cat", "p/extra");
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path source = memory.getPath("source").toAbsolutePath();
            write(source.resolve("Cat"), "1");
            Directories.of(bucket).syncToBucket(source, "p", DELETE).throwIfFailed();
            assertEquals(List.of("p/Cat"), keys());
        }
    }

    @Test
    void syncsHardLinks() throws Exception {
        put("p/a", "p/b");
        write(directory.resolve("a"), "old");
        Files.createLink(directory.resolve("b"), directory.resolve("a"));
        Files.createLink(directory.resolve("extra"), directory.resolve("a"));

        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();

        assertEquals(List.of("a", "b"), TestFiles.names(directory));
        assertEquals("1", Files.readString(directory.resolve("b")));
        Files.delete(directory.resolve("b"));
        Files.createLink(directory.resolve("b"), directory.resolve("a"));
        Directories.of(bucket)
                .syncToDirectory(
                        "p", directory, options().comparison(Comparison.CRC64).build())
                .throwIfFailed();
        assertEquals("1", Files.readString(directory.resolve("b")));
    }

    @Test
    void keepsWhatAnotherProgramPutIntoADirectoryThatIsInTheWay() throws Exception {
        put("p/c");
        write(directory.resolve("c/extra"), "1");
        try (BucketClient racing = racing("GetObject", () -> write(directory.resolve("c/new"), "of another program"))) {
            DirectoryResult result = Directories.of(racing).syncToDirectory("p", directory, DELETE);
            assertEquals(
                    List.of("FAILED p/c: " + directory.resolve("c")
                            + " is in the way; it cannot be read, or has other files now"),
                    texts(result.failed()));
        }
        assertEquals(List.of("extra", "new"), TestFiles.names(directory.resolve("c")));
        assertEquals(List.of("c"), TestFiles.names(directory), "no temporary file is left");
    }

    @Test
    void keepsWhatIsInTheWayIfAnotherFileFails() throws Exception {
        put("p/a/b", "p/c", "p/other");
        write(directory.resolve("a"), "file");
        write(directory.resolve("c/d"), "file");
        try (BucketClient racing = racing("GetObject", () -> bucket.delete("p/other"))) {
            DirectoryResult result = Directories.of(racing)
                    .syncToDirectory("p", directory, options().parallel(1).build());
            assertEquals(3, result.failed().size());
            assertEquals(
                    "FAILED p/a/b: " + directory.resolve("a") + " is in the way; it is kept, because a file failed",
                    texts(result.failed()).get(0));
            assertEquals(List.of(), result.deleted());
        }
        assertEquals(List.of("a", "c"), TestFiles.names(directory));
        assertEquals("file", Files.readString(directory.resolve("a")));
        assertEquals("file", Files.readString(directory.resolve("c/d")));
    }

    @Test
    void keepsTheDirectoriesOfAnInterruptedSync() throws Exception {
        put("p/a/b", "p/c");
        write(directory.resolve("a"), "file");
        write(directory.resolve("c/d"), "file");
        Thread thread = Thread.currentThread();
        try (BucketClient racing = racing("GetObject", thread::interrupt)) {
            assertThrows(
                    InterruptedIOException.class, () -> Directories.of(racing).syncToDirectory("p", directory, DELETE));
        }
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a", "c"), TestFiles.names(directory));
        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();
        assertEquals("1", Files.readString(directory.resolve("a/b")));
        assertEquals("1", Files.readString(directory.resolve("c")));
    }

    @Test
    void keepsTheObjectOfAFileThatAppears() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/b", "p/sub/c", "p/extra");
        try (BucketClient racing = racing("PutObject", () -> {
            write(directory.resolve("b"), "new");
            write(directory.resolve("sub/c"), "new");
        })) {
            DirectoryResult result =
                    Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
            assertEquals(List.of("DELETED p/extra"), texts(result.deleted()));
            assertEquals(
                    "SKIPPED p/b: the source did not have it; it is kept, because the source changed meanwhile",
                    texts(result.skipped()).get(0));
        }
        assertEquals(List.of("p/a", "p/b", "p/sub/c"), keys());
    }

    @Test
    void keepsObjectsIfTheDirectoryIsMovedMeanwhile() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/b", "p/sub/c");
        try (BucketClient racing = client().listener(
                        onSecondList(() -> Files.move(directory, directory.resolveSibling("moved"))))
                .build()) {
            DirectoryResult result = Directories.of(racing)
                    .syncToBucket(
                            directory, "p", options().allowEmptySource(true).build());
            assertEquals(1, result.failed().size(), result::toString);
        }
        assertEquals(List.of("p/a", "p/b", "p/sub/c"), keys());
    }

    @Test
    void keepsObjectsBelowADirectoryThatIsMovedMeanwhile() throws Exception {
        write(directory.resolve("a"), "1");
        Files.createDirectories(directory.resolve("sub"));
        put("p/b", "p/sub/c");
        try (BucketClient racing = client().listener(
                        onSecondList(() -> Files.move(directory.resolve("sub"), directory.resolveSibling("moved"))))
                .build()) {
            Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
        }
        assertEquals(List.of("p/a", "p/sub/c"), keys());
    }

    @Test
    void deletesNothingIfTheSourceIsEmptiedMeanwhile() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/b");
        try (BucketClient racing = client().listener(onSecondList(() -> Files.delete(directory.resolve("a"))))
                .build()) {
            DirectoryResult result =
                    Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
            assertEquals(List.of(), result.deleted());
        }
        assertEquals(List.of("p/a", "p/b"), keys());

        write(directory.resolve("c"), "1");
        try (BucketClient racing = client().listener(onSecondList(() -> {
                    bucket.delete("p/a");
                    bucket.delete("p/b");
                }))
                .build()) {
            DirectoryResult result = Directories.of(racing)
                    .syncToDirectory("p", directory, DELETE)
                    .throwIfFailed();
            assertEquals(List.of(), result.deleted());
        }
        assertTrue(Files.exists(directory.resolve("c")));
    }

    /** Returns a listener that runs an action before the last list, directly before the deletions. */
    private static CallListener onSecondList(Executable action) {
        AtomicInteger lists = new AtomicInteger();
        return new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("ListObjectsV2") && lists.incrementAndGet() == 2) {
                    assertDoesNotThrow(action);
                }
            }
        };
    }

    @Test
    void keepsObjectsBelowALinkThatAppears() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/sub/c");
        try (BucketClient racing =
                racing("PutObject", () -> Files.createSymbolicLink(directory.resolve("sub"), temporary))) {
            Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
        }
        assertEquals(List.of("p/a", "p/sub/c"), keys());
    }

    @Test
    void keepsAnObjectThatWasReplacedMeanwhile() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/b", "p/extra");
        try (BucketClient racing = racing("PutObject", () -> bucket.put("p/b", "new"))) {
            DirectoryResult result =
                    Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
            assertEquals(List.of("DELETED p/extra"), texts(result.deleted()));
        }
        assertEquals("new", text("p/b"));
    }

    @Test
    void keepsAnObjectThatWasReplacedByOneOfEqualSize() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/b", "p/extra");
        try (BucketClient racing = racing("PutObject", () -> bucket.put("p/b", "2"))) {
            DirectoryResult result =
                    Directories.of(racing).syncToBucket(directory, "p", DELETE).throwIfFailed();
            assertEquals(List.of("DELETED p/extra"), texts(result.deleted()));
        }
        assertEquals("2", text("p/b"));
    }

    private void restartAt(Instant time) throws IOException {
        stop();
        start(Emulator.builder().clock(Clock.fixed(time, ZoneOffset.UTC)));
    }

    /** Stores objects of equal size and time, and downloads them. */
    private void download(String... keys) throws IOException {
        restartAt(Instant.now());
        for (String key : keys) {
            bucket.put("p/" + key, key);
        }
        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();
    }

    private void sync(Comparison comparison) throws IOException {
        Directories.of(bucket)
                .syncToBucket(directory, "p", options().comparison(comparison).build())
                .throwIfFailed();
    }

    @ParameterizedTest
    @EnumSource(names = {"SIZE_AND_TIME", "SIZE_AND_CHANGE", "CRC64"})
    void uploadsARenamedFileBeforeItsObjectIsDeleted(Comparison comparison) throws Exception {
        download("a", "b", "c");
        Files.move(directory.resolve("b"), directory.resolve("a"), REPLACE_EXISTING);

        sync(comparison);

        assertEquals(List.of("p/a", "p/c"), keys());
        assertEquals("b", text("p/a"));
        assertEquals("c", text("p/c"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SIZE_AND_TIME", "SIZE_AND_CHANGE", "CRC64"})
    void uploadsARenamedFileBeforeItsObjectIsReplaced(Comparison comparison) throws Exception {
        download("a", "b");
        Files.move(directory.resolve("b"), directory.resolve("a"), REPLACE_EXISTING);
        Files.writeString(directory.resolve("b"), "longer");

        sync(comparison);

        assertEquals("b", text("p/a"));
        assertEquals("longer", text("p/b"));
    }

    /** Files that were uploaded have the time of the metadata of their objects, which no list has. */
    @ParameterizedTest
    @CsvSource({"SIZE_AND_TIME, false", "SIZE_AND_TIME, true", "SIZE_AND_CHANGE, false", "CRC64, false"})
    void uploadsARenamedFileOfEqualTime(Comparison comparison, boolean keepsTimes) throws Exception {
        UploadOptions upload =
                keepsTimes ? UploadOptions.builder().keepTime(true).build() : UploadOptions.NONE;
        DirectoryOptions options =
                options().comparison(comparison).upload(upload).build();
        Instant now = Files.getLastModifiedTime(Files.writeString(temporary.resolve("now"), ""))
                .toInstant();
        write(directory.resolve("a"), "a");
        write(directory.resolve("b"), "b");
        // The date of this process may be another one than that of the file system.
        Instant stored = now.minusSeconds(60);
        restartAt(stored);
        bucket.close();
        bucket = client().clock(Clock.fixed(stored, ZoneOffset.UTC)).build();
        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        Files.move(directory.resolve("b"), directory.resolve("a"), REPLACE_EXISTING);

        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();

        assertEquals(List.of("p/a"), keys());
        assertEquals("b", text("p/a"));
    }

    /** The status change times of the files are before or after the times of the objects. */
    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void uploadsTheFilesOfARenamedDirectory(int seconds) throws Exception {
        Path x = write(directory.resolve("x/f"), "x");
        write(directory.resolve("y/f"), "y");
        restartAt(Instant.now().plusSeconds(seconds));
        sync(Comparison.SIZE_AND_CHANGE);
        Files.delete(x);
        Files.delete(x.getParent());
        Files.move(directory.resolve("y"), directory.resolve("x"));

        sync(Comparison.SIZE_AND_CHANGE);

        assertEquals(List.of("p/x/f"), keys());
        assertEquals("y", text("p/x/f"));
    }

    @Test
    void comparesNoFileByChecksumIfNoObjectIsDeletedOrReplaced() throws Exception {
        download("a", "b");
        DirectoryResult result = Directories.of(bucket)
                .syncToBucket(
                        directory,
                        "p",
                        options().comparison(Comparison.SIZE_AND_CHANGE).build());
        assertEquals(2, result.skipped().size());
        assertTrue(result.skipped().stream().allMatch(same -> same.verification() == null), result::toString);
    }

    @Test
    void keepsTheFileOfAnObjectThatAppears() throws Exception {
        put("p/a");
        write(directory.resolve("b"), "1");
        write(directory.resolve("extra"), "1");
        try (BucketClient racing = racing("GetObject", () -> put("p/b"))) {
            DirectoryResult result = Directories.of(racing)
                    .syncToDirectory("p", directory, DELETE)
                    .throwIfFailed();
            assertEquals(List.of("DELETED p/extra"), texts(result.deleted()));
        }
        assertEquals(List.of("a", "b"), TestFiles.names(directory));
    }

    @Test
    void keepsAFileThatChangesMeanwhile() throws Exception {
        put("p/a");
        write(directory.resolve("b"), "1");
        write(directory.resolve("c"), "1");
        try (BucketClient racing = racing("GetObject", () -> {
            Files.writeString(directory.resolve("b"), "2");
            Files.delete(directory.resolve("c"));
        })) {
            DirectoryResult result = Directories.of(racing)
                    .syncToDirectory("p", directory, DELETE)
                    .throwIfFailed();
            assertEquals(
                    List.of(
                            "SKIPPED p/b: the source does not have it; it is kept, because it changed meanwhile",
                            "SKIPPED p/c: the source does not have it; it is kept, because it changed meanwhile"),
                    texts(result.skipped()));
        }
        assertEquals("2", Files.readString(directory.resolve("b")));
    }

    /** Returns a client that receives the lists of objects as a proxy changed them. */
    private BucketClient throughProxy(UnaryOperator<String> list) throws IOException {
        return client().okHttpClient(new OkHttpClient.Builder()
                        .connectionPool(connectionPool)
                        .addInterceptor(chain -> {
                            Response response = chain.proceed(chain.request());
                            if (chain.request().url().queryParameter("list-type") == null) {
                                return response;
                            }
                            String body = list.apply(response.body().string());
                            return response.newBuilder()
                                    .removeHeader("Content-Length")
                                    .body(ResponseBody.create(body, MediaType.get("application/xml")))
                                    .build();
                        })
                        .build())
                .build();
    }

    static Stream<UnaryOperator<String>> contradictions() {
        return Stream.of(
                list -> list.replaceAll("<IsTruncated>\\w+</IsTruncated>", ""),
                list -> list.replaceAll("(?s)(<Contents>.*</Contents>)", "$1$1"),
                list -> list.replace("<Key>p%2Fa</Key>", "<Key>p%2Fz</Key>"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void deletesNothingByAListThatContradictsItself(UnaryOperator<String> contradiction) throws Exception {
        write(directory.resolve("b"), "1");
        write(directory.resolve("extra"), "1");
        put("p/a", "p/b");
        try (BucketClient proxied = throughProxy(contradiction)) {
            for (Executable sync : List.<Executable>of(
                    () -> Directories.of(proxied).syncToBucket(directory, "p", DELETE),
                    () -> Directories.of(proxied).syncToDirectory("p", directory, DELETE))) {
                String message = assertThrows(IOException.class, sync).getMessage();
                assertTrue(message.endsWith("; nothing was deleted"), message);
            }
        }
        assertEquals(List.of("p/a", "p/b"), keys());
        assertEquals(List.of("b", "extra"), TestFiles.names(directory));
    }

    @Test
    void deletesNothingIfTheSecondListFails() throws Exception {
        write(directory.resolve("a"), "1");
        put("p/a", "p/b");
        AtomicInteger lists = new AtomicInteger();
        try (BucketClient proxied = throughProxy(
                list -> lists.getAndIncrement() == 0 ? list : list.replaceAll("<IsTruncated>\\w+</IsTruncated>", ""))) {
            DirectoryResult result = Directories.of(proxied).syncToBucket(directory, "p", DELETE);
            assertEquals("p/b", result.failed().get(0).key());
        }
        assertEquals(List.of("p/a", "p/b"), keys());
    }

    @Test
    void deletesNothingIfTheSecondListOfASourceFailsOnce() throws Exception {
        put("p/a", "q/1", "q/2", "q/3");
        AtomicInteger lists = new AtomicInteger();
        try (BucketClient proxied = throughProxy(
                list -> lists.incrementAndGet() == 3 ? list.replaceAll("<IsTruncated>\\w+</IsTruncated>", "") : list)) {
            DirectoryResult result = Directories.of(proxied).syncFrom(proxied, "p", "q", DELETE);
            assertEquals(
                    List.of("q/1"),
                    result.failed().stream().map(FileOutcome::key).toList());
            assertEquals(
                    List.of(
                            "SKIPPED q/2: the source does not have it; it is kept, because an earlier check failed",
                            "SKIPPED q/3: the source does not have it; it is kept, because an earlier check failed"),
                    texts(result.skipped()));
        }
        assertEquals(3, lists.get());
        assertEquals(List.of("p/a", "q/1", "q/2", "q/3", "q/a"), keys());
    }

    /** A list of a large source would take minutes, in which another client may replace an object of the target. */
    @Test
    void listsTheTargetDirectlyBeforeItsDeletion() throws Exception {
        put("p/a", "q/a", "q/1");
        List<String> prefixes = new ArrayList<>();
        try (BucketClient proxied = throughProxy(list -> {
            prefixes.add(list.replaceAll("(?s).*<Prefix>(.*?)</Prefix>.*", "$1"));
            return list;
        })) {
            Directories.of(proxied).syncFrom(proxied, "p", "q", DELETE).throwIfFailed();
        }
        assertEquals(List.of("p%2F", "q%2F", "p%2F", "q%2F"), prefixes);
        assertEquals(List.of("p/a", "q/a"), keys());
    }

    @Test
    void deletesNoFileIfTheSecondListFailsOnce() throws Exception {
        put("p/a");
        write(directory.resolve("1"), "1");
        write(directory.resolve("2"), "1");
        AtomicInteger lists = new AtomicInteger();
        try (BucketClient proxied = throughProxy(
                list -> lists.incrementAndGet() == 2 ? list.replaceAll("<IsTruncated>\\w+</IsTruncated>", "") : list)) {
            DirectoryResult result = Directories.of(proxied).syncToDirectory("p", directory, DELETE);
            assertEquals(1, result.failed().size(), result::toString);
        }
        assertEquals(List.of("1", "2", "a"), TestFiles.names(directory));
    }

    @Test
    void createsNoDirectoryIfThereAreNoObjects() throws Exception {
        Path target = temporary.resolve("new");
        Directories.of(bucket).download("none", target);
        Directories.of(bucket).syncToDirectory("none", target, DELETE);
        assertFalse(Files.exists(target));
    }
}
