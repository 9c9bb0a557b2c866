// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ossv4 ls}, {@code stat}, {@code cat} and {@code rm}, packaged, with pipes and a full disk. */
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
}
