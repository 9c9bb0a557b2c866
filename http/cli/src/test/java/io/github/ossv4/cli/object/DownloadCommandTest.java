// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Fault;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** {@code ossv4 download}. */
class DownloadCommandTest extends CliFixture {
    private byte[] put(String key, int size) throws Exception {
        byte[] bytes = write("source", size);
        bucket.put(key, bytes);
        return bytes;
    }

    /** The summary would become a part of the object. */
    @Test
    void refusesASummaryOnStandardOutput() throws Exception {
        bucket.put("s", "hi");

        assertTrue(cli.run("download", oss("s"), "-", "--summary")
                .expect(2)
                .err()
                .contains("--summary is printed on standard output"));
    }

    @Test
    void downloadsObjectToFileOrDirectory() throws Exception {
        byte[] bytes = put("x/cat.jpg", 300_000);

        CliResult result = cli.run("download", oss("x/cat.jpg"), "copy", "--part-size", "100k")
                .expect(0);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("copy")));
        assertEquals(
                "oss://examplebucket/x/cat.jpg -> copy  300000 bytes  CRC64 " + Crc64.toString(Crc64.compute(bytes))
                        + " (checked)\n",
                result.out());
        assertEquals("", result.err());

        JsonNode json = cli.run("download", "--json", oss("x/cat.jpg"), ".")
                .expect(0)
                .json()
                .get(0);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("cat.jpg")));
        assertTrue(json.get("crcChecked").booleanValue());
        assertEquals(300_000, json.get("size").intValue());
    }

    @Test
    void downloadsFolder() throws Exception {
        byte[] large = put("x/b/large", 300_000);
        put("x/a", 1);
        put("x/../evil", 1);
        put("xyz", 1);

        CliResult result = cli.run("download", "-r", oss("x"), "copy", "--part-size", "100k")
                .expect(3);

        assertArrayEquals(large, Files.readAllBytes(home.resolve("copy/b/large")));
        assertEquals(1, Files.size(home.resolve("copy/a")));
        assertFalse(Files.exists(home.resolve("evil")));
        assertTrue(result.out().contains("oss://examplebucket/x/a -> copy/a  1 byte"), result::toString);
        assertTrue(result.err().contains("x/../evil: the key is not the path of a file"), result::toString);
        assertTrue(result.err().contains("downloaded 2 files, 293 KiB; 1 failed"), result::toString);
    }

    @Test
    void skipsSameFiles() throws Exception {
        put("x/a", 1);
        put("x/b", 2);
        cli.run("download", "-r", oss("x"), "copy").expect(0);
        Files.delete(home.resolve("copy/b"));
        requests.clear();

        CliResult result =
                cli.run("download", "-r", "--skip-same", oss("x"), "copy").expect(0);

        assertTrue(result.err().contains("downloaded 1 file, 2 B; 1 unchanged"), result::toString);
        assertEquals(2, Files.size(home.resolve("copy/b")));
        assertTrue(cli.run("download", "--skip-same", oss("x/a"), "f")
                .expect(2)
                .err()
                .contains("requires --recursive"));
    }

    @Test
    void explainsWhatIsMissing() throws Exception {
        assertEquals(
                "NoSuchKey",
                cli.run("download", "--json", oss("missing"), "f")
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
        assertFalse(Files.exists(home.resolve("f")));
        put("a", 1);
        assertTrue(cli.run("download", oss("a"), "no/such/directory/f")
                .expect(2)
                .err()
                .contains("no/such/directory"));
        assertTrue(cli.run("download", oss("a"), "new/").expect(2).err().contains("no such directory: new/"));
        assertTrue(cli.run("download", "-r", oss("x"), "d").expect(1).err().contains("no objects below"));
        assertEquals(
                "{\"exitCode\":1,\"message\":\"there are no objects below oss://examplebucket/x/\"}",
                cli.run("download", "-r", "--json", oss("x"), "d")
                        .expect(1)
                        .error()
                        .toString());
        cli.run("download", "-r", "oss://no-such-bucket/x", "d").expect(1);
        assertFalse(Files.exists(home.resolve("d")));
        assertTrue(cli.run("download", oss("x/"), "f").expect(2).err().contains("--recursive is required"));
        assertTrue(cli.run("download", "a", "f").expect(2).err().contains("oss://BUCKET/KEY"));
        assertTrue(cli.run("download", "oss://X/a", "f").expect(2).err().contains("bucket"));
    }

    @Test
    void reportsDamagedBytes() throws Exception {
        put("a", 1000);
        emulator.inject(Fault.wrongCrc64(1).on("GetObject").times(9));
        emulator.inject(Fault.wrongCrc64(1).on("HeadObject").times(9));

        CliResult result = cli.run("download", oss("a"), "f").expect(1);

        assertTrue(result.err().contains("CRC64"), result::toString);
        assertFalse(Files.exists(home.resolve("f")));
    }
}
