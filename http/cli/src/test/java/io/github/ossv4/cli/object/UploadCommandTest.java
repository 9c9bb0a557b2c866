// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.AppServer;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.list.ListedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ossv4 upload}. */
class UploadCommandTest extends CliFixture {
    @Test
    void uploadsFileAndPrintsWhatIsStored() throws Exception {
        byte[] bytes = write("cat.jpg", 1000);

        CliResult result = cli.run("upload", "cat.jpg", oss("photos/cat.jpg")).expect(0);

        assertArrayEquals(bytes, bucket.getBytes("photos/cat.jpg"));
        ObjectMetadata stored = bucket.head("photos/cat.jpg");
        assertEquals("image/jpeg", stored.contentType());
        assertEquals(
                "cat.jpg -> oss://examplebucket/photos/cat.jpg  CRC64 " + Crc64.toString(Crc64.compute(bytes))
                        + " (checked)  ETag " + stored.etag() + "\n",
                result.out());
        assertEquals("", result.err());
    }

    @Test
    void uploadsFilesToFolderInParts() throws Exception {
        byte[] a = write("a", 350_000);
        byte[] b = write("b c", 10);

        List<JsonNode> results = cli.run("upload", "--json", "--part-size", "100k", "a", "b c", oss("x/"))
                .expect(0)
                .json();

        assertArrayEquals(a, bucket.getBytes("x/a"));
        assertArrayEquals(b, bucket.getBytes("x/b c"));
        assertEquals("Multipart", bucket.head("x/a").type());
        assertEquals("x/a", results.get(0).get("key").textValue());
        assertEquals(
                Crc64.toString(Crc64.compute(b)), results.get(1).get("crc64").textValue());
        assertTrue(results.get(1).get("crcChecked").booleanValue());
        assertEquals(List.of(), checkpoints());
    }

