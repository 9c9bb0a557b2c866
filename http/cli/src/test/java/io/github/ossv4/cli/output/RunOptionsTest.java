// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Fault;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --quiet}, {@code --log} and {@code --summary}. */
class RunOptionsTest extends CliFixture {
    private static final String TIME = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) ";

    private static void assertQuiet(CliResult result) {
        assertEquals("", result.out() + result.err());
    }

    @Test
    void printsNothingAfterSuccessIfQuiet() throws Exception {
        write("dir/a", 10);
        write("dir/b", 20);
        assertQuiet(cli.run("upload", "--quiet", "dir", oss("p")).expect(0));
        assertQuiet(cli.run("upload", "-q", "dir/a", oss("a")).expect(0));
        assertQuiet(cli.run("sync", "-q", "dir", oss("p")).expect(0));
        assertQuiet(cli.run("sync", "-q", oss("p"), "copy").expect(0));
        assertQuiet(cli.run("download", "-q", "-r", oss("p"), "other").expect(0));
        assertQuiet(cli.run("verify", "-q", "dir", oss("p")).expect(0));
        assertQuiet(cli.run("verify", "-q", "dir/a", oss("p/a")).expect(0));
        assertQuiet(cli.run("cp", "-q", "-r", oss("p"), oss("q")).expect(0));
        assertQuiet(cli.run("set", "-q", "--meta", "a=b", oss("p/a")).expect(0));
        assertQuiet(cli.run("rm", "-q", "-r", "--yes", oss("q")).expect(0));
    }

    @Test
    void printsFailuresAndDifferencesIfQuiet() throws Exception {
        write("dir/a", 10);
        bucket.put("p/a", "other");

        assertEquals(
                List.of("size differs: dir/a has 10 bytes, oss://examplebucket/p/a has 5"),
                cli.run("verify", "--quiet", "dir", oss("p")).expect(1).lines());
        emulator.inject(Fault.error(403, "AccessDenied"));
        CliResult failed = cli.run("upload", "--quiet", "dir", oss("p")).expect(1);
        assertTrue(failed.err().startsWith("ossv4: dir/a: "), failed::toString);
        assertEquals(1, failed.err().lines().count(), failed::toString);
    }

    @Test
    void logsEachFileWithItsTime() throws Exception {
        write("dir/a", 10);
        emulator.inject(Fault.error(403, "AccessDenied").on("PutObject").times(1));
        cli.run("sync", "--quiet", "--log", "log.txt", "dir", oss("p")).expect(1);
        cli.run("sync", "--quiet", "--log", "log.txt", "dir", oss("p")).expect(0);
        cli.run("sync", "--quiet", "--log", "dir.log", "dir", oss("p")).expect(0);

        assertTrue(Files.exists(home.resolve("dir.log")));
        List<String> lines = Files.readAllLines(home.resolve("log.txt"));
        assertTrue(
                lines.get(0).matches(TIME + "START   sync --quiet --log log\\.txt dir oss://examplebucket/p"),
                lines::toString);
        assertTrue(lines.get(1).matches(TIME + "FAILED  dir/a: PutObject .*"), lines::toString);
        assertTrue(lines.get(2).matches(TIME + "NOTE    uploaded 0 files, 0 B; 1 failed"), lines::toString);
        assertTrue(lines.get(3).matches(TIME + "END     \\{\"summary\":\\{\"exitCode\":1,.*\"failed\":1,.*"));
        assertTrue(lines.get(5).matches(TIME + "DONE    dir/a -> oss://examplebucket/p/a .*"), lines::toString);
        assertEquals(8, lines.size(), lines::toString);
    }

    @Test
    void writesProgressToTheLogAndToStandardError() throws Exception {
        write("a", 10);
        emulator.inject(Fault.delay(Duration.ofSeconds(2)).on("PutObject"));
        CliResult result = cli.run("upload", "--stats", "1s", "--log", "log", "a", oss("a"))
                .expect(0);
        assertTrue(result.err().startsWith("ossv4: upload: "), result::toString);
        List<String> lines = Files.readAllLines(home.resolve("log"));
        assertTrue(lines.get(1).matches(TIME + "NOTE    upload: .* B/s.*"), lines::toString);
    }

    @Test
    void namesLogByDateOrMonth() {
        ZonedDateTime start = ZonedDateTime.of(2026, 3, 4, 5, 6, 7, 8, ZoneOffset.UTC);
        assertEquals("a-2026-03-04.log", RunLog.fileName("a-{date}.log", start));
        assertEquals("2026-03/b", RunLog.fileName("{month}/b", start));
    }

    @Test
    void rejectsLogThatCannotBeOpened() throws Exception {
        write("a", 10);

        CliResult result = cli.run("upload", "--log", "a/log", "a", oss("a")).expect(2);

        assertTrue(result.err().startsWith("ossv4: --log cannot be opened: "), result::toString);
        assertEquals(
                "ossv4: the directory of --log does not exist: "
                        + home.toRealPath().resolve("nosuch/sub") + "\n",
                cli.run("upload", "--log", "nosuch/sub/log", "a", oss("a"))
                        .expect(2)
                        .err());
        assertTrue(Files.notExists(home.resolve("nosuch")));
        assertEquals(List.of(), requests);
    }

    /** A pipe without a reader or writer would block, and a device may have no end. */
    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @CsvSource({
        "--log, pipe, --log pipe",
        "--log, /dev/zero, --log /dev/zero",
        "--files-from, pipe, pipe",
        "--files-from, /dev/zero, /dev/zero",
        "--exclude-from, pipe, pipe",
        "--exclude-from, /dev/zero, /dev/zero"
    })
    void rejectsWhatIsNotARegularFile(String option, String file, String named) throws Exception {
        write("dir/a", 10);
        Path pipe = home.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        CliResult result = cli.run("upload", option, file, "dir", oss("p")).expect(2);

        assertTrue(result.err().contains(named + ": is not a regular file"), result::toString);
        assertEquals(List.of(), requests);
    }

    @Test
    void leavesNoLogInTheDirectoryThatItUploads() throws Exception {
        write("dir/a", 10);
        CliResult result = cli.run("sync", "--log", "dir/new", "dir", oss("p")).expect(2);
        assertTrue(result.err().contains("--log must be a file outside of dir"), result::toString);
        assertTrue(Files.notExists(home.resolve("dir/new")));

        byte[] log = write("dir/log", 10);
        cli.run("sync", "--log", "dir/log", "dir", oss("p")).expect(2);
        assertArrayEquals(log, Files.readAllBytes(home.resolve("dir/log")));
        assertEquals(List.of(), requests);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void writesNothingThroughALinkIntoTheDirectory() throws Exception {
        byte[] data = write("dir/data", 10);
        Files.createDirectories(home.resolve("logs"));
        for (String name : List.of("data", "new")) {
            Path link = Files.createSymbolicLink(home.resolve("logs/" + name), Path.of("../dir/" + name));
            cli.run("sync", "--log", "logs/" + name, "dir", oss("p")).expect(2);
            assertTrue(Files.isSymbolicLink(link));
        }
        assertArrayEquals(data, Files.readAllBytes(home.resolve("dir/data")));
        assertTrue(Files.notExists(home.resolve("dir/new")));
        assertEquals(List.of(), requests);
    }

    @Test
    void rejectsLogThatIsTransferred() throws Exception {
        byte[] data = write("a", 10);
        cli.run("upload", "--log", "a", "a", oss("a")).expect(2);
        assertArrayEquals(data, Files.readAllBytes(home.resolve("a")));
        bucket.put("b", "1");
        cli.run("download", "--log", "b", oss("b"), "b").expect(2);
        assertTrue(Files.notExists(home.resolve("b")));
    }

    @Test
    void leavesNoPartOfALineOnAFullDisk() throws Exception {
        Path file = home.resolve("log");
        int free = 60;
        try (FileChannel real = FileChannel.open(file, CREATE, APPEND)) {
            RunLog log = new RunLog(file, file, new FullDisk(real, free), false);
            log.write(RunLog.Kind.NOTE, "short");
            log.write(RunLog.Kind.NOTE, "a line that needs more bytes than are free");
            log.write(RunLog.Kind.NOTE, "2");
            assertTrue(String.valueOf(log.problem()).contains("No space left on device"), log::problem);
        }
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(0).endsWith("NOTE    short"), lines::toString);
        assertTrue(lines.size() == 1 || lines.get(1).endsWith("NOTE    2"), lines::toString);
        assertTrue(Files.readString(file).endsWith(System.lineSeparator()), lines::toString);
    }

    @Test
    void printsSummaryAlsoOfQuietAndFailedRun() throws Exception {
        write("dir/a", 10);
        write("dir/b", 20);
        bucket.put("p/x", "extra");

        JsonNode summary = cli.run("sync", "--quiet", "--summary", "--delete", "--max-delete", "1", "dir", oss("p"))
                .expect(0)
                .json()
                .get(0)
                .get("summary");
        assertEquals(0, summary.get("exitCode").intValue());
        assertEquals(2, summary.get("done").intValue());
        assertEquals(30, summary.get("bytes").intValue());
        assertEquals(1, summary.get("deleted").intValue());
        assertTrue(summary.get("seconds").doubleValue() > 0);

        JsonNode failed = cli.run("upload", "--summary", "missing", oss("a"))
                .expect(2)
                .json()
                .get(0)
                .get("summary");
        assertEquals(2, failed.get("exitCode").intValue());
        assertEquals(0, failed.get("done").intValue());
        assertEquals(1, failed.get("failed").intValue());
        assertEquals(
                1,
                cli.run("verify", "-q", "--summary", "dir/a", oss("p/a"))
                        .expect(0)
                        .json()
                        .get(0)
                        .get("summary")
                        .get("unchanged")
                        .intValue());
        assertEquals(
                7,
                cli.withInput("7 bytes")
                        .run("upload", "-q", "--summary", "-", oss("s"))
                        .expect(0)
                        .json()
                        .get(0)
                        .get("summary")
                        .get("bytes")
                        .intValue());
    }

    @Test
    void namesEquivalentOfOtherTools() throws Exception {
        assertTrue(cli.run("sync", "--log-file", "x", "a", oss("a"))
                .expect(2)
                .err()
                .contains("here it is --log"));
        assertTrue(
                cli.run("sync", "--transfers=4", "a", oss("a")).expect(2).err().contains("here it is --files"));
        assertTrue(cli.run("upload", "-u", "b", oss("a")).expect(2).err().contains("here it is --skip-same"));
        assertTrue(cli.run("cp", "-u", oss("b"), oss("a")).expect(2).err().contains("'ossv4 sync' transfers only"));
    }
}
