// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.StubOss;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.StorageClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code ossv4 ls}, {@code du}, {@code stat}, {@code cat} and {@code rm}. */
class ObjectCommandsTest extends CliFixture {
    /** The title of a terminal, and a line break, in XML 1.1. */
    private static final String CONTROLS = "a&#x1b;]0;title&#x7;&#xa;b";

    private void putSome() throws Exception {
        for (String key : List.of("a.txt", "photos/cat.jpg", "photos/2026/dog.jpg", "z")) {
            bucket.put(key, "content of " + key);
        }
    }

    @Test
    void listsObjectsAndFolders() throws Exception {
        putSome();

        assertEquals("photos/\na.txt\nz\n", cli.run("ls", oss("")).expect(0).out());
        assertEquals(
                "photos/2026/\nphotos/cat.jpg\n",
                cli.run("ls", oss("photos/")).expect(0).out());
        assertEquals(
                "a.txt\nphotos/2026/dog.jpg\nphotos/cat.jpg\nz\n",
                cli.run("ls", "-r", "oss://examplebucket").expect(0).out());
    }

    @Test
    void failsIfNothingIsListed() throws Exception {
        assertEquals("", cli.run("ls", oss("")).expect(0).err());
        putSome();

        CliResult result = cli.run("ls", oss("nothing")).expect(1);

        assertEquals("", result.out());
        assertEquals("ossv4: there are no objects below oss://examplebucket/nothing\n", result.err());
        cli.run("ls", "-r", "--include", "*.nosuch", oss("")).expect(1);
    }

    @Test
    void dryRunFailsAsTheDeletionDoes() {
        for (String option : List.of("--yes", "--dry-run")) {
            CliResult result = cli.run("rm", "-r", option, oss("nothing")).expect(1);
            assertEquals("ossv4: there are no objects below oss://examplebucket/nothing/\n", result.err());
        }
    }

    @Test
    void listsDetails() throws Exception {
        bucket.put("a", new byte[1536]);

        assertTrue(cli.run("ls", "-l", oss(""))
                .expect(0)
                .out()
                .matches("20\\d\\d-\\d\\d-\\d\\dT\\S+Z +1536  Standard +a\n"));
        assertTrue(cli.run("ls", "-l", "--human", oss("")).expect(0).out().contains(" 1.5 KiB  Standard"));
        JsonNode json = cli.run("ls", "--json", oss("")).expect(0).json().get(0);
        assertEquals("a", json.get("key").textValue());
        assertEquals(1536, json.get("size").intValue());
        assertTrue(json.get("lastModified").textValue().endsWith("Z"));
    }

    @Test
    void addsSizesByStorageClass() throws Exception {
        PutOptions archived = PutOptions.builder().storageClass(StorageClass.IA).build();
        bucket.put("photos/1", Body.of(new byte[1000]));
        bucket.put("photos/2", Body.of(new byte[536]));
        bucket.put("photos/3", Body.of(new byte[3]), archived);
        bucket.put("other", Body.of(new byte[9]));

        assertEquals("""
                IA                          1 objects            3 bytes
                Standard                    2 objects         1536 bytes
                total                       3 objects         1539 bytes
                """, cli.run("du", oss("photos/")).expect(0).out());
        assertEquals(
                "Standard                    2 objects            1.5 KiB",
                cli.run("du", "--human", oss("photos/")).expect(0).lines().get(1));
        List<JsonNode> json = cli.run("du", "--json", oss("photos/")).expect(0).json();
        assertEquals(3, json.size());
        assertEquals(1536, json.get(1).get("bytes").intValue());
        assertTrue(json.get(2).get("total").booleanValue());
        assertFalse(json.get(2).has("storageClass"));
        assertEquals(1539, json.get(2).get("bytes").intValue());
        assertEquals(
                "total                       1 objects          536 bytes",
                cli.run("du", "--include", "2", oss("photos/"))
                        .expect(0)
                        .lines()
                        .get(1));
        assertEquals(
                "total                       0 objects            0 bytes\n",
                cli.run("du", oss("nothing")).expect(0).out());
    }