    @Test
    void setsHeaders() throws Exception {
        write("a", 1);

        cli.run(
                        "upload",
                        "a",
                        oss("a"),
                        "--content-type",
                        "text/x-a",
                        "--meta",
                        "color=red=1",
                        "--meta",
                        "size=xl",
                        "--storage-class",
                        "ia",
                        "--tag",
                        "team=web",
                        "--acl",
                        "private")
                .expect(0);

        ObjectMetadata stored = bucket.head("a");
        assertEquals("text/x-a", stored.contentType());
        assertEquals("red=1", stored.metadata().get("color"));
        assertEquals("xl", stored.metadata().get("size"));
        assertEquals("IA", stored.storageClass());
        assertEquals("web", bucket.getTags("a").asMap().get("team"));
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control, no-store",
        "content-disposition, attachment",
        "Content-Encoding, x-own",
        "Content-Language, de",
        "Expires, 'Thu, 01 Jan 2099 00:00:00 GMT'"
    })
    void storesTheHeadersThatStatPrints(String name, String value) throws Exception {
        write("a", 1);

        cli.run("upload", "a", oss("a"), "--header", name + "=" + value).expect(0);

        assertEquals(value, bucket.head("a").header(name));
        String printed = cli.run("stat", oss("a")).expect(0).out();
        assertTrue(
                printed.toLowerCase(Locale.ROOT).matches("(?s).*\n +" + name.toLowerCase(Locale.ROOT) + " .*"),
                printed);
        assertTrue(printed.contains(value), printed);
    }

    @Test
    void uploadsStandardInput() throws Exception {
        byte[] bytes = write("unused", 250_000);

        cli.withInput(bytes)
                .run("upload", "-", oss("stream"), "--part-size", "100k")
                .expect(0);

        assertArrayEquals(bytes, bucket.getBytes("stream"));
        assertTrue(cli.run("upload", "-", oss("")).expect(2).err().contains("standard input has no name"));
    }

    @Test
    void uploadsDirectory() throws Exception {
        write("dir/a", 1);
        byte[] large = write("dir/b/large", 250_000);
        Files.createSymbolicLink(home.resolve("dir/link"), home.resolve("dir/a"));

        CliResult result =
                cli.run("upload", "dir", oss("backup"), "--part-size", "100k").expect(0);

        assertEquals(
                List.of("backup/a", "backup/b/large"),
                bucket.list("").stream().map(ListedObject::key).toList());
        assertArrayEquals(large, bucket.getBytes("backup/b/large"));
        assertEquals(2, result.lines().size());
        assertTrue(
                result.lines().get(1).startsWith("dir/b/large -> oss://examplebucket/backup/b/large "),
                result::toString);
        assertTrue(result.err().contains("link: a symbolic link is not followed"), result::toString);
        assertTrue(result.err().contains("uploaded 2 files, 244 KiB; 1 skipped"), result::toString);
        assertEquals(List.of(), checkpoints());
    }

    @Test
    void skipsSameFiles() throws Exception {
        write("dir/a", 1);
        write("dir/b", 2);
        cli.run("upload", "dir", oss("p")).expect(0);
        write("dir/b", 3);
        requests.clear();

        CliResult directory = cli.run("upload", "--skip-same", "dir", oss("p")).expect(0);
        assertEquals(1, directory.lines().size(), directory::toString);
        assertTrue(directory.err().contains("uploaded 1 file, 3 B; 1 unchanged"), directory::toString);
        assertEquals(1, count("PUT"));
        CliResult files =
                cli.run("upload", "--skip-same", "dir/a", "dir/b", oss("p/")).expect(0);
        assertEquals("", files.out());
        assertTrue(files.err().contains("skipped dir/a: the object is the same"), files::toString);
        cli.run("upload", "--skip-same", "dir/a", oss("new")).expect(0);
        assertEquals(2, count("PUT"));
    }

    @Test
    void sendsNothingIfDryRun() throws Exception {
        write("dir/b", 2);
        write("dir/a/x", 3);

        CliResult result = cli.run("upload", "--dry-run", "dir", oss("p")).expect(0);

        assertEquals(
                List.of(
                        "would upload dir/a/x -> oss://examplebucket/p/a/x  3 bytes",
                        "would upload dir/b -> oss://examplebucket/p/b  2 bytes"),
                result.lines());
        assertEquals(List.of(), requests);
    }

    @Test
    void printsCallbackResponse() throws Exception {
        write("a", 5);
        try (AppServer server = AppServer.start(200, "application/json", "{\"id\":7}")) {
            emulator.addCallbackTarget(server.port());

            CliResult result = cli.run("upload", "a", oss("a"), "--callback-url", server.url(), "--var", "x:user=42")
                    .expect(0);
            assertTrue(result.out().endsWith("\n  callback response: {\"id\":7}\n"), result::toString);
            assertTrue(server.bodies.get(0).contains("\"user\":\"42\""), server.bodies::toString);
            assertTrue(server.bodies.get(0).contains("\"size\":5"), server.bodies::toString);

            JsonNode json = cli.run(
                            "upload",
                            "--json",
                            "a",
                            oss("a"),
                            "--callback-url",
                            server.url(),
                            "--callback-body",
                            "k=${object}")
                    .expect(0)
                    .json()
                    .get(0);
            assertEquals("{\"id\":7}", json.get("callback").get("body").textValue());
            assertEquals("k=a", server.bodies.get(1));
        }
    }

    @Test
    void failsIfCallbackFailsAndSaysThatObjectIsStored() throws Exception {
        byte[] bytes = write("a", 5);
        try (AppServer server = AppServer.start(500, "text/plain", "no")) {
            emulator.addCallbackTarget(server.port());

            CliResult result = cli.run("upload", "a", oss("a"), "--callback-url", server.url())
                    .expect(1);

            assertArrayEquals(bytes, bucket.getBytes("a"));
            assertTrue(result.out().contains("CRC64 " + Crc64.toString(Crc64.compute(bytes))), result::toString);
            assertTrue(result.out().contains("\n  callback failed: "), result::toString);
            assertTrue(result.err().contains("the object is stored"), result::toString);
        }
    }

    @Test
    void refusesWrongCallbackBeforeAnythingIsSent() throws Exception {
        write("a", 5);

        CliResult result = cli.run(
                        "upload",
                        "a",
                        oss("a"),
                        "--callback-url",
                        "https://app.example.com",
                        "--callback-body",
                        "{\"a\":${nonsense}}")
                .expect(2);
        assertTrue(result.err().contains("nonsense"), result::toString);
        assertTrue(cli.run("upload", "a", oss("a"), "--var", "x:a=1")
                .expect(2)
                .err()
                .contains("require --callback-url"));
        assertEquals(List.of(), requests);
    }

    @Test
    void keepsObjectIfOverwriteIsForbidden() throws Exception {
        write("a", 5);
        bucket.put("a", "old");

        JsonNode error = cli.run("upload", "--json", "--forbid-overwrite", "a", oss("a"))
                .expect(1)
                .error();

        assertEquals("FileAlreadyExists", error.get("code").textValue());
        assertEquals("old", bucket.getText("a"));
    }

    @Test
    void explainsWhatIsMissing() throws Exception {
        write("a", 5);
        assertEquals(
                "ossv4: missing: no such file or directory\n",
                cli.run("upload", "missing", oss("a")).expect(2).err());
        assertEquals(
                "NoSuchBucket",
                cli.run("upload", "--json", "a", "oss://other-bucket/a")
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
        Cli nothing = Cli.withoutSettings();
        assertTrue(nothing.run("upload", "a", oss("a")).expect(2).err().contains("OSS_ENDPOINT"));
        assertTrue(cli.run("upload", "a", "b").expect(2).err().contains("oss://BUCKET/KEY"));
        assertTrue(cli.run("upload", "a").expect(2).err().contains("a file and a target"));
        assertTrue(cli.run("upload").expect(2).err().contains("FILE"));
    }

    @Test
    void correctsClockThatIsOff() throws Exception {
        restart(Emulator.builder().clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(3))));
        write("a", 5);

        cli.run("upload", "a", oss("a")).expect(0);

        assertEquals(5, bucket.head("a").size());
    }

    /** A container may have no home that can be written. Here a file stands in place of its parent directory. */
    @Test
    void needsStateDirectoryOnlyForParts() throws Exception {
        write("a", 5);
        write("large", 150_000);
        Cli readOnly = cli.with("XDG_STATE_HOME", home.resolve("a/state").toString());

        readOnly.run("upload", "a", oss("a")).expect(0);
        String[] parts = {"upload", "large", oss("large"), "--part-size", "100k"};
        assertTrue(readOnly.run(parts).expect(2).err().contains("set another one by --checkpoint-dir"));
        cli.run("upload", "large", oss("large"), "--part-size", "100k", "--checkpoint-dir", "state")
                .expect(0);
        assertTrue(Files.isDirectory(home.resolve("state")));
    }

    @Test
    void continuesAfterFailureOfOneFile() throws Exception {
        write("a", 5);
        write("b", 5);
        bucket.put("x/a", "old");

        CliResult result =
                cli.run("upload", "--forbid-overwrite", "a", "b", oss("x/")).expect(1);
        assertTrue(result.err().contains("a: PutObject"), result::toString);
        assertTrue(result.out().startsWith("b -> "), result::toString);
    }

    private List<String> checkpoints() throws Exception {
        Path state = home.resolve(".local/state/ossv4");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith("lock"))
                    .toList();
        }
    }

    @Test
    void failsIfNothingIsSelected() throws Exception {
        write("dir/a.txt", 1);
        Files.createDirectories(home.resolve("empty"));
        for (String command : List.of("upload", "sync")) {
            CliResult none =
                    cli.run(command, "--include", "*.jpg", "dir", oss("p")).expect(1);
            assertEquals("ossv4: there are no files below dir that the options select\n", none.err());
            cli.run(command, "empty", oss("p")).expect(1);
            cli.run(command, "--allow-empty", "empty", oss("p")).expect(0);
        }
        assertEquals(0, count("PUT"));
        cli.run("verify", "empty", oss("p")).expect(1);
        cli.run("verify", "--allow-empty", "empty", oss("p")).expect(0);
        cli.run("download", "-r", "--allow-empty", oss("p"), "other").expect(0);
        cli.run("cp", "-r", "--allow-empty", oss("p"), oss("q")).expect(0);
    }
}
