// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.StubOss;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ossv4 set}. */
class SetCommandTest extends CliFixture {
    private void put(String key) throws IOException {
        bucket.put(
                key,
                Body.of("hello"),
                PutOptions.builder()
                        .contentType("text/x-own")
                        .cacheControl("no-cache")
                        .contentLanguage("de")
                        .metadata("color", "red")
                        .metadata("size", "big")
                        .tag("t", "1")
                        .storageClass(StorageClass.IA)
                        .acl(ObjectAcl.PUBLIC_READ)
                        .serverSideEncryption(ServerSideEncryption.AES256)
                        .build());
    }

    private String acl(String key) throws IOException {
        try (BucketResponse response =
                bucket.call(BucketRequest.builder("GET").key(key).query("acl").build())) {
            return new String(response.bytes(), StandardCharsets.UTF_8).replaceAll("(?s).*<Grant>(.*)</Grant>.*", "$1");
        }
    }

    private boolean hasCopied() {
        return requests.stream().anyMatch(line -> line.contains("CopyObject"));
    }

    @Test
    void keepsWhatIsNotNamed() throws Exception {
        put("a");

        JsonNode json = cli.run(
                        "set", "--json", "--header", "cache-control=max-age=60", "--meta", "color=blue", oss("a"))
                .expect(0)
                .json()
                .get(0);

        assertTrue(json.get("copied").booleanValue());
        ObjectMetadata after = bucket.head("a");
        assertEquals("max-age=60", after.header("Cache-Control"));
        assertEquals("text/x-own", after.contentType());
        assertEquals("de", after.header("Content-Language"));
        assertEquals(Map.of("color", "blue", "size", "big"), after.metadata());
        assertEquals("IA", after.storageClass());
        assertEquals("AES256", after.header("x-oss-server-side-encryption"));
        assertEquals(Map.of("t", "1"), bucket.getTags("a").asMap());
        assertEquals("public-read", acl("a"));
        assertEquals("hello", bucket.getText("a"));
    }

    /** A failure of one object does not stop the others, and the summary counts it. */
    @Test
    void changesOtherObjectsAfterAFailure() throws Exception {
        put("b");

        CliResult result = cli.run("set", oss("missing"), oss("b"), "--meta", "q=2", "--summary")
                .expect(1);

        assertTrue(result.out().contains("\"done\":1"), result::toString);
        assertTrue(result.out().contains("\"failed\":1"), result::toString);
        assertTrue(result.err().contains(oss("missing")), result::toString);
        assertEquals("2", bucket.head("b").metadata().get("q"));
    }

    @Test
    void changesStorageClassAndAllElse() throws Exception {
        put("a");

        cli.run(
                        "set",
                        "--storage-class",
                        "Standard",
                        "--content-type",
                        "text/plain",
                        "--acl",
                        "private",
                        "--tag",
                        "u=2",
                        oss("a"))
                .expect(0);

        assertEquals("Standard", bucket.head("a").storageClass());
        assertEquals("text/plain", bucket.head("a").contentType());
        assertEquals("red", bucket.head("a").metadata().get("color"));
        assertEquals(Map.of("t", "1", "u", "2"), bucket.getTags("a").asMap());
        assertEquals("private", acl("a"));
    }

    /** An ACL in a copy needs another permission than the copy. */
    @ParameterizedTest
    @CsvSource({"default,", "private, private"})
    void repeatsOnlyAnAclOfTheObjectItself(String stored, String sent) throws Exception {
        List<String> acls = new ArrayList<>();
        try (StubOss server = StubOss.start(request -> switch (request.getRequestMethod()) {
            case "HEAD" -> new StubOss.Response(Map.of("ETag", "\"A\"", "Content-Length", "5"), null);
            case "GET" ->
                StubOss.Response.of("<AccessControlPolicy><AccessControlList><Grant>" + stored
                        + "</Grant></AccessControlList></AccessControlPolicy>");
            default -> {
                acls.add(request.getRequestHeaders().getFirst("x-oss-object-acl"));
                yield StubOss.Response.of("<CopyObjectResult><ETag>\"A\"</ETag></CopyObjectResult>");
            }
        })) {
            cli.with("OSS_ENDPOINT", server.endpoint())
                    .run("set", "--meta", "a=1", oss("a"))
                    .expect(0);
        }
        assertEquals(Collections.singletonList(sent), acls);
    }

    @Test
    void removesHeadersByEmptyValue() throws Exception {
        put("a");

        cli.run("set", "--header", "Cache-Control=", "--meta", "color=", oss("a"))
                .expect(0);

        assertNull(bucket.head("a").header("Cache-Control"));
        assertEquals(Map.of("size", "big"), bucket.head("a").metadata());
        assertEquals("de", bucket.head("a").header("Content-Language"));
    }