    @Test
    void addsSizesOfAllVersions() throws Exception {
        restart(Emulator.builder().versioning(true));
        bucket.put("a", "1");
        bucket.put("a", "22");
        bucket.delete("a");

        assertEquals(
                "total                       2 objects            3 bytes",
                cli.run("du", "--versions", oss("")).expect(0).lines().get(1));
    }

    @Test
    void listsVersions() throws Exception {
        restart(Emulator.builder().versioning(true));
        bucket.put("a", "1");
        bucket.put("a", "22");
        bucket.delete("a");

        List<JsonNode> versions =
                cli.run("ls", "--versions", "--json", oss("")).expect(0).json();

        assertEquals(3, versions.size());
        assertTrue(versions.get(0).get("deleteMarker").booleanValue());
        assertEquals(2, versions.get(1).get("size").intValue());
        assertTrue(cli.run("ls", "--versions", oss("")).expect(0).lines().get(0).endsWith(" latest deleted"));
    }

    @Test
    void listsSelectedNames() throws Exception {
        putSome();

        assertEquals(
                "photos/2026/dog.jpg\nphotos/cat.jpg\n",
                cli.run("ls", "-r", "--include", "*.jpg", oss("")).expect(0).out());
        assertEquals(
                "photos/cat.jpg\n",
                cli.run("ls", "-r", "--exclude", "2026/*", oss("photos/"))
                        .expect(0)
                        .out());
        assertEquals(
                "photos/cat.jpg\n",
                cli.run("ls", "--include", "cat*", oss("photos/ca")).expect(0).out());
        CliResult listed = cli.withInput("cat.jpg\nnone\n")
                .run("ls", "-r", "--files-from", "-", oss("photos/"))
                .expect(1);
        assertEquals("photos/cat.jpg\n", listed.out());
        assertEquals(
                "ossv4: none: named by --files-from, was not found\n"
                        + "ossv4: names of --files-from are relative to oss://examplebucket/photos/;"
                        + " 'ossv4 ls -r --relative --print0' prints them\n",
                listed.err());
        assertTrue(cli.withInput("cat\\u000a.jpg\n")
                .run("rm", "-r", "-y", "--files-from", "-", oss("photos"))
                .expect(1)
                .err()
                .endsWith(" prints them, without escapes such as \\u000a\n"));
    }

    /** The command that should have written the list may have failed. */
    @Test
    void reportsListWithoutNames() throws Exception {
        putSome();

        CliResult result = cli.withInput("\n")
                .run("rm", "-r", "-y", "--files-from", "-", oss("photos"))
                .expect(1);

        assertEquals("", result.out());
        String messages = """
                ossv4: the list of --files-from is empty: standard input
                ossv4: there are no objects below oss://examplebucket/photos/
                """;
        assertEquals(messages, result.err());
        assertEquals(
                messages,
                cli.run("rm", "-r", "-y", "--allow-empty", "--files-from", "/dev/null", oss("photos"))
                        .expect(0)
                        .err()
                        .replace("/dev/null", "standard input"));
    }

    @Test
    void printsNamesForOtherPrograms() throws Exception {
        String odd = "a\nb \u001b\\";
        bucket.put(odd, "1");
        bucket.put("z", "2");

        assertEquals(
                "a\\u000ab \\u001b\\\nz\n", cli.run("ls", oss("")).expect(0).out());
        CliResult names = cli.run("ls", "--print0", oss("")).expect(0);
        assertEquals(odd + "\0z\0", names.out());
        assertEquals(
                "deleted 1 object of oss://examplebucket/\n",
                cli.withInput(odd + "\0")
                        .run("rm", "-r", "-y", "--all", "--files-from", "-", oss(""))
                        .expect(0)
                        .out());
        assertEquals("z\n", cli.run("ls", oss("")).expect(0).out());
        for (String option : List.of("-l", "--versions", "--json")) {
            cli.run("ls", "--print0", option, oss("")).expect(2);
        }
    }

