// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.StorageClass;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ossv4 cp}. */
class CopyTest extends CliFixture {
    private static final String OTHER = "oss://otherbucket/";

    @Override
    @BeforeEach
    public void start() throws IOException {
        super.start();
        restart(Emulator.builder().bucket("examplebucket").bucket("otherbucket"));
    }

    private BucketClient other() {
        return BucketClient.builder(emulator.endpoint(), "otherbucket")
                .region(emulator.region())
                .credentials(Credentials.of("id", "secret"))
                .build();
    }

    private String keys(String url) {
        return String.join(" ", cli.run("ls", "-r", url).lines());
    }

    private static String crc64(String text) {
        return Crc64.toString(Crc64.compute(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void copiesObjectWithItsMetadata() throws Exception {
        bucket.put(
                "a/cat",
                Body.of("cat"),
                PutOptions.builder()
                        .contentType("image/x-cat")
                        .metadata("color", "red")
                        .tag("t", "1")
                        .build());

        assertEquals(
                "oss://examplebucket/a/cat -> oss://otherbucket/pets/cat  CRC64 " + crc64("cat") + " (checked)\n",
                cli.run("cp", oss("a/cat"), OTHER + "pets/").expect(0).out());
        assertTrue(cli.run("cp", oss("no"), OTHER + "pets/")
                .expect(1)
                .err()
                .contains("; oss://examplebucket/no does not exist: "));
        JsonNode json =
                cli.run("cp", "--json", oss("a/cat"), oss("b")).expect(0).json().get(0);

        assertEquals("a/cat", json.get("sourceKey").textValue());
        assertEquals("b", json.get("key").textValue());
        assertEquals(crc64("cat"), json.get("crc64").textValue());
        assertTrue(json.get("checked").booleanValue());
        try (BucketClient other = other()) {
            ObjectMetadata copy = other.head("pets/cat");
            assertEquals("image/x-cat", copy.contentType());
            assertEquals("red", copy.metadata().get("color"));
            assertEquals("1", other.getTags("pets/cat").asMap().get("t"));
        }
        assertEquals("a/cat b", keys(oss("")));
    }

    /** Without a CRC64 of OSS the ETags are compared, which the result must say. */
    @Test
    void namesTheETagThatWasCompared() throws Exception {
        bucket.put("a", "cat");
        emulator.inject(Fault.noCrc64().on("HeadObject").times(10));

        String out = cli.run("cp", oss("a"), oss("b")).expect(0).out();

        assertTrue(
                out.matches("oss://examplebucket/a -> oss://examplebucket/b  ETag [0-9A-F]{32} \\(checked\\)\n"), out);
    }

    @Test
    void setsHeadersOfCopy() throws Exception {
        bucket.put(
                "a", Body.of("1"), PutOptions.builder().metadata("color", "red").build());

        cli.run("cp", "--storage-class", "IA", "--acl", "public-read", oss("a"), oss("b"))
                .expect(0);
        assertEquals("IA", bucket.head("b").storageClass());
        assertEquals("red", bucket.head("b").metadata().get("color"));

        cli.run("cp", "--meta", "size=big", oss("a"), oss("b")).expect(0);
        assertEquals("{size=big}", bucket.head("b").metadata().toString());

        assertTrue(cli.run("cp", "--forbid-overwrite", oss("a"), oss("b"))
                .expect(1)
                .err()
                .contains("FileAlreadyExists"));
        assertTrue(cli.run("cp", "--meta", "a=1", "--meta", "A=2", oss("a"), oss("c"))
                .expect(2)
                .err()
                .contains("--meta is repeated"));
    }

    /** In a bucket that anyone may read, a copy without the ACL of its source would be public. */
    @Test
    void keepsStorageClassAndAcl() throws Exception {
        for (ObjectAcl acl : ObjectAcl.values()) {
            bucket.put(
                    "in/" + acl,
                    Body.of("1"),
                    PutOptions.builder().storageClass(StorageClass.IA).acl(acl).build());
        }

        cli.run("cp", "-r", oss("in"), oss("out")).expect(0);
        cli.run("cp", oss("in/PRIVATE"), OTHER + "one").expect(0);

        for (ObjectAcl acl : ObjectAcl.values()) {
            assertEquals(acl, bucket.getAcl("out/" + acl));
            assertEquals("IA", bucket.head("out/" + acl).storageClass());
        }
        try (BucketClient other = other()) {
            assertEquals(ObjectAcl.PRIVATE, other.getAcl("one"));
            assertEquals("IA", other.head("one").storageClass());
        }
    }

    @Test
    void copiesNothingWhoseAclCannotBeRead() throws Exception {
        bucket.put("a", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObjectAcl"));

        CliResult result = cli.run("cp", oss("a"), oss("b")).expect(1);

        assertTrue(result.err().contains("cannot read the ACL of oss://examplebucket/a"), result::toString);
        assertTrue(result.err().contains("--acl"), result::toString);
        assertEquals("a", keys(oss("")));
        cli.run("cp", "--acl", "private", oss("a"), oss("b")).expect(0);
        assertEquals(ObjectAcl.PRIVATE, bucket.getAcl("b"));
    }

    @Test
    void copiesLargeObjectInParts() throws Exception {
        byte[] bytes = new byte[300_000];
        bucket.put("a", Body.of(bytes));
        emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));

        CliResult result = cli.run("cp", oss("a"), oss("b")).expect(0);

        assertTrue(
                result.out().endsWith("  CRC64 " + Crc64.toString(Crc64.compute(bytes)) + " (checked)\n"),
                result::toString);
        assertTrue(requests.stream().anyMatch(line -> line.contains("UploadPartCopy")), requests::toString);
    }

    @Test
    void refusesFilesAndSameObject() throws Exception {
        String[][] arguments = {
            {"cat.jpg", oss("a"), "use 'ossv4 upload'"},
            {oss("a"), "cat.jpg", "use 'ossv4 download'"},
            {"cat.jpg", "dog.jpg", "source and target must be objects"},
            {oss("a"), oss("a"), "source and target are the same object"},
            {oss("x/a"), oss("x/"), "source and target are the same object"},
            {oss("x/"), oss("y/"), "--recursive is required to"},
            {"-r", oss("x"), oss("x/"), "a folder into itself"},
            {"-r", oss("x"), oss("x/y"), "a folder into itself"},
            {"-r", oss(""), oss("x"), "a folder into itself"},
            {"--include", "*", oss("a"), oss("b"), "require --recursive"},
            {"--cname", "--endpoint", "https://static.example.com", oss("a"), OTHER, "serves one bucket only"},
        };
        for (String[] each : arguments) {
            String[] line = new String[each.length];
            line[0] = "cp";
            System.arraycopy(each, 0, line, 1, each.length - 1);

            CliResult result = cli.run(line).expect(2);

            assertTrue(result.err().contains(each[each.length - 1]), result::toString);
        }
        assertEquals(List.of(), requests);
    }

    /** A domain that is bound to a bucket serves the source and the target. */
    @Test
    void sendsRequestsForCopyWithinBucketOfDomain() throws Exception {
        CliResult result = cli.run(
                        "cp", "--cname", "--endpoint", "http://static.invalid", "--timeout", "2s", oss("a"), oss("b"))
                .expect(3);

        assertTrue(
                result.err().startsWith("ossv4: HeadObject a in bucket \"examplebucket\" at static.invalid:80"),
                result::toString);
    }

    private void putTree() throws IOException {
        for (String key : List.of("in/a.jpg", "in/b/c.jpg", "in/d.txt", "index")) {
            bucket.put(key, "content of " + key);
        }
    }

    @Test
    void copiesSelectedObjectsOfFolder() throws Exception {
        putTree();

        CliResult plan = cli.run("cp", "-r", "--dry-run", "--include", "*.jpg", oss("in"), OTHER)
                .expect(0);
        assertEquals("""
                would copy oss://examplebucket/in/a.jpg -> oss://otherbucket/a.jpg  19 bytes
                would copy oss://examplebucket/in/b/c.jpg -> oss://otherbucket/b/c.jpg  21 bytes
                """, plan.out());
        assertEquals(4, count("PUT"));

        CliResult copied = cli.run("cp", "-r", "--include", "*.jpg", oss("in"), OTHER + "out")
                .expect(0);
        assertEquals(2, copied.lines().size());
        assertEquals("ossv4: copied 2 objects, 40 B\n", copied.err());
        assertEquals("out/a.jpg out/b/c.jpg", keys(OTHER));
        assertEquals("in/a.jpg in/b/c.jpg in/d.txt index", keys(oss("")));
        CliResult none = cli.run("cp", "-r", oss("none"), OTHER).expect(1);
        assertTrue(none.err().startsWith("ossv4: there are no objects below oss://examplebucket/none/\n"));
        assertEquals(
                "{\"exitCode\":1,\"message\":\"there are no objects below oss://examplebucket/none/\"}",
                cli.run("cp", "-r", "--json", oss("none"), OTHER)
                        .expect(1)
                        .error()
                        .toString());
        CliResult listed = cli.withInput("d.txt\nmissing\n")
                .run("cp", "-r", "--files-from", "-", oss("in"), OTHER)
                .expect(1);
        assertTrue(listed.err().startsWith("ossv4: missing: named by --files-from, was not found\n"), listed::toString);
    }

    /** Otherwise a/b/x would be replaced before it is copied. */
    @Test
    void keepsObjectsWhoseTargetIsInTheSource() throws Exception {
        bucket.put("a/b/b/x", "1");
        bucket.put("a/b/x", "2");

        CliResult result = cli.run("cp", "-r", oss("a/b"), oss("a")).expect(2);

        assertTrue(
                result.err()
                        .startsWith(
                                "ossv4: oss://examplebucket/a/b/b/x: its target oss://examplebucket/a/b/x is inside"),
                result::toString);
        assertEquals("a/b/b/x a/b/x a/x", keys(oss("")));
        assertEquals("1", bucket.getText("a/b/b/x"));
        assertEquals("2", bucket.getText("a/x"));
        assertEquals(2, cli.run("cp", "-r", "--dry-run", oss("a/b"), oss("a")).exitCode());
    }

    @Test
    void failsIfCopyDiffers() throws Exception {
        bucket.put("a", "1");
        emulator.inject(Fault.wrongCrc64(7).on("HeadObject"));

        CliResult result = cli.run("cp", oss("a"), oss("b")).expect(3);

        assertTrue(
                result.err()
                        .contains("the copy oss://examplebucket/b differs from oss://examplebucket/a: another request"),
                result::toString);
    }

    @Test
    void continuesAfterAnObjectThatFails() throws Exception {
        putTree();
        emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject"));

        CliResult result =
                cli.run("cp", "-r", "--parallel", "1", oss("in"), OTHER).expect(1);

        assertTrue(result.err().startsWith("ossv4: oss://examplebucket/in/a.jpg: CopyObject"), result::toString);
        assertTrue(result.err().endsWith("ossv4: copied 2 objects, 40 B; 1 failed\n"), result::toString);
        assertEquals("b/c.jpg d.txt", keys(OTHER));
    }

    @Test
    void explainsBucketsInDifferentRegions() throws Exception {
        bucket.put("a", "1");
        for (String operation : List.of("HeadObject", "CopyObject")) {
            emulator.inject(Fault.error(403, "AccessDenied")
                    .message("The bucket must be addressed using the specified endpoint.")
                    .on(operation));

            CliResult result = cli.run("cp", oss("a"), OTHER).expect(1);

            assertTrue(
                    result.err()
                            .contains(
                                    "OSS copies only within a region: if examplebucket and otherbucket are in different"
                                            + " regions, download and upload the objects"),
                    result::toString);
        }
    }

    @Test
    void copiesVersion() throws Exception {
        restart(Emulator.builder().versioning(true));
        String old = bucket.put("a", "1").versionId();
        bucket.put("a", "22");

        CliResult result =
                cli.run("cp", "--version-id", old, oss("a"), oss("a")).expect(0);

        assertTrue(result.out().contains("  version "), result::toString);
        assertEquals("1", bucket.getText("a"));
        cli.run("cp", "-r", "--version-id", old, oss("a"), oss("b")).expect(2);
    }
}
