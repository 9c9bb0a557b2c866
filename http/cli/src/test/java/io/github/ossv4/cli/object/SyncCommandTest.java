// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ossv4 sync}. */
class SyncCommandTest extends CliFixture {
    private static final Instant OLD = Instant.parse("2001-01-01T00:00:00.5Z");

    private void writeOld(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(OLD));
    }

    private List<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).toList();
    }

    /** Under another date, as faketime sets it, files keep the time of the system. */
    private boolean hasTimeOfFileSystem() throws IOException {
        Path probe = Files.createTempFile(home, "time", "");
        Instant created = Files.getLastModifiedTime(probe).toInstant();
        Files.delete(probe);
        return Duration.between(created, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0;
    }

    @Test
    void uploadsWhatDiffersAndDeletesTheRest() throws Exception {
        bucket.put("p/same", "same");
        bucket.put("p/extra", "extra");
        bucket.put("other", "other");
        writeOld("dir/same", "same");
        writeOld("dir/new", "new");
        String compared = hasTimeOfFileSystem()
                ? "ossv4: 1 file compared by CRC64: moved, copied or unpacked after the upload\n"
                : "";

        CliResult dry =
                cli.run("sync", "--delete", "--dry-run", "dir", oss("p")).expect(0);
        assertEquals(
                List.of(
                        "would upload dir/new -> oss://examplebucket/p/new  3 bytes",
                        "would delete oss://examplebucket/p/extra"),
                dry.lines());
        assertEquals("ossv4: would upload 1 file, 3 B; would delete 1; 1 unchanged\n" + compared, dry.err());

        CliResult result = cli.run("sync", "--delete", "dir", oss("p")).expect(0);
        assertTrue(result.lines().get(0).startsWith("dir/new -> oss://examplebucket/p/new  CRC64 "), result::toString);
        assertEquals("deleted oss://examplebucket/p/extra", result.lines().get(1));
        assertEquals("ossv4: uploaded 1 file, 3 B; 1 deleted; 1 unchanged\n" + compared, result.err());
        assertEquals(List.of("other", "p/new", "p/same"), keys());
        assertEquals(
                "ossv4: would upload 0 files, 0 B; 2 unchanged\n" + compared,
                cli.run("sync", "--delete", "--dry-run", "dir", oss("p"))
                        .expect(0)
                        .err());
    }

    @Test
    void downloadsWhatDiffersAndDeletesTheRest() throws Exception {
        bucket.put("p/a", "1");
        bucket.put("p/b/c", "2");
        writeOld("dir/extra", "x");

        List<JsonNode> dry = cli.run("sync", "--json", "--delete", "--dry-run", "--max-delete", "1", oss("p"), "dir")
                .expect(0)
                .json();
        assertEquals(
                List.of("download", "download", "delete"),
                dry.stream().map(line -> line.get("action").textValue()).toList());
        assertEquals("dir/extra", dry.get(2).get("file").textValue());

        CliResult result = cli.run("sync", "--delete", "--max-delete", "1", oss("p"), "dir")
                .expect(0);
        assertTrue(result.out().endsWith("deleted dir/extra\n"), result::toString);
        assertEquals("2", Files.readString(home.resolve("dir/b/c")));
        assertFalse(Files.exists(home.resolve("dir/extra")));
        assertEquals(
                "ossv4: downloaded 0 files, 0 B; 2 unchanged\n",
                cli.run("sync", "--checksum", oss("p"), "dir").expect(0).err());
    }

    /**
     * Nothing is changed without the options that allow it, and a dry run says the same.
     *
     * @param options that do not allow it
     * @param allowed options that do
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty p | --yes | --yes --max-delete 100% | 3 of 3 files of oss://examplebucket/p would be deleted, since"
                        + " the source has no files: check that it is mounted; --yes --max-delete 100% deletes them",
                "empty p | --max-delete 100% | --yes --max-delete 100% | 3 of 3 files of oss://examplebucket/p would be"
                        + " deleted, since the source has no files: check that it is mounted; --yes --max-delete 100% deletes them",
                "dir p | --yes | --max-delete 2 | 2 of 3 files of oss://examplebucket/p would be deleted, more than half:"
                        + " --max-delete 2 allows that",
                "dir p | --yes --max-delete 1 | --max-delete 70% | 2 of 3 files of oss://examplebucket/p would be deleted,"
                        + " more than --max-delete 1: --max-delete 2 allows that",
                "dir p | --max-delete 66% | --max-delete 67% | 2 of 3 files of oss://examplebucket/p would be deleted,"
                        + " more than --max-delete 66%: --max-delete 2 allows that",
                "all '' | --max-delete 100% | --yes | 1 of 4 files of oss://examplebucket/ would be deleted, and the"
                        + " target is a whole bucket: --yes allows that",
                "dir '' | --max-delete 2 | --yes --max-delete 3 | 3 of 3 files of oss://examplebucket/ would be deleted, and"
                        + " the target is a whole bucket: --yes --max-delete 3 allows that",
            })
    void refusesToDeleteMoreThanItsOptionsAllow(String ends, String options, String allowed, String refusal)
            throws Exception {
        for (String name : List.of("p/a", "p/b", "p/c")) {
            bucket.put(name, "1");
        }
        Files.createDirectories(home.resolve("empty"));
        writeOld("dir/a", "1");
        if (ends.startsWith("all")) {
            bucket.put("extra", "1");
            for (String name : List.of("p/a", "p/b", "p/c")) {
                writeOld("all/" + name, "1");
            }
        }
        List<String> before = keys();
        String source = ends.substring(0, ends.indexOf(' '));
        String target = oss(ends.endsWith("p") ? "p" : "");

        assertEquals(
                "ossv4: nothing was changed: " + refusal + "\n",
                sync(source, target, options).expect(1).err());
        assertTrue(sync(source, target, options + " --dry-run")
                .expect(1)
                .err()
                .contains("ossv4: a sync would be refused: " + refusal + "\n"));
        assertEquals(before, keys());
        sync(source, target, allowed + " --dry-run").expect(0);
        sync(source, target, allowed).expect(0);
        assertTrue(keys().size() < before.size());
    }

    private CliResult sync(String source, String target, String options) {
        List<String> line = new ArrayList<>(List.of("sync", "--delete", source, target));
        line.addAll(List.of(options.split(" ")));
        return cli.run(line.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({"--max-delete 70%, --max-delete requires --delete", "--delete --max-delete 101%, '0% to 100%, was 101%'"
    })
    void rejectsMaxDelete(String options, String message) throws Exception {
        Files.createDirectories(home.resolve("dir"));
        CliResult result =
                cli.run(("sync " + options + " dir " + oss("p")).split(" ")).expect(2);

        assertTrue(result.err().contains(message), result::toString);
    }

    @Test
    void comparesByChecksumSizeOrTime() throws Exception {
        bucket.put("p/a", "2");
        writeOld("dir/a", "1");
        assertTrue(
                cli.run("sync", "--size-only", "dir", oss("p")).expect(0).err().contains("1 unchanged"));
        assertTrue(
                cli.run("sync", "--checksum", "dir", oss("p")).expect(0).err().contains("uploaded 1 file"));
        bucket.put("p/a", "2");
        writeOld("dir/a", "1");
        String uploaded = hasTimeOfFileSystem() ? "uploaded 1 file" : "1 unchanged";
        assertTrue(cli.run("sync", "dir", oss("p")).expect(0).err().contains(uploaded));
    }

    @Test
    void keepsTimes() throws Exception {
        writeOld("dir/a", "1");
        cli.run("sync", "--keep-times", "dir", oss("p")).expect(0);
        cli.run("sync", "--keep-times", oss("p"), "copy").expect(0);
        assertEquals(OLD, Files.getLastModifiedTime(home.resolve("copy/a")).toInstant());
        cli.run("download", "--keep-times", oss("p/a"), "b").expect(0);
        assertEquals(OLD, Files.getLastModifiedTime(home.resolve("b")).toInstant());
        cli.run("upload", "--keep-times", "b", oss("b")).expect(0);
        assertEquals("978307200.5", bucket.head("b").metadata().get("mtime"));
    }

    @Test
    void selectsNames() throws Exception {
        writeOld("dir/a.jpg", "1");
        writeOld("dir/b.tmp", "1");
        writeOld("dir/sub/c.jpg", "1");
        bucket.put("p/x.tmp", "1");
        cli.run("sync", "--delete", "--exclude", "*.tmp", "dir", oss("p")).expect(0);
        assertEquals(List.of("p/a.jpg", "p/sub/c.jpg", "p/x.tmp"), keys());

        Files.writeString(home.resolve("names"), "sub/c.jpg\nmissing\n");
        CliResult listed =
                cli.run("upload", "--files-from", "names", "dir", oss("q")).expect(1);
        assertTrue(listed.err().contains("missing: named by --files-from, was not found"), listed::toString);
        assertTrue(listed.err().contains("names of --files-from are relative to dir\n"), listed::toString);
        assertEquals(List.of("p/a.jpg", "p/sub/c.jpg", "p/x.tmp", "q/sub/c.jpg"), keys());
        CliResult down = cli.run("download", "-r", "--include", "sub/*", oss("p"), "copy")
                .expect(0);
        assertEquals(1, down.lines().size(), down::toString);
    }

    @Test
    void namesWhatFailedWithoutExceptions() throws Exception {
        bucket.put("p/a", "1");
        bucket.put("p/a/b", "1");
        CliResult result = cli.run("sync", oss("p"), "dir").expect(3);
        assertFalse(result.err().contains("Exception"), result::toString);
    }

    @Test
    void downloadsToStandardOutput() throws Exception {
        bucket.put("a", "hello");
        assertEquals("hello", cli.run("download", oss("a"), "-").expect(0).out());
        assertEquals(
                "would download oss://examplebucket/a -> ./a  5 bytes\n",
                cli.run("download", "--dry-run", oss("a"), ".").expect(0).out());
        assertFalse(Files.exists(home.resolve("a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sync dir | two operands are required, a directory and oss://BUCKET/FOLDER, or two folders of OSS, was dir",
                "sync a b | the operands must be a directory and oss://BUCKET/FOLDER, or two folders of OSS, was a b",
                "sync missing oss://examplebucket/p | missing: no such file or directory",
                "sync file oss://examplebucket/p | file: not a directory",
                "sync --checksum --size-only dir oss://examplebucket/p | --checksum and --size-only must not be used together",
                "sync --acl private oss://examplebucket/p dir | options for headers, tags and metadata require a target oss://BUCKET/FOLDER",
                "sync --include [ dir oss://examplebucket/p | --include must close its bracket by ], was [",
                "upload --include x file oss://examplebucket/p | --include, --exclude and other options that select names require a directory",
                "upload oss://examplebucket/a oss://examplebucket/b | a source must be a file or a directory, was oss://examplebucket/a; to copy objects within OSS, use 'ossv4 cp'",
                "download oss://examplebucket/a oss://examplebucket/b | the target must be a file or a directory, was oss://examplebucket/b; to copy objects within OSS, use 'ossv4 cp'",
                "download --version-id 1 -r oss://examplebucket/p d | --version-id names one object and must not be used with --recursive"
            })
    void refusesWrongArguments(String arguments, String message) throws Exception {
        Files.createDirectories(home.resolve("dir"));
        Files.writeString(home.resolve("file"), "1");
        CliResult result = cli.run(arguments.split(" ")).expect(2);
        assertEquals("ossv4: " + message, result.err().lines().findFirst().orElseThrow());
        assertEquals(List.of(), requests);
    }

    @Test
    void keepsTimesOfUploads() throws Exception {
        assumeTrue(hasTimeOfFileSystem(), "the date is changed");
        writeOld("dir/a", "1");
        bucket.put("p/b", "1");
        writeOld("dir/b", "2");
        CliResult result = cli.run("sync", "dir", oss("p")).expect(0);
        assertEquals(
                "ossv4: uploaded 2 files, 2 B", result.err().lines().findFirst().orElseThrow());
        assertEquals("978307200.5", bucket.head("p/a").metadata().get("mtime"));
        cli.run("sync", "--size-only", "dir", oss("q")).expect(0);
        assertEquals(null, bucket.head("q/a").metadata().get("mtime"));

        bucket.put("p/a", "1");
        writeOld("dir/a", "1");
        CliResult compared = cli.run("sync", "dir", oss("p")).expect(0);
        assertTrue(compared.err().contains("1 file compared by CRC64: moved"), compared::toString);
    }

    @Test
    void rejectsLogInDirectory() throws Exception {
        writeOld("dir/a", "1");
        CliResult result = cli.run("sync", "--log", "dir/log", "dir", oss("p")).expect(2);
        assertTrue(result.err().contains("--log must be a file outside of dir"), result::toString);
        assertEquals(0, count("PUT"));
    }

    @Test
    void findsRenamedDirectoriesWithKeptTimes() throws Exception {
        writeOld("one/a", "1");
        cli.run("sync", "one", oss("p")).expect(0);
        writeOld("two/a", "2");
        Files.setLastModifiedTime(home.resolve("two/a"), FileTime.from(OLD.minusSeconds(1)));
        assertTrue(
                cli.run("sync", "--keep-times", "two", oss("p")).expect(0).err().contains("uploaded 1 file"));
    }

    @Test
    void readsRegionOfProfileForEndpointOfVariable() throws Exception {
        Files.writeString(
                home.resolve(".ossutilconfig"),
                "[profile x]\naccessKeyId=id\naccessKeySecret=secret\nregion=" + emulator.region() + "\n");
        Cli.withoutSettings()
                .with("OSS_ENDPOINT", emulator.endpoint())
                .with("OSS_PROFILE", "x")
                .run("ls", oss(""))
                .expect(0);
    }
}