    @Test
    void printsNamesBelowFolderForFilesFrom() throws Exception {
        putSome();
        bucket.put("photos/a\nb", "1");

        assertEquals(
                "2026/\na\\u000ab\ncat.jpg\n",
                cli.run("ls", "--relative", oss("photos/")).expect(0).out());
        assertTrue(cli.run("ls", "-l", "--relative", oss("photos/ca"))
                .expect(0)
                .out()
                .endsWith("  cat.jpg\n"));
        CliResult names =
                cli.run("ls", "-r", "--print0", "--relative", oss("photos/")).expect(0);
        assertEquals("2026/dog.jpg\0a\nb\0cat.jpg\0", names.out());
        assertEquals(
                "deleted 3 objects of oss://examplebucket/photos/\n",
                cli.withInput(names.out())
                        .run("rm", "-r", "-y", "--files-from", "-", oss("photos"))
                        .expect(0)
                        .out());
        cli.run("ls", "--relative").expect(2);
        cli.run("ls", "--relative", "--json", oss("")).expect(2);
    }

    /** Otherwise a server could control the terminal, or add lines. */
    @Test
    void escapesTextsOfServer() throws Exception {
        String object =
                "<Key>a</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag><Type>Normal</Type>"
                        + "<Size>1</Size><StorageClass>" + CONTROLS + "</StorageClass>";
        try (StubOss server = StubOss.start(request -> StubOss.Response.of("<?xml version=\"1.1\"?>"
                + (request.getRequestURI().getQuery().contains("versions")
                        ? "<ListVersionsResult><IsTruncated>false</IsTruncated><Version><VersionId>" + CONTROLS
                                + "</VersionId><IsLatest>true</IsLatest>" + object + "</Version></ListVersionsResult>"
                        : "<ListBucketResult><IsTruncated>false</IsTruncated><Contents>" + object
                                + "</Contents></ListBucketResult>")))) {
            Cli other = cli.with("OSS_ENDPOINT", server.endpoint());
            for (String[] options :
                    new String[][] {{"-l"}, {"--versions"}, {"-l", "--versions"}, {"--json"}, {"--json", "--versions"}
                    }) {
                List<String> arguments = new ArrayList<>(List.of("ls", oss("")));
                arguments.addAll(List.of(options));

                CliResult result = other.run(arguments.toArray(new String[0])).expect(0);

                assertEquals(1, result.lines().size(), result::toString);
                assertTrue(result.out().contains("]0;title\\u0007\\"), result::toString);
                assertFalse(result.out().contains("\u001b"), result::toString);
            }
        }
    }

    @Test
    void deletesNothingByAListThatIsNotInOrder() throws Exception {
        List<String> methods = Collections.synchronizedList(new ArrayList<>());
        try (StubOss server = StubOss.start(request -> {
            methods.add(request.getRequestMethod());
            return StubOss.Response.of("<ListBucketResult><IsTruncated>false</IsTruncated>"
                    + "<Contents><Key>a/2</Key><Size>1</Size></Contents><Contents><Key>a/1</Key><Size>1</Size></Contents>"
                    + "</ListBucketResult>");
        })) {
            CliResult result = cli.with("OSS_ENDPOINT", server.endpoint()).run("rm", "-r", "-y", oss("a"));
            assertEquals(
                    "ossv4: the list is not in order: \"a/1\" follows \"a/2\"; nothing was deleted\n", result.err());
            assertEquals(List.of("GET"), methods);
        }
    }

    @Test
    void printsMetadata() throws Exception {
        bucket.put(
                "a",
                Body.of("hello".getBytes(StandardCharsets.UTF_8)),
                PutOptions.builder()
                        .contentType("text/plain")
                        .cacheControl("no-cache")
                        .metadata("color", "red")
                        .build());
        String crc64 = Crc64.toString(Crc64.compute("hello".getBytes(StandardCharsets.UTF_8)));

        String text = cli.run("stat", oss("a")).expect(0).out();
        assertTrue(text.startsWith("oss://examplebucket/a\n"), text);
        assertTrue(text.contains("\n  size                  5 bytes\n"), text);
        assertTrue(text.contains("\n  CRC64                 " + crc64 + "\n"), text);
        assertTrue(text.contains("\n  Cache-Control         no-cache\n"), text);
        assertTrue(text.contains("\n  x-oss-meta-color      red\n"), text);

        JsonNode json = cli.run("stat", "--json", oss("a")).expect(0).json().get(0);
        assertEquals(crc64, json.get("crc64").textValue());
        assertEquals("red", json.get("metadata").get("color").textValue());
        assertEquals("no-cache", json.get("headers").get("Cache-Control").textValue());
    }

