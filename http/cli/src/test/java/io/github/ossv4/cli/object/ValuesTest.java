// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Values and policies of the commands for objects. */
class ValuesTest {
    private static final OssUrl FOLDER = OssUrl.parse("oss://examplebucket/x/");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "a\\b", "\\", "a\nb", "a\rb\\n", " ", "*a", "-"})
    void parsesOwnLines(String name) {
        ChecksumLine line = new ChecksumLine(-1, name);

        assertEquals(1, line.text().lines().count());
        assertEquals(line, ChecksumLine.parse(line.text()));
    }

    @Test
    void writesLinesAsSha256sum() {
        assertEquals("18446744073709551615  a b", new ChecksumLine(-1, "a b").text());
        assertEquals("\\0  a\\nb\\\\", new ChecksumLine(0, "a\nb\\").text());
        assertEquals(new ChecksumLine(7, "a"), ChecksumLine.parse("7 *a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1 a", "1  ", "x  a", "-1  a", "18446744073709551616  a", "\\1  a\\", "\\1  a\\x", "  a"
            })
    void rejectsMalformedLines(String line) {
        assertNull(ChecksumLine.parse(line));
    }

    @ParameterizedTest
    @CsvSource({"0-99, 0, 99", "5-5, 5, 5", "100-, 100, -1", "-10, -1, 10"})
    void parsesRanges(String text, long first, long last) {
        assertEquals(new CatCommand.ByteRange(first, last), new CatCommand.ByteRange.Converter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "5", "9-5", "a-b", "1-2-3", "1-9999999999999999999"})
    void rejectsOtherRanges(String text) {
        assertThrows(TypeConversionException.class, () -> new CatCommand.ByteRange.Converter().convert(text));
    }

    @Test
    void namesCheckpointByTransfer() throws Exception {
        StateDirectory state = StateDirectory.of(directory, Map.of(), "/home/a");
        Path file = directory.resolve("f");
        Path checkpoint = state.checkpoint("upload", OssUrl.parse("oss://bbb/k"), file, "");

        assertEquals(
                checkpoint, state.checkpoint("upload", OssUrl.parse("oss://bbb/k"), directory.resolve("x/../f"), ""));
        assertNotEquals(checkpoint, state.checkpoint("upload", OssUrl.parse("oss://bbb/other"), file, ""));
        assertNotEquals(checkpoint, state.checkpoint("upload", OssUrl.parse("oss://ccc/k"), file, ""));
        assertNotEquals(checkpoint, state.checkpoint("download", OssUrl.parse("oss://bbb/k"), file, ""));
        assertEquals(directory, checkpoint.getParent());
    }

    /** Other versions must find the checkpoint. The names are by sha256sum. */
    @Test
    void namesCheckpointsAsEarlierVersions() {
        OssUrl url = OssUrl.parse("oss://bbb/k");
        assertEquals(
                directory.resolve("ddf9bd0f620851b170e98872278755da-378f37b1fb33fa4dafba6519a48e0644.upload"),
                StateDirectory.of(directory, Map.of(), "/home/a").checkpoint("upload", url, Path.of("/f"), "headers"));
    }

    @Test
    void createsTheStateDirectoryForItsOwner() throws Exception {
        Path created = directory.resolve("state").resolve("ossv4");
        StateDirectory.of(created, Map.of(), "/home/a")
                .checkpoint("upload", OssUrl.parse("oss://bbb/k"), directory.resolve("f"), "");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(created)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(created.getParent())));
    }

    @Test
    void findsStateDirectory() {
        Path home = Path.of("/home/a/.local/state/ossv4");
        assertEquals(Path.of("/state/ossv4"), stateDirectory(null, Map.of("XDG_STATE_HOME", "/state")));
        assertEquals(home, stateDirectory(null, Map.of("XDG_STATE_HOME", "relative")));
        assertEquals(home, stateDirectory(null, Map.of()));
        assertEquals(Path.of("x"), stateDirectory(Path.of("x"), Map.of()));
    }

    private static Path stateDirectory(@Nullable Path option, Map<String, String> environment) {
        return StateDirectory.of(option, environment, "/home/a").directory();
    }

    @Test
    void namesObjectsOfFiles() throws Exception {
        Path a = Files.writeString(directory.resolve("a"), "1");
        Path b = Files.writeString(directory.resolve("b"), "22");

        List<Item> items = Item.ofFiles(List.of(a.toString(), b.toString()), FOLDER);
        assertEquals(
                List.of("x/a", "x/b"),
                items.stream().map(item -> item.url().key()).toList());
        assertEquals(2, items.get(1).size());
        OssUrl exact = OssUrl.parse("oss://examplebucket/y");
        assertEquals(
                "y", Item.ofFiles(List.of(a.toString()), exact).get(0).url().key());
        assertThrows(UsageException.class, () -> Item.ofFiles(List.of(a.toString(), b.toString()), exact));
        assertThrows(UsageException.class, () -> Item.ofFiles(List.of(directory.toString(), b.toString()), FOLDER));
    }

    @Test
    void namesFilesOfObjects() {
        OssUrl url = OssUrl.parse("oss://examplebucket/x/cat.jpg");

        assertEquals(directory.resolve("cat.jpg"), DownloadCommand.file(url, directory.toString()));
        assertEquals(directory.resolve("dog.jpg"), DownloadCommand.file(url, directory + "/dog.jpg"));
        assertThrows(UsageException.class, () -> DownloadCommand.file(url, directory + "/new/"));
        assertThrows(UsageException.class, () -> DownloadCommand.file(url, directory + "/new/dog.jpg"));
        assertThrows(UsageException.class, () -> DownloadCommand.file(FOLDER, directory.toString()));
        assertThrows(
                UsageException.class,
                () -> DownloadCommand.file(OssUrl.parse("oss://examplebucket/x/.."), directory.toString()));
    }
}