    @Test
    void changesAclAndTagsInPlace() throws Exception {
        put("a");

        CliResult result = cli.run("set", "--acl", "private", "--tag", "u=2", "--tag", "t=3", oss("a"))
                .expect(0);

        assertEquals("changed oss://examplebucket/a\n", result.out());
        assertEquals("private", acl("a"));
        assertEquals(Map.of("t", "3", "u", "2"), bucket.getTags("a").asMap());
        assertFalse(hasCopied(), requests::toString);
    }

    @Test
    void removesTags() throws Exception {
        put("a");
        cli.run("set", "--no-tags", "--tag", "u=", oss("a")).expect(0);
        assertEquals(Map.of("u", ""), bucket.getTags("a").asMap());
        cli.run("set", "--no-tags", oss("a")).expect(0);
        assertEquals(Map.of(), bucket.getTags("a").asMap());
        assertFalse(hasCopied(), requests::toString);

        cli.run("set", "--tag", "t=1", oss("a")).expect(0);
        cli.run("set", "--no-tags", "--meta", "a=1", oss("a")).expect(0);
        assertEquals(Map.of(), bucket.getTags("a").asMap());
        assertEquals("1", bucket.head("a").metadata().get("a"));
    }

    @Test
    void changesSelectedObjectsOfFolder() throws Exception {
        for (String key : List.of("x/a.mp4", "x/b.txt", "x/y/c.mp4")) {
            bucket.put(key, "1");
        }

        CliResult result = cli.run("set", "-r", "--storage-class", "ia", "--include", "*.mp4", oss("x"))
                .expect(0);

        assertEquals("changed oss://examplebucket/x/a.mp4\nchanged oss://examplebucket/x/y/c.mp4\n", result.out());
        assertEquals("ossv4: changed 2 objects, 2 B\n", result.err());
        assertEquals("IA", bucket.head("x/y/c.mp4").storageClass());
        assertEquals("Standard", bucket.head("x/b.txt").storageClass());
    }

    @Test
    void endsWithErrorIfOneOfSeveralFoldersIsEmpty() throws Exception {
        bucket.put("x/a", "1");

        CliResult result = cli.run("set", "--json", "-r", "--meta", "a=1", oss("none"), oss("x"), oss("other"))
                .expect(1);

        assertEquals(
                "there are no objects below oss://examplebucket/none/, oss://examplebucket/other/",
                result.error().get("message").textValue());
        assertEquals("1", bucket.head("x/a").metadata().get("a"));
    }

    @Test
    void changesWholeBucketOnlyIfYes() throws Exception {
        bucket.put("a", "1");
        requests.clear();

        for (String url : List.of(oss(""), "oss://examplebucket")) {
            CliResult result =
                    cli.run("set", "-r", "--meta", "a=1", oss("x"), url).expect(1);
            assertEquals(
                    "ossv4: nothing was changed: 1 object, 1 B, of oss://examplebucket/ would be changed: --yes allows a"
                            + " whole bucket\n",
                    result.err());
        }
        assertEquals(0, count("PUT"), requests::toString);
        cli.run("set", "-r", "-y", "--meta", "a=1", oss("")).expect(0);
        assertEquals("1", bucket.head("a").metadata().get("a"));
    }

    @Test
    void keepsObjectIfItsAclCannotBeRead() throws Exception {
        put("a");
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObjectAcl"));

        CliResult result = cli.run("set", "--meta", "a=1", oss("a")).expect(1);

        assertTrue(
                result.err()
                        .contains(
                                "cannot read the ACL of oss://examplebucket/a, which the copy would not have; set it by --acl"),
                result::toString);
        assertFalse(hasCopied(), requests::toString);
    }

    @Test
    void refusesBadInputBeforeAnythingIsSent() throws Exception {
        String[][] arguments = {
            {"set", oss("a"), "a change is required"},
            {"set", "--acl", "private", oss(""), "the key of an object is required"},
            {"set", "--acl", "open", oss("a"), "private, public-read"},
            {"set", "--tag", "a=1", "--tag", "a=2", oss("a"), "--tag is repeated"},
            {"set", "--meta", "a b=1", oss("a"), "letters, digits and hyphens"},
            {"set", "--acl", "private", "--include", "*", oss("a"), "require --recursive"},
        };
        for (String[] each : arguments) {
            String[] line = Arrays.copyOf(each, each.length - 1);

            CliResult result = cli.run(line).expect(2);

            assertTrue(result.err().contains(each[each.length - 1]), result::toString);
        }
        assertEquals(List.of(), requests);
    }
}