    @Test
    void printsTags() throws Exception {
        bucket.put(
                "a",
                Body.of("1"),
                PutOptions.builder().tag("t", "1 2").tag("u", "").build());
        String tags = "\n  tag                   t=1 2\n  tag                   u=\n";

        assertTrue(cli.run("stat", oss("a")).expect(0).out().contains(tags));
        JsonNode json = cli.run("stat", "--json", oss("a")).expect(0).json().get(0);
        assertEquals("{\"t\":\"1 2\",\"u\":\"\"}", json.get("tags").toString());

        emulator.inject(Fault.error(403, "AccessDenied").on("GetObjectTagging").times(2));
        CliResult denied = cli.run("stat", oss("a")).expect(0);
        assertTrue(denied.out().contains("x-oss-tagging-count   2\n"), denied::toString);
        assertFalse(denied.out().contains("  tag "), denied::toString);
        assertTrue(denied.err().startsWith("ossv4: cannot read the tags of oss://examplebucket/a: "), denied::toString);
        assertFalse(cli.run("stat", "--json", oss("a")).expect(0).json().get(0).has("tags"));
    }

    @Test
    void failsForMissingObject() throws Exception {
        for (String command : List.of("stat", "cat")) {
            JsonNode error =
                    cli.run(command, "--json", oss("missing")).expect(1).error();
            assertEquals("NoSuchKey", error.get("code").textValue(), command);
            assertTrue(
                    error.get("message").textValue().contains("; oss://examplebucket/missing does not exist: "),
                    command);
            assertEquals(1, error.get("exitCode").intValue());
            assertFalse(error.get("requestId").textValue().isEmpty());
            assertTrue(cli.run(command, oss("")).expect(2).err().contains("the key of an object is required"));
        }
    }

    @Test
    void writesBytesAndRanges() throws Exception {
        bucket.put("a", "0123456789");
        bucket.put("b", "x");

        assertEquals("0123456789x", cli.run("cat", oss("a"), oss("b")).expect(0).out());
        assertEquals("234", cli.run("cat", "--range", "2-4", oss("a")).expect(0).out());
        assertEquals("789", cli.run("cat", "--range", "7-", oss("a")).expect(0).out());
        assertEquals("89", cli.run("cat", "--range=-2", oss("a")).expect(0).out());
        assertTrue(cli.run("cat", "--range", "4-2", oss("a")).expect(2).err().contains("FIRST-LAST"));
    }

    @Test
    void failsIfCrc64IsWrong() throws Exception {
        bucket.put("a", "0123456789");
        emulator.inject(Fault.flippedByte(3).on("GetObject").times(9));

        CliResult result = cli.run("cat", oss("a")).expect(1);

        assertTrue(result.err().contains("CRC64"), result::toString);
    }

    @Test
    void deletesFoldersOnlyIfYes() throws Exception {
        putSome();

        assertEquals(
                "deleted oss://examplebucket/z\n",
                cli.run("rm", oss("z")).expect(0).out());
        assertEquals(
                "ossv4: nothing was changed: 2 objects, 55 B, of oss://examplebucket/photos/ would be deleted: --yes deletes"
                        + " them\n",
                cli.run("rm", "-r", oss("photos")).expect(1).err());
        assertEquals(0, count("POST"), requests::toString);
        CliResult folder = cli.run("rm", "-r", "-y", "--json", oss("photos")).expect(0);

        assertEquals(2, folder.json().get(0).get("deleted").intValue());
        assertEquals("a.txt\n", cli.run("ls", "-r", oss("")).expect(0).out());
    }

