// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Symbolic links that are stored as objects. */
@DisabledOnOs(OS.WINDOWS)
class LinksTest extends EmulatorFixture {
    private static final DirectoryOptions LINKS =
            DirectoryOptions.builder().keepLinks().deleteExtra().build();

    @TempDir
    private Path temporary;

    private Path directory;
    private Path copy;

    @BeforeEach
    void create() throws IOException {
        Path real = temporary.toRealPath();
        directory = Files.createDirectories(real.resolve("directory/sub")).getParent();
        copy = real.resolve("copy");
        Path file = Files.writeString(directory.resolve("file"), "1");
        Files.setLastModifiedTime(file, FileTime.from(PAST));
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(directory.resolve(name), Paths.get(target));
    }

    private List<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).collect(Collectors.toList());
    }

    @Test
    void storesLinksAndRestoresThem() throws Exception {
        link("to-file", "file");
        link("sub/up", "../file");
        link("out", "/no/such/file");
        link("dangling", "no/where");
        DirectoryOptions options = LINKS.newBuilder()
                .upload(UploadOptions.builder().keepTime().build())
                .build();

        Directories.of(bucket).sync(directory, "p", options).throwIfFailed();

        assertEquals(
                List.of(
                        "p/dangling.rclonelink",
                        "p/file",
                        "p/out.rclonelink",
                        "p/sub/up.rclonelink",
                        "p/to-file.rclonelink"),
                keys());
        assertEquals("../file", bucket.getText("p/sub/up.rclonelink"));
        assertTrue(bucket.head("p/out.rclonelink").metadata().containsKey("mtime"));
        assertEquals(0, Directories.of(bucket).sync(directory, "p", options).transferredCount());

        assertEquals(5, Directories.of(bucket).sync("p", copy, LINKS).transferredCount());
        assertEquals(Paths.get("../file"), Files.readSymbolicLink(copy.resolve("sub/up")));
        assertEquals(Paths.get("/no/such/file"), Files.readSymbolicLink(copy.resolve("out")));
        assertEquals(Paths.get("no/where"), Files.readSymbolicLink(copy.resolve("dangling")));
        DirectoryResult again = Directories.of(bucket).sync("p", copy, LINKS);
        assertEquals(0, again.transferredCount(), again::toString);
        assertEquals(5, again.skipped().stream().filter(FileOutcome::isSame).count(), again::toString);
    }

    @Test
    void updatesAndDeletesLinks() throws Exception {
        link("a", "file");
        link("b", "file");
        Directories.of(bucket).sync(directory, "p", LINKS).throwIfFailed();
        Directories.of(bucket).sync("p", copy, LINKS).throwIfFailed();
        Files.delete(directory.resolve("a"));
        Files.delete(directory.resolve("b"));
        link("b", "fil2");

        DirectoryResult dry = Directories.of(bucket)
                .sync(directory, "p", LINKS.newBuilder().dryRun().build());
        assertEquals(2, dry.planned().size(), dry::toString);
        DirectoryResult result = Directories.of(bucket).sync(directory, "p", LINKS);

        assertEquals(1, result.transferredCount());
        assertEquals(List.of("p/b.rclonelink", "p/file"), keys());
        Directories.of(bucket).sync("p", copy, LINKS).throwIfFailed();
        assertEquals(Paths.get("fil2"), Files.readSymbolicLink(copy.resolve("b")));
        assertFalse(Files.isSymbolicLink(copy.resolve("a")));
    }

    @Test
    void savesNoFileThroughLink() throws Exception {
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside"));
        bucket.put("p/a.rclonelink", outside.toString());
        bucket.put("p/a/b", "planted");

        Directories.of(bucket).sync("p", copy, LINKS);
        DirectoryResult second = Directories.of(bucket).sync("p", copy, LINKS);

        assertFalse(Files.exists(outside.resolve("b")), second::toString);
        assertTrue(Files.isDirectory(copy.resolve("a"), LinkOption.NOFOLLOW_LINKS));

        bucket.delete("p/a/b");
        Directories.of(bucket)
                .sync("p", temporary.toRealPath().resolve("other"), LINKS)
                .throwIfFailed();
        bucket.put("p/a/b", "planted");
        DirectoryResult third =
                Directories.of(bucket).sync("p", temporary.toRealPath().resolve("other"), LINKS);
        assertEquals("p/a/b", third.failed().get(0).key(), third::toString);
        assertFalse(Files.exists(outside.resolve("b")));
    }

    @Test
    void reportsWhatCannotBeALink() throws Exception {
        bucket.put("p/big.rclonelink", "x".repeat(5000));
        bucket.put("p/nul.rclonelink", "a\0b");
        bucket.put("p/file.rclonelink", "target");
        bucket.put("p/file", "1");

        DirectoryResult result = Directories.of(bucket).sync("p", copy, LINKS);

        assertEquals(
                List.of("p/big.rclonelink", "p/file.rclonelink", "p/nul.rclonelink"),
                result.failed().stream().map(FileOutcome::key).sorted().collect(Collectors.toList()));
        Files.writeString(directory.resolve("x.rclonelink"), "1");
        assertEquals(
                "p/x.rclonelink",
                Directories.of(bucket)
                        .sync(directory, "p", LINKS)
                        .failed()
                        .get(0)
                        .key());
    }

    @Test
    void keepsObjectOfLinkThatAppears() throws Exception {
        bucket.put("p/late.rclonelink", "file");
        bucket.put("p/file", "old");
        DirectoryOptions options = LINKS.newBuilder()
                .outcomes(outcome -> {
                    try {
                        if (!Files.isSymbolicLink(directory.resolve("late"))) {
                            link("late", "file");
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .build();

        DirectoryResult result = Directories.of(bucket).sync(directory, "p", options);

        assertEquals(0, result.deleted().size(), result::toString);
        assertEquals(List.of("p/file", "p/late.rclonelink"), keys());
    }

    @Test
    void rejectsFollowedLinksThatAreKept() {
        assertThrows(
                IllegalStateException.class,
                () -> LINKS.newBuilder().followLinks().build());
    }

    @Test
    void needsNoHeadOfLinks() throws Exception {
        link("a", "file");
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject").times(100));
        Directories.of(bucket).sync(directory, "p", LINKS).throwIfFailed();
        Directories.of(bucket).sync(directory, "p", LINKS).throwIfFailed();
    }

    private Map<String, String> content(Path below) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(below)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isSymbolicLink(path)) {
                    content.put(below.relativize(path).toString(), "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    content.put(below.relativize(path).toString(), Files.readString(path));
                }
            }
        }
        return content;
    }

    private void mirror() throws IOException {
        Directories.of(bucket).sync(directory, "p", LINKS).throwIfFailed();
        DirectoryResult down = Directories.of(bucket).sync("p", copy, LINKS);
        assertEquals(content(directory), content(copy), () -> "" + down.skipped() + down.failed());
    }

    @Test
    void exchangesFilesDirectoriesAndLinks() throws Exception {
        Files.writeString(directory.resolve("conf"), "secret old");
        Files.createDirectories(directory.resolve("dir"));
        Files.writeString(directory.resolve("dir/below"), "1");
        link("link", "conf");
        mirror();

        Files.delete(directory.resolve("conf"));
        Files.delete(directory.resolve("dir/below"));
        Files.delete(directory.resolve("dir"));
        Files.delete(directory.resolve("link"));
        link("conf", "file");
        link("dir", "sub");
        Files.writeString(directory.resolve("link"), "now a file");
        mirror();
        assertEquals(List.of("p/conf.rclonelink", "p/dir.rclonelink", "p/file", "p/link"), keys());
    }

    @Test
    void replacesLinkWhoseTargetHasTheSameSize() throws Exception {
        Path outside = Files.writeString(temporary.toRealPath().resolve("outside"), "evil1");
        Files.createDirectories(copy);
        Files.createSymbolicLink(copy.resolve("f"), outside);
        bucket.put("p/f", "good1");

        Directories.of(bucket).sync("p", copy, LINKS).throwIfFailed();

        assertEquals(Map.of("f", "good1"), content(copy));
        assertEquals("evil1", Files.readString(outside));
    }

    @Test
    void keepsObjectsOfLinksInRunWithoutLinks() throws Exception {
        link("a", "file");
        Directories.of(bucket).sync(directory, "p", LINKS).throwIfFailed();
        Directories.of(bucket)
                .sync(directory, "p", DirectoryOptions.builder().deleteExtra().build())
                .throwIfFailed();
        assertEquals(List.of("p/a.rclonelink", "p/file"), keys());
    }

    @Test
    void filtersLinksByTheirNames() throws Exception {
        link("a.txt", "file");
        link("skip.tmp", "file");
        DirectoryOptions all = LINKS.newBuilder().allowEmptySource().build();
        Directories.of(bucket).sync(directory, "p", all).throwIfFailed();
        DirectoryOptions text =
                all.newBuilder().filter(name -> name.endsWith(".txt")).build();
        assertEquals(0, Directories.of(bucket).sync(directory, "p", text).transferredCount());
        assertEquals(1, Directories.of(bucket).sync("p", copy, text).transferredCount());
        Files.delete(directory.resolve("skip.tmp"));
        DirectoryOptions noTemporary =
                all.newBuilder().filter(name -> !name.endsWith(".tmp")).build();
        Directories.of(bucket).sync(directory, "p", noTemporary).throwIfFailed();
        assertTrue(keys().contains("p/skip.tmp.rclonelink"));
    }
}
