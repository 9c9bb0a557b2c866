// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Syncs of directories, in both directions. */
class SyncTest extends EmulatorFixture {
    private static final String LINK = "a symbolic link is not followed: transfer what it leads to by its own path";

    private static final DirectoryOptions DELETE =
            DirectoryOptions.builder().deleteExtra(true).build();

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void create() throws IOException {
        directory = Files.createDirectories(temporary.toRealPath().resolve("directory"));
    }

    /** Writes a file that is older than each object. */
    private Path write(String name, String text) throws IOException {
        return write(name, text, PAST);
    }

    private Path write(String name, String text, Instant time) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private List<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts(List<FileOutcome> outcomes) {
        return outcomes.stream().map(FileOutcome::toString).sorted().toList();
    }

    @Test
    void uploadsWhatIsNewOrChanged() throws Exception {
        write("same", "same");
        write("touched", "1", FUTURE);
        write("size", "12");
        write("new", "new");
        for (String key : List.of("p/same", "p/touched", "p/size", "p/extra")) {
            bucket.put(key, key.equals("p/same") ? "same" : "0");
        }

        DirectoryResult result =
                Directories.of(bucket).syncToBucket(directory, "p").throwIfFailed();

        assertEquals(3, result.transferredCount());
        assertEquals(List.of("SKIPPED p/same: the object is the same"), texts(result.skipped()));
        assertEquals(List.of(), result.deleted());
        assertEquals("1", text("p/touched"));
        assertEquals(List.of("p/extra", "p/new", "p/same", "p/size", "p/touched"), keys());
    }

    @Test
    void tellsHowFilesDifferedBefore() throws Exception {
        write("same", "same");
        write("size", "12");
        write("new", "new");
        for (String key : List.of("p/same", "p/size", "p/extra")) {
            bucket.put(key, key.equals("p/same") ? "same" : "0");
        }
        List<String> differences = new ArrayList<>();
        DirectoryOptions options = DirectoryOptions.builder()
                .reportExtra(true)
                .comparison(Comparison.SIZE)
                .outcomes(outcome -> differences.add(outcome.key() + " " + outcome.difference()))
                .build();
        assertEquals(
                List.of("SKIPPED p/extra: the source does not have it", "SKIPPED p/same: the object is the same"),
                texts(Directories.of(bucket)
                        .syncToBucket(directory, "p", options)
                        .skipped()));
        assertEquals(
                List.of("p/extra MISSING_ON_SOURCE", "p/new MISSING_ON_TARGET", "p/same NONE", "p/size DIFFERENT"),
                differences.stream().sorted().toList());

        Files.delete(directory.resolve("new"));
        write("same", "12345");
        write("extra2", "1");
        differences.clear();
        Directories.of(bucket).syncToDirectory("p", directory, options).throwIfFailed();
        assertEquals(
                List.of(
                        "p/extra MISSING_ON_TARGET",
                        "p/extra2 MISSING_ON_SOURCE",
                        "p/new MISSING_ON_TARGET",
                        "p/same DIFFERENT",
                        "p/size NONE"),
                differences.stream().sorted().toList());
    }

    @Test
    void tellsHowAFileDiffersThatFails() throws Exception {
        write("a", "new");
        bucket.put("p/a", "0");
        bucket.put("p/extra", "0");
        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject").times(10));
        List<FileOutcome> outcomes = new ArrayList<>();
        DirectoryOptions options = DirectoryOptions.builder()
                .deleteExtra(true)
                .comparison(Comparison.CRC64)
                .outcomes(outcomes::add)
                .build();
        Directories.of(bucket).syncToBucket(directory, "p", options);
        assertEquals(FileOutcome.Difference.DIFFERENT, outcomes.get(0).difference());
        assertEquals(FileOutcome.Status.FAILED, outcomes.get(0).status());
        assertEquals(FileOutcome.Difference.MISSING_ON_SOURCE, outcomes.get(1).difference());
        assertEquals(FileOutcome.Status.SKIPPED, outcomes.get(1).status());
    }