    /** Between the two lists another client adds an object and replaces one. */
    @Test
    void deletesOnlyWhatBothListsHave() throws Exception {
        List<String> deleted = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger lists = new AtomicInteger();
        String entry = "<Contents><Key>a/%s</Key><Size>1</Size><ETag>\"%s\"</ETag></Contents>";
        try (StubOss server = StubOss.start(request -> {
            if (request.getRequestMethod().equals("POST")) {
                deleted.add(new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                return StubOss.Response.of("<DeleteResult><Deleted><Key>a/kept</Key></Deleted></DeleteResult>");
            }
            boolean again = lists.incrementAndGet() > 1;
            return StubOss.Response.of("<ListBucketResult><IsTruncated>false</IsTruncated>"
                    + (again ? entry.formatted("added", "1") : "") + entry.formatted("kept", "1")
                    + entry.formatted("replaced", again ? "2" : "1") + "</ListBucketResult>");
        })) {
            CliResult result = cli.with("OSS_ENDPOINT", server.endpoint())
                    .run("rm", "-r", "-y", oss("a"))
                    .expect(0);

            assertEquals("deleted 1 object of oss://examplebucket/a/\n", result.out());
            assertEquals(
                    "ossv4: not deleted, because they changed meanwhile: 1 object of oss://examplebucket/a/\n",
                    result.err());
            assertEquals(1, deleted.size());
            assertTrue(deleted.get(0).contains("<Key>a/kept</Key>"), deleted::toString);
            assertEquals(1, deleted.get(0).split("<Key>").length - 1, deleted::toString);
        }
    }

    /** Without --yes, nothing is deleted that another client adds while the folder is empty. */
    @Test
    void deletesNothingAfterAnEmptyListWithoutYes() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        AtomicInteger lists = new AtomicInteger();
        try (StubOss server = StubOss.start(request -> {
            if (request.getRequestMethod().equals("POST")) {
                posts.incrementAndGet();
            }
            return StubOss.Response.of("<ListBucketResult><IsTruncated>false</IsTruncated>"
                    + (lists.incrementAndGet() > 1
                            ? "<Contents><Key>a/new</Key><Size>1</Size><ETag>\"1\"</ETag></Contents>"
                            : "")
                    + "</ListBucketResult>");
        })) {
            assertEquals(
                    "ossv4: there are no objects below oss://examplebucket/a/\n",
                    cli.with("OSS_ENDPOINT", server.endpoint())
                            .run("rm", "-r", oss("a"))
                            .expect(1)
                            .err());
        }
        assertEquals(0, posts.get());
    }

