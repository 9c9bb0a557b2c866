// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ossv4 sync} of two folders of OSS. */
class SyncFoldersCommandTest extends CliFixture {
    @Test
    void copiesBetweenBucketsByOss() throws Exception {
        restart(Emulator.builder().bucket("examplebucket").bucket("other"));
        bucket.put("x/a", "1");
        bucket.put("x/b/c", "2");
        BucketClient other = bucket.bucket("other");
        other.put("y/a", "1");
        other.put("y/extra", "3");

        CliResult dry = cli.run("sync", "--delete", "--dry-run", oss("x"), "oss://other/y")
                .expect(0);
        assertEquals(
                List.of(
                        "would copy oss://examplebucket/x/b/c -> oss://other/y/b/c  1 byte",
                        "would delete oss://other/y/extra"),
                dry.lines());
        CliResult result =
                cli.run("sync", "--delete", "--json", oss("x"), "oss://other/y").expect(0);
        JsonNode copied = result.json().get(0);
        assertEquals("x/b/c", copied.get("sourceKey").textValue());
        assertEquals("y/b/c", copied.get("key").textValue());
        assertTrue(copied.get("checked").booleanValue(), result::toString);
        assertEquals("ossv4: copied 1 file, 1 B; 1 deleted; 1 unchanged\n", result.err());
        assertEquals(
                List.of("y/a", "y/b/c"),
                other.list("").stream().map(ListedObject::key).toList());

        bucket.put("x/a", "9");
        assertEquals(
                "ossv4: copied 1 file, 1 B; 1 unchanged\n",
                cli.run("sync", oss("x"), "oss://other/y").expect(0).err());
        assertEquals("9", other.getText("y/a"));
    }

    @Test
    void failsIfSourceFolderIsEmpty() throws Exception {
        assertEquals(
                "ossv4: there are no objects below oss://examplebucket/x/\n",
                cli.run("sync", oss("x"), oss("y")).expect(1).err());
        assertTrue(cli.run("sync", oss("x"), oss("x/y")).expect(2).err().contains("must not contain each other"));
    }
}
