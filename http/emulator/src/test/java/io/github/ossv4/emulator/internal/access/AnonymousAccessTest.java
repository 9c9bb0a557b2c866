// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests without a signature. */
class AnonymousAccessTest {
    private static final String DENIED = "403 AccessDenied 0003-00000001";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private SignedRequest anonymous(String method, String key) {
        return emulator.request(method, key).anonymous();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public-read", "public-read-write"})
    void readsPublicObject(String acl) throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", acl).send("hello");

        assertEquals("hello", anonymous("GET", "a").send().text());
        assertEquals(
                "ell", anonymous("GET", "a").header("Range", "bytes=1-3").send().text());
        assertEquals("5", anonymous("HEAD", "a").send().header("content-length"));
        assertEquals(
                "5", anonymous("HEAD", "a").query("objectMeta", null).send().header("content-length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "private"})
    void rejectsReadOfOtherObjects(String acl) throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", acl).send("hello");

        assertEquals(DENIED, anonymous("GET", "a").send().errorText());
        assertEquals(DENIED, anonymous("HEAD", "a").send().errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, b, 403 AccessDenied 0003-00000001",
        "GET,, 403 AccessDenied 0003-00000905",
        "PUT, a, 403 AccessDenied 0003-00000001",
        "PUT, b, 403 AccessDenied 0003-00000001",
        "POST, a, 405 MethodNotAllowed 0017-00000001",
        "DELETE, a, 403 AccessDenied 0003-00000001"
    })
    void rejectsOtherOperations(String method, String key, String error) throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", "public-read").send("hello");

        assertEquals(error, anonymous(method, key).length(0).send().errorText());
        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void checksSignatureForPublicObject() throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", "public-read").send("hello");

        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                emulator.request("GET", "a")
                        .change("x-oss-date", "20231217T034737Z")
                        .send()
                        .errorText());
    }

    @Test
    void rejectsResponseOverrides() throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", "public-read").send("hello");

        assertEquals(
                "400 InvalidRequest null",
                anonymous("GET", "a")
                        .query("response-content-type", "text/html")
                        .send()
                        .errorText());
    }

    private RawResponse block(boolean blocks) throws IOException {
        String document = "<PublicAccessBlockConfiguration><BlockPublicAccess>" + blocks
                + "</BlockPublicAccess></PublicAccessBlockConfiguration>";
        return emulator.request("PUT", null)
                .query("publicAccessBlock", null)
                .length(document.length())
                .send(document);
    }

    @Test
    void blockIgnoresPublicAcls() throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", "public-read").send("hello");
        emulator.put("b", "hello").send("hello");
        emulator.request("PUT", null)
                .query("acl", null)
                .header("x-oss-acl", "public-read")
                .send();

        assertEquals(200, block(true).status());
        assertEquals(DENIED, anonymous("GET", "a").send().errorText());
        assertEquals(DENIED, anonymous("GET", "b").send().errorText());
        assertEquals(
                "403 AccessDenied 0003-00000905", anonymous("GET", null).send().errorText());

        assertEquals(200, block(false).status());
        assertEquals("hello", anonymous("GET", "a").send().text());
        assertEquals("hello", anonymous("GET", "b").send().text());
    }

    @Test
    void blockForbidsPublicAcls() throws IOException {
        emulator.put("a", "hello").send("hello");
        block(true);
        String ofObject = "403 AccessDenied 0016-00000901";
        String ofBucket = "403 AccessDenied null";

        assertEquals(
                ofObject,
                emulator.put("b", "")
                        .header("x-oss-object-acl", "public-read")
                        .send()
                        .errorText());
        assertEquals(
                ofObject,
                emulator.request("PUT", "a")
                        .query("acl", null)
                        .header("x-oss-object-acl", "public-read-write")
                        .send()
                        .errorText());
        String document = "<CompleteMultipartUpload/>";
        assertEquals(
                ofObject,
                TestUpload.initiate(emulator, "c")
                        .completing(document)
                        .header("x-oss-object-acl", "public-read")
                        .send(document)
                        .errorText());
        assertEquals(
                ofBucket,
                emulator.request("PUT", null)
                        .query("acl", null)
                        .header("x-oss-acl", "public-read")
                        .send()
                        .errorText());
        assertEquals(
                ofBucket,
                emulator.request("PUT", null)
                        .header("x-oss-acl", "public-read-write")
                        .send()
                        .errorText());
        assertEquals(
                200,
                emulator.request("PUT", "a")
                        .query("acl", null)
                        .header("x-oss-object-acl", "private")
                        .send()
                        .status());
    }

    @Test
    void replacesAclWithObject() throws IOException {
        emulator.put("a", "hello").header("x-oss-object-acl", "public-read").send("hello");
        emulator.put("a", "secret").send("secret");

        assertEquals(DENIED, anonymous("GET", "a").send().errorText());
    }

    private void openBucket(String acl) throws IOException {
        emulator.request("PUT", null)
                .query("acl", null)
                .header("x-oss-acl", acl)
                .send();
    }

    /** The source of a copy is read with the rights of nobody. */
    @Test
    void doesNotCopyPrivateObjectsToPublicBucket() throws IOException {
        openBucket("public-read-write");
        emulator.put("private", "secret").header("x-oss-object-acl", "private").send("secret");
        String upload = anonymous("POST", "b")
                .query("uploads", null)
                .length(0)
                .send()
                .text()
                .replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");

        assertEquals(
                DENIED,
                anonymous("PUT", "b")
                        .query("uploadId", upload)
                        .query("partNumber", "1")
                        .header("x-oss-copy-source", "/examplebucket/private")
                        .length(0)
                        .send()
                        .errorText());
        assertEquals(
                DENIED,
                anonymous("PUT", "b")
                        .header("x-oss-copy-source", "/examplebucket/private")
                        .length(0)
                        .send()
                        .errorText());
    }

    @Test
    void doesNotOverwritePrivateObjectsByForm() throws IOException {
        openBucket("public-read-write");
        emulator.put("private", "secret").header("x-oss-object-acl", "private").send("secret");

        assertEquals(
                "400 InvalidArgument 0002-00000703",
                emulator.form("private").anonymous().send().errorText());
        assertEquals("secret", emulator.get("private").text());
        assertEquals(204, emulator.form("b").anonymous().send().status());
    }

    @Test
    void doesNotReadPrivateTargetsOfPublicLinks() throws IOException {
        openBucket("public-read");
        emulator.put("private", "secret").header("x-oss-object-acl", "private").send("secret");
        emulator.put("public", "hello").send("hello");
        for (String target : new String[] {"private", "public"}) {
            emulator.request("PUT", "link-to-" + target)
                    .query("symlink", null)
                    .header("x-oss-symlink-target", target)
                    .length(0)
                    .send();
        }

        assertEquals(DENIED, anonymous("GET", "link-to-private").send().errorText());
        assertEquals(403, anonymous("HEAD", "link-to-private").send().status());
        assertEquals("hello", anonymous("GET", "link-to-public").send().text());
    }
}