    @Test
    void countsDeletionsBeforeAFailure() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        String page = "<ListBucketResult><IsTruncated>%s</IsTruncated>"
                + "<NextContinuationToken>t</NextContinuationToken>"
                + "<Contents><Key>a/%s</Key><Size>1</Size><ETag>\"1\"</ETag></Contents></ListBucketResult>";
        try (StubOss server = StubOss.start(request -> {
            if (request.getRequestMethod().equals("POST")) {
                return StubOss.Response.of("<DeleteResult><Deleted><Key>a/1</Key></Deleted></DeleteResult>");
            }
            return switch (lists.incrementAndGet()) {
                case 1, 3 -> StubOss.Response.of(page.formatted("true", "1"));
                case 2 -> StubOss.Response.of(page.formatted("false", "2"));
                default -> StubOss.Response.of("<ListBucketResult></ListBucketResult>");
            };
        })) {
            CliResult result = cli.with("OSS_ENDPOINT", server.endpoint())
                    .run("rm", "-r", "-y", "--summary", oss("a"))
                    .expect(3);
            assertTrue(result.err().contains("; nothing else was deleted"), result::toString);
            assertTrue(result.out().contains("\"deleted\":1,"), result::toString);
        }
    }

    @Test
    void deletesNothingInDryRun() throws Exception {
        putSome();

        assertEquals(
                """
                would delete oss://examplebucket/photos/2026/dog.jpg
                would delete oss://examplebucket/photos/cat.jpg
                """, cli.run("rm", "-r", "--dry-run", oss("photos")).expect(0).out());
        assertEquals(
                "ossv4: would delete 2 objects, 55 B\n",
                cli.run("rm", "-r", "--dry-run", oss("photos")).expect(0).err());
        assertEquals(
                "would delete oss://examplebucket/photos/cat.jpg\n",
                cli.run("rm", "-r", "--dry-run", "--include", "cat*", oss("photos"))
                        .expect(0)
                        .out());
        CliResult objects =
                cli.run("rm", "--dry-run", "--json", oss("z"), oss("missing")).expect(0);
        assertTrue(objects.json().get(0).get("dryRun").booleanValue());
        assertEquals("delete", objects.json().get(0).get("action").textValue());
        assertEquals("z", objects.json().get(0).get("key").textValue());
        assertEquals("ossv4: does not exist: oss://examplebucket/missing\n", objects.err());
        assertEquals(0, count("DELETE") + count("POST"));
    }

    @Test
    void deletesSelectedObjects() throws Exception {
        putSome();

        assertEquals(
                "deleted 1 object of oss://examplebucket/photos/\n",
                cli.run("rm", "-r", "-y", "--exclude", "2026/*", oss("photos"))
                        .expect(0)
                        .out());
        assertEquals(
                "a.txt\nphotos/2026/dog.jpg\nz\n",
                cli.run("ls", "-r", oss("")).expect(0).out());
        cli.run("rm", "-y", "--include", "*", oss("z")).expect(2);
    }

    @Test
    void readsAndDeletesVersions() throws Exception {
        restart(Emulator.builder().versioning(true));
        String old = bucket.put("a", "1").versionId();
        bucket.put("a", "22");

        assertEquals(
                "1", cli.run("cat", "--version-id", old, oss("a")).expect(0).out());
        assertTrue(
                cli.run("stat", "--version-id", old, oss("a")).expect(0).out().contains(" 1 byte"));
        assertEquals(
                "would delete oss://examplebucket/a version " + old + "\n",
                cli.run("rm", "--dry-run", "--version-id", old, oss("a"))
                        .expect(0)
                        .out());
        assertEquals(
                "deleted oss://examplebucket/a version " + old + "\n",
                cli.run("rm", "-y", "--version-id", old, oss("a")).expect(0).out());

        cli.run("cat", "--version-id", old, oss("a")).expect(1);
        assertEquals("22", cli.run("cat", oss("a")).expect(0).out());
        for (String[] arguments : new String[][] {
            {"cat", "--version-id", old, oss("a"), oss("b")},
            {"stat", "--version-id", old, oss("a"), oss("b")},
            {"rm", "-y", "--version-id", old, oss("a"), oss("b")},
            {"rm", "-y", "-r", "--version-id", old, oss("a")}
        }) {
            cli.run(arguments).expect(2);
        }
    }

    @Test
    void emptiesBucketOnlyIfAll() throws Exception {
        putSome();
        for (String url : List.of(oss(""), "oss://examplebucket")) {
            CliResult result = cli.run("rm", "-r", "-y", oss("photos"), url).expect(2);
            assertEquals(
                    "ossv4: oss://examplebucket/ has no key. Add --all to delete all objects of the bucket, or add a folder,"
                            + " such as oss://examplebucket/FOLDER/. Check that the shell variable in the URL is set.\n",
                    result.err());
        }
        assertTrue(cli.run("rm", "-r", "-y", "--all", oss("photos"))
                .expect(2)
                .err()
                .contains("--all requires the URL of a bucket, oss://examplebucket/, was oss://examplebucket/photos"));
        assertTrue(cli.run("rm", "-y", "--all", oss("")).expect(2).err().contains("--all requires --recursive"));
        assertEquals(0, count("DELETE") + count("POST"));

        assertEquals(
                "deleted 4 objects of oss://examplebucket/\n",
                cli.run("rm", "-r", "-y", "--all", oss("")).expect(0).out());
    }
}
