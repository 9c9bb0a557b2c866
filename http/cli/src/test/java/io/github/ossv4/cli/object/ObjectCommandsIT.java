// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import io.github.ossv4.cli.testing.RunningCli;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.StorageClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ossv4 ls}, {@code stat}, {@code cat} and {@code rm}, packaged, with pipes, a full disk and a terminal. */
class ObjectCommandsIT extends PackagedFixture {
    private void putSome() throws Exception {
        for (String key : List.of("a.txt", "photos/cat.jpg", "photos/2026/dog.jpg", "z")) {
            bucket.put(key, "content of " + key);
        }
    }

    @Test
    void endsListIfReaderCloses() throws Exception {
        putSome();

        CliResult result =
                cli.runScript("ossv4 ls -r " + oss("") + " | head -1; ossv4 ls " + oss("") + " >/dev/full; echo $?");

        assertEquals("a.txt\n3\n", result.out());
        assertTrue(result.err().startsWith("ossv4: standard output cannot be written"), result::toString);
    }

    @Test
    void endsCatIfReaderClosesOrDiskIsFull() throws Exception {
        bucket.put("a", new byte[3 << 20]);

        CliResult result = cli.runScript("ossv4 cat " + oss("a")
                + " | head -c 3 | wc -c; echo ${PIPESTATUS[0]}; ossv4 cat " + oss("a") + " >/dev/full; echo $?");

        assertEquals(List.of("3", "141", "3"), result.lines());
        assertEquals(1, result.err().lines().count(), result::toString);
    }

    @Test
    void readsListsOfProcessSubstitution() throws Exception {
        putSome();
        CliResult result = cli.runScript(
                        "ossv4 rm --yes --recursive --files-from <(printf '2026/dog.jpg\\n') " + oss("photos"))
                .expect(0);
        assertFalse(bucket.exists("photos/2026/dog.jpg"), result::toString);
    }

    @Test
    void refusesToDeleteWithoutTerminal() throws Exception {
        putSome();

        CliResult result = cli.withInput("y\n").run("rm", oss("z")).expect(2);

        assertTrue(result.err().contains("--yes is required"), result::toString);
        assertTrue(cli.run("rm", "-y", oss("")).expect(2).err().contains("the key of an object is required"));
        assertEquals(List.of("examplebucket"), List.of(emulator.bucket()));
        assertTrue(bucket.exists("z"));
    }

    @Test
    void asksOnTerminal() throws Exception {
        putSome();

        RunningCli no = cli.withInput("n\n").startInTerminal("ossv4 rm -r " + oss("photos"));
        CliResult refused = no.await().expect(1);
        assertTrue(refused.out().contains("delete 2 objects, 55 B, of oss://examplebucket/photos/? [y/N]"));
        assertTrue(
                refused.out().contains("ossv4: oss://examplebucket/photos/: nothing was changed"), refused::toString);
        assertFalse(refused.out().contains("deleted"), refused::toString);
        assertTrue(bucket.exists("photos/cat.jpg"));

        cli.withInput("y\n")
                .startInTerminal("ossv4 rm -r " + oss("photos"))
                .await()
                .expect(0);
        assertFalse(bucket.exists("photos/cat.jpg"));
    }

    @Test
    void continuesAfterAnObjectThatIsKept() throws Exception {
        putSome();

        CliResult result = cli.withInput("n\ny\n")
                .startInTerminal("ossv4 rm " + oss("a.txt") + " " + oss("z"))
                .await()
                .expect(1);

        assertTrue(result.out().contains("ossv4: oss://examplebucket/a.txt was not deleted"), result::toString);
        assertTrue(bucket.exists("a.txt"));
        assertFalse(bucket.exists("z"));
    }

    @ParameterizedTest
    @CsvSource({
        "mv -r oss://examplebucket/ oss://otherbucket/, move",
        "set -r --meta a=1 oss://examplebucket, apply to",
        "restore -r --days 2 oss://examplebucket, apply to"
    })
    void asksBeforeItChangesAWholeBucket(String command, String action) throws Exception {
        bucket.put(
                "z",
                Body.of(new byte[1]),
                PutOptions.builder().storageClass(StorageClass.COLD_ARCHIVE).build());
        requests.clear();

        CliResult no =
                cli.withInput("n\n").startInTerminal("ossv4 " + command).await().expect(1);

        assertTrue(no.out().contains(action + " 1 object, 1 B, of oss://examplebucket/? [y/N]"), no::toString);
        assertTrue(no.out().contains("ossv4: oss://examplebucket/: nothing was changed"), no::toString);
        assertEquals(0, count("PUT") + count("POST") + count("DELETE"), requests::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "p/, the source has no files; delete all files of oss://examplebucket/p/ (1)",
        "'', the target is the whole"
    })
    void asksBeforeSyncDeletesAll(String folder, String question) throws Exception {
        bucket.put("p/z", "1");

        CliResult no = cli.withInput("n\n")
                .startInTerminal("mkdir empty; ossv4 sync --delete empty " + oss(folder))
                .await()
                .expect(1);

        assertTrue(no.out().contains(question), no::toString);
        assertTrue(no.out().contains("ossv4: " + oss(folder) + ": nothing was changed"), no::toString);
        assertTrue(bucket.exists("p/z"));
    }

    /** A name may have any characters but NUL. */
    @Test
    void passesNamesToXargs() throws Exception {
        bucket.put("in/a b\nc", "1");
        bucket.put("in/'$(x)", "2");

        CliResult result = cli.runScript("ossv4 ls -r --print0 " + oss("") + " | xargs -0 -n 1 printf '<%s>'; "
                + "ossv4 ls -r --print0 --relative " + oss("in/") + " | ossv4 rm -r -y --files-from - " + oss("in/"));

        assertEquals(
                "<in/'$(x)><in/a b\nc>deleted 2 objects of oss://examplebucket/in/\n", result.out(), result::toString);
    }

    @Test
    void asksBeforeItAbortsUploads() throws Exception {
        bucket.initiateMultipartUpload("a");

        CliResult no = cli.withInput("n\n")
                .startInTerminal("ossv4 uploads --abort " + oss(""))
                .await()
                .expect(1);
        assertTrue(no.out().contains("abort 1 upload of oss://examplebucket/? [y/N]"), no::toString);
        assertEquals(1, bucket.listMultipartUploads("").stream().toList().size());

        cli.withInput("y\n")
                .startInTerminal("ossv4 uploads --abort " + oss(""))
                .await()
                .expect(0);
        assertEquals(0, bucket.listMultipartUploads("").stream().toList().size());
    }
}