    @Test
    void downloadsWhatIsNewOrChanged() throws Exception {
        for (String key : List.of("p/same", "p/newer", "p/size", "p/new/a")) {
            bucket.put(key, "text");
        }
        write("same", "text", FUTURE);
        write("newer", "1234", PAST);
        write("size", "123", FUTURE);
        write("extra", "1");

        DirectoryResult result =
                Directories.of(bucket).syncToDirectory("p", directory).throwIfFailed();

        assertEquals(3, result.transferredCount());
        assertEquals("text", Files.readString(directory.resolve("newer")));
        assertEquals(List.of("extra", "new", "new/a", "newer", "same", "size"), files());
    }

    @Test
    void deletesObjectsWithoutFileBelowThePrefixOnly() throws Exception {
        write("a", "1");
        for (String key : List.of("p/a", "p/b", "p/c/d", "p/marker/", "p2", "q/a", "p-/a")) {
            bucket.put(key, key.endsWith("/") ? "" : "1");
        }

        DirectoryResult result = Directories.of(bucket).syncToBucket(directory, "p", DELETE);

        assertEquals(List.of("DELETED p/b", "DELETED p/c/d"), texts(result.deleted()));
        assertEquals(List.of("p-/a", "p/a", "p/marker/", "p2", "q/a"), keys());
    }

    @Test
    void deletesFilesWithoutObjectAndTheirDirectories() throws Exception {
        bucket.put("p/a", "1");
        write("b/c/d", "1");
        write("b/c/e", "1");
        Files.createDirectories(directory.resolve("empty"));

        DirectoryResult result = Directories.of(bucket).syncToDirectory("p", directory, DELETE);

        assertEquals(List.of("DELETED p/b/c/d", "DELETED p/b/c/e"), texts(result.deleted()));
        assertEquals(List.of("a", "empty"), files());
    }

    @Test
    void keepsLinksAndWhatTheyLeadTo() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("fileLink"), outside.resolve("file"));
        write("extra", "1");
        bucket.put("p/a", "1");

        DirectoryResult down = Directories.of(bucket).syncToDirectory("p", directory, DELETE);
        assertEquals(List.of("SKIPPED p/fileLink: " + LINK, "SKIPPED p/link: " + LINK), texts(down.skipped()));
        assertEquals(List.of("a", "fileLink", "link"), files());
        assertEquals("secret", Files.readString(outside.resolve("file")));

        bucket.put("p/link", "an object whose file is skipped");
        Directories.of(bucket).syncToBucket(directory, "p", DELETE).throwIfFailed();
        assertEquals(List.of("p/a", "p/link"), keys());
    }

    @Test
    void replacesFilesByDirectoriesAndTheReverse() throws Exception {
        bucket.put("p/a/b", "1");
        bucket.put("p/c", "1");
        bucket.put("p/e", "1");
        write("a", "file");
        write("c/d", "file");
        Files.createDirectories(directory.resolve("e/f/g"));

        assertEquals(
                3,
                Directories.of(bucket).syncToDirectory("p", directory).failed().size());
        assertEquals(List.of("a", "c", "c/d", "e", "e/f", "e/f/g"), files());

        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();
        assertEquals(List.of("a", "a/b", "c", "e"), files());
    }

    @Test
    void deletesNothingAfterAFailure() throws Exception {
        write("a", "1");
        write("extra", "1");
        bucket.put("p/extra", "1");
        bucket.put("p/b", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject").times(10));
        DirectoryResult up = Directories.of(bucket).syncToBucket(directory, "p", DELETE);
        assertEquals(1, up.failed().size());
        assertEquals(
                List.of(
                        "SKIPPED p/b: the source does not have it; it is kept, because a file failed",
                        "SKIPPED p/extra: the object is the same"),
                texts(up.skipped()));

        emulator.clearFaults();
        bucket.delete("p/extra");
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObject").times(10));
        assertEquals(
                1,
                Directories.of(bucket)
                        .syncToDirectory("p", directory, DELETE)
                        .failed()
                        .size());
        assertEquals(List.of("a", "extra"), files());
    }

    @Test
    void namesTheObjectsThatCannotBeDeleted() throws Exception {
        write("a", "1");
        bucket.put("p/b", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("DeleteMultipleObjects"));

        DirectoryResult result = Directories.of(bucket).syncToBucket(directory, "p", DELETE);

        assertEquals("p/b", result.failed().get(0).key());
        assertEquals("AccessDenied", ((ServiceException) result.failed().get(0).failure()).code());
    }

    @Test
    void refusesToDeleteAllUnlessThisIsAllowed() throws Exception {
        bucket.put("p/a", "1");
        bucket.put("p/b", "1");
        EmptySourceException empty = assertThrows(
                EmptySourceException.class, () -> Directories.of(bucket).syncToBucket(directory, "p", DELETE));
        assertEquals(2, empty.extraCount());
        assertEquals(List.of("p/a", "p/b"), keys());
        assertEquals(
                0,
                Directories.of(bucket)
                        .syncToBucket(directory, "empty", DELETE)
                        .deleted()
                        .size());

        DirectoryOptions allowed = DirectoryOptions.builder()
                .deleteExtra(true)
                .allowEmptySource(true)
                .build();
        assertEquals(
                2,
                Directories.of(bucket)
                        .syncToBucket(directory, "p", allowed)
                        .deleted()
                        .size());

        write("a", "1");
        EmptySourceException mistyped = assertThrows(
                EmptySourceException.class, () -> Directories.of(bucket).syncToDirectory("typo", directory, DELETE));
        assertTrue(mistyped.getMessage().contains("oss://examplebucket/typo/"), mistyped::getMessage);
        assertEquals(List.of("a"), files());
        assertEquals(
                1,
                Directories.of(bucket)
                        .syncToDirectory("typo", directory, allowed)
                        .deleted()
                        .size());
    }

    @Test
    void changesNothingInADryRun() throws Exception {
        DirectoryOptions dry =
                DirectoryOptions.builder().deleteExtra(true).dryRun(true).build();
        write("a", "1");
        bucket.put("p/b", "1");

        DirectoryResult up = Directories.of(bucket).syncToBucket(directory, "p", dry);
        assertEquals(List.of("WOULD_DELETE p/b", "WOULD_TRANSFER p/a"), texts(up.planned()));
        assertEquals(1L, up.planned().get(0).fileSize());
        assertEquals(0, up.transferredCount());
        assertEquals(List.of("p/b"), keys());

        DirectoryResult down = Directories.of(bucket).syncToDirectory("p", directory, dry);
        assertEquals(List.of("WOULD_DELETE p/a", "WOULD_TRANSFER p/b"), texts(down.planned()));
        assertEquals(List.of("a"), files());

        Directories.of(bucket).syncToDirectory("p", directory.resolve("new"), dry);
        assertFalse(Files.exists(directory.resolve("new")));
    }

    /** Under another date, as faketime sets it, files keep the time of the system. */
    private static boolean hasTimeOfFileSystem(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, "time", "");
        Instant created = Files.getLastModifiedTime(probe).toInstant();
        Files.delete(probe);
        return Duration.between(created, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0;
    }

    @ParameterizedTest
    @EnumSource(Comparison.class)
    void findsChangesOfTheSameSize(Comparison comparison) throws Exception {
        bucket.put("p/a", "0");
        write("a", "1");
        DirectoryOptions options =
                DirectoryOptions.builder().comparison(comparison).build();

        long transferred =
                Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount();

        boolean isFound = comparison == Comparison.CRC64
                || (comparison == Comparison.SIZE_AND_CHANGE && hasTimeOfFileSystem(directory));
        assertEquals(isFound ? 1 : 0, transferred);
    }

    @Test
    void keepsTimesInBothDirections() throws Exception {
        Instant time = Instant.parse("2001-02-03T04:05:06.123456Z");
        write("a", "1", time);
        DirectoryOptions options = DirectoryOptions.builder()
                .upload(UploadOptions.builder().keepTime(true).build())
                .download(DownloadOptions.builder().keepTime(true).build())
                .build();
        assertEquals(
                1, Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount());
        assertEquals("981173106.123456", bucket.head("p/a").metadata().get("mtime"));
        assertEquals(
                0, Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount());

        Path copy = directory.resolveSibling("copy");
        assertEquals(
                1, Directories.of(bucket).syncToDirectory("p", copy, options).transferredCount());
        assertEquals(time, Files.getLastModifiedTime(copy.resolve("a")).toInstant());
        assertEquals(
                0, Directories.of(bucket).syncToDirectory("p", copy, options).transferredCount());

        // Older, but another time than that of the upload.
        write("a", "2", time.minusSeconds(1));
        assertEquals(
                1, Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount());
    }

    @Test
    void needsNoHeadOfUnchangedFilesWithKeptTimes() throws Exception {
        Instant time = Instant.parse("2001-02-03T04:05:06.123456Z");
        write("uploaded", "1", time);
        DirectoryOptions options = DirectoryOptions.builder()
                .comparison(Comparison.SIZE_AND_CHANGE)
                .build();
        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        Directories.of(bucket)
                .syncToDirectory("p", directory, DirectoryOptions.NONE)
                .throwIfFailed();
        bucket.put("p/downloaded", "2");
        Directories.of(bucket)
                .syncToDirectory("p", directory, DirectoryOptions.NONE)
                .throwIfFailed();
        assertEquals(
                bucket.head("p/downloaded").lastModified(),
                Files.getLastModifiedTime(directory.resolve("downloaded")).toInstant());
        Files.delete(directory.resolve("uploaded"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject").times(100));

        DirectoryResult result = Directories.of(bucket).syncToBucket(directory, "p", options);

        assertEquals(1, result.skipped().size(), result::toString);
        assertEquals(0, result.failed().size(), result::toString);
    }

    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Test
    void detectsOlderFileThatGotTheName() throws Exception {
        assumeTrue(hasTimeOfFileSystem(directory), "the date is changed");
        write("a", "1");
        write("b", "1");
        DirectoryOptions options = DirectoryOptions.builder()
                .comparison(Comparison.SIZE_AND_CHANGE)
                .build();
        bucket.put("p/b", "1");
        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        Path older = write("../older", "2", PAST.minusSeconds(100));
        Files.copy(
                older, directory.resolve("b"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(older, directory.resolve("a"), StandardCopyOption.REPLACE_EXISTING);

        DirectoryResult result = Directories.of(bucket).syncToBucket(directory, "p", options);

        assertEquals(2, result.transferredCount(), result::toString);
        assertEquals("2", bucket.getText("p/a"));
        assertEquals("2", bucket.getText("p/b"));
    }

    @Test
    void downloadsNoFileWithKeptTime() throws Exception {
        write("a", "1");
        write("b", "1");
        DirectoryOptions options = DirectoryOptions.builder()
                .comparison(Comparison.SIZE_AND_CHANGE)
                .build();
        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        bucket.put("p/b", "2");

        DirectoryResult result = Directories.of(bucket).syncToDirectory("p", directory, options);

        assertEquals(1, result.transferredCount(), result::toString);
        assertEquals(PAST, Files.getLastModifiedTime(directory.resolve("a")).toInstant());
        assertEquals("2", Files.readString(directory.resolve("b")));
        assertEquals(
                0, Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount());
    }

    @Test
    void keepsTimesOfLargeFiles() throws Exception {
        Path file = write("a", "x".repeat(250 * 1024));
        DirectoryOptions options = DirectoryOptions.builder()
                .upload(UploadOptions.builder()
                        .partSize(100 * 1024)
                        .keepTime(true)
                        .build())
                .download(DownloadOptions.builder()
                        .partSize(100 * 1024)
                        .keepTime(true)
                        .build())
                .build();
        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        Files.delete(file);
        Directories.of(bucket).syncToDirectory("p", directory, options).throwIfFailed();
        assertEquals(PAST, Files.getLastModifiedTime(file).toInstant());
    }

    @Test
    void ignoresNamesThatTheFilterRejects() throws Exception {
        write("a", "1");
        write("b.tmp", "1");
        bucket.put("p/c.tmp", "1");
        DirectoryOptions options = DirectoryOptions.builder()
                .deleteExtra(true)
                .filter(name -> !name.endsWith(".tmp"))
                .build();

        Directories.of(bucket).syncToBucket(directory, "p", options).throwIfFailed();
        assertEquals(List.of("p/a", "p/c.tmp"), keys());
        Directories.of(bucket).syncToDirectory("p", directory, options).throwIfFailed();
        assertEquals(List.of("a", "b.tmp"), files());
    }

    @Test
    void sendsOneRequestForEachSmallFile() throws Exception {
        write("a", "1");
        bucket.put("p/b", "1");
        DirectoryOptions limited = DirectoryOptions.builder()
                .download(DownloadOptions.builder().parallel(2).build())
                .build();
        Directories.of(bucket).syncToDirectory("p", directory, limited).throwIfFailed();
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject").times(100));
        Directories.of(bucket).syncToBucket(directory, "p").throwIfFailed();
        assertEquals(List.of("p/a", "p/b"), keys());
    }

    @Test
    void comparesDirectoryWithFolder() throws Exception {
        write("same", "1");
        write("size", "1");
        write("crc", "1");
        write("missing", "1");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("same"));
        bucket.put("p/same", "1");
        bucket.put("p/size", "12");
        bucket.put("p/crc", "2");
        bucket.put("p/extra", "1");
        bucket.put("p/marker/", "");
        List<String> reported = new java.util.ArrayList<>();

        DirectoryResult compared = Directories.of(bucket)
                .verify(
                        directory,
                        "p",
                        DirectoryOptions.builder()
                                .outcomes(outcome -> reported.add(text(outcome)))
                                .build());

        assertFalse(compared.isSame());
        assertEquals(1, compared.skipped().stream().filter(FileOutcome::isSame).count());
        assertEquals(
                List.of(
                        "DIFFERENT p/crc 1 1 OTHER_CRC64",
                        "MISSING_ON_SOURCE p/extra null 1",
                        "MISSING_ON_TARGET p/missing 1 null",
                        "DIFFERENT p/size 1 2"),
                compared.differences().stream().map(SyncTest::text).toList());
        assertEquals(LINK, compared.skipped().get(0).reason());
        assertEquals(
                Set.of(
                        "DIFFERENT p/crc 1 1 OTHER_CRC64",
                        "MISSING_ON_SOURCE p/extra null 1",
                        "null p/link null null",
                        "MISSING_ON_TARGET p/missing 1 null",
                        "NONE p/same 1 1 SAME",
                        "DIFFERENT p/size 1 2"),
                Set.copyOf(reported));
        assertEquals(keys(), List.of("p/crc", "p/extra", "p/marker/", "p/same", "p/size"));
    }

    /** An object at or below a skipped link is not compared. It must not count as the same. */
    @Test
    void reportsObjectsBelowASkippedLinkAsNotCompared() throws Exception {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("data"), elsewhere);
        Files.createSymbolicLink(directory.resolve("ln"), elsewhere);
        bucket.put("p/data/x", "1");
        bucket.put("p/ln", "1");
        DirectoryResult compared = Directories.of(bucket).verify(directory, "p");
        assertFalse(compared.isSame());
        assertEquals(
                List.of("MISSING_ON_SOURCE p/data/x null 1", "MISSING_ON_SOURCE p/ln null 1"),
                compared.differences().stream().map(SyncTest::text).toList());
    }

    private static String text(FileOutcome outcome) {
        VerifyResult verification = outcome.verification();
        return outcome.difference() + " " + outcome.key() + " " + outcome.fileSize() + " " + outcome.objectSize()
                + (verification == null ? "" : " " + verification.outcome());
    }

    @Test
    void rejectsOptionsOfASyncInOtherCalls() throws Exception {
        Directories directories = Directories.of(bucket);
        DirectoryOptions report = DirectoryOptions.builder().reportExtra(true).build();
        for (DirectoryOptions extra : List.of(DELETE, report)) {
            assertThrows(IllegalArgumentException.class, () -> directories.upload(directory, "p", extra));
            assertThrows(IllegalArgumentException.class, () -> directories.download("p", directory, extra));
        }
        assertThrows(IllegalArgumentException.class, () -> directories.verify(directory, "p", DELETE));
    }

    @Test
    void namesFilesThatCannotBeCompared() throws Exception {
        write("a", "1");
        bucket.put("p/a", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));

        FileOutcome failed =
                Directories.of(bucket).verify(directory, "p").differences().get(0);

        assertEquals(FileOutcome.Status.FAILED, failed.status());
        assertEquals(403, ((ServiceException) failed.failure()).status());
    }

    @Test
    void keepsWhatIsInTheWayIfTheTransferFails() throws Exception {
        bucket.put("p/a/b", "1");
        bucket.put("p/c", "1");
        write("a", "file");
        write("c/d", "file");
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObject").times(10));

        DirectoryResult result = Directories.of(bucket).syncToDirectory("p", directory, DELETE);

        assertEquals(2, result.failed().size());
        assertEquals(List.of(), result.deleted());
        assertEquals(List.of("a", "c", "c/d"), files());
        assertEquals("file", Files.readString(directory.resolve("a")));
    }

    @Test
    void keepsADirectoryWithAFileThatTheFilterRejects() throws Exception {
        bucket.put("p/c", "1");
        write("c/d", "file");
        write("c/e.doc", "file");
        DirectoryOptions options = DirectoryOptions.builder()
                .deleteExtra(true)
                .filter(name -> !name.endsWith(".doc"))
                .build();

        assertEquals(
                1,
                Directories.of(bucket)
                        .syncToDirectory("p", directory, options)
                        .failed()
                        .size());
        assertEquals(List.of("c", "c/d", "c/e.doc"), files());
    }

    @Test
    void keepsObjectsBelowALinkThatIsSkipped() throws Exception {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("photos"), elsewhere);
        write("a", "1");
        bucket.put("p/photos/cat", "1");
        bucket.put("p/photosets", "1");

        Directories.of(bucket).syncToBucket(directory, "p", DELETE).throwIfFailed();

        assertEquals(List.of("p/a", "p/photos/cat"), keys());
    }

    @Test
    void reportsObjectsWithContentWhoseKeyEndsWithASlash() throws Exception {
        bucket.put("p/a", "1");
        bucket.put("p/d/", "1234");
        bucket.put("p/e/", "");
        DirectoryResult result = Directories.of(bucket).syncToDirectory("p", directory, DELETE);
        assertEquals(
                "FAILED p/d/: the key is not the path of a file below the directory: d/",
                result.failed().get(0).toString());
        assertEquals(
                List.of("MISSING_ON_SOURCE p/d/ null 4"),
                Directories.of(bucket).verify(directory, "p").differences().stream()
                        .map(SyncTest::text)
                        .toList());
    }

    @Test
    void ignoresTemporaryFilesOfDownloads() throws Exception {
        String temporaryFile = ".ossv4-01234567-89ab-cdef-0123-456789abcdef.part";
        write(temporaryFile, "half");
        write("a", "1");
        Directories.of(bucket).syncToBucket(directory, "p", DELETE).throwIfFailed();
        assertEquals(List.of("p/a"), keys());
        Directories.of(bucket).syncToDirectory("p", directory, DELETE).throwIfFailed();
        assertEquals(List.of(temporaryFile, "a"), files());
        assertTrue(Directories.of(bucket).verify(directory, "p").isSame());
    }

    @Test
    void comparesNoObjectThatDoesNotMeetTheConditions() throws Exception {
        write("a", "1");
        bucket.put("p/a", "1");
        DirectoryOptions conditional = DirectoryOptions.builder()
                .comparison(Comparison.CRC64)
                .download(DownloadOptions.builder()
                        .conditions(Conditions.match("0"))
                        .build())
                .build();

        List<FileOutcome> failed = Directories.of(bucket)
                .syncToDirectory("p", directory, conditional)
                .failed();

        ServiceException refused =
                assertInstanceOf(ServiceException.class, failed.get(0).failure());
        assertEquals(412, refused.status());
    }

    @Test
    void findsADownloadedDirectoryEqualInBothDirections() throws Exception {
        bucket.put("p/a", "1");
        bucket.put("p/large", "x".repeat(250 * 1024));
        DirectoryOptions options = DirectoryOptions.builder()
                .download(DownloadOptions.builder().partSize(100 * 1024).build())
                .build();
        assertEquals(
                2,
                Directories.of(bucket).syncToDirectory("p", directory, options).transferredCount());
        assertEquals(
                bucket.head("p/a").lastModified(),
                Files.getLastModifiedTime(directory.resolve("a")).toInstant());
        assertEquals(
                0,
                Directories.of(bucket).syncToDirectory("p", directory, options).transferredCount());
        assertEquals(
                0, Directories.of(bucket).syncToBucket(directory, "p", options).transferredCount());
    }
}
