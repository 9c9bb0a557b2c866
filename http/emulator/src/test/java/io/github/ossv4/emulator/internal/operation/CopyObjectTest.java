// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CopyObject without versioning. */
class CopyObjectTest {
    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.limits(builder, new Limits(6, 5)));

    private SignedRequest copy(String source, String key) {
        return emulator.request("PUT", key).header("x-oss-copy-source", source);
    }

    private RawResponse putHello() throws IOException {
        return emulator.put("a", "hello")
                .header("Content-Type", "text/plain")
                .header("x-oss-meta-author", "me")
                .header("x-oss-tagging", "a&b")
                .header("x-oss-storage-class", "IA")
                .header("x-oss-server-side-encryption", "AES256")
                .header("x-oss-object-acl", "public-read")
                .send("hello");
    }

    @Test
    void returnsDocument() throws IOException {
        RawResponse put = putHello();
        emulator.advance(Duration.ofMillis(1500));

        RawResponse response = copy("/examplebucket/a", "b").send();

        assertEquals(200, response.status());
        assertEquals("application/xml", response.header("content-type"));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<CopyObjectResult>\n"
                        + "  <ETag>" + TestEmulator.HELLO_ETAG + "</ETag>\n"
                        + "  <LastModified>2023-12-17T03:47:37.000Z</LastModified>\n"
                        + "</CopyObjectResult>\n",
                response.text());
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertEquals(put.header("x-oss-hash-crc64ecma"), response.header("x-oss-hash-crc64ecma"));
        assertNull(response.header("x-oss-version-id"));
        assertNull(response.header("x-oss-copy-source-version-id"));
        assertEquals("Sun, 17 Dec 2023 03:47:37 GMT", emulator.head("b").header("last-modified"));
    }

    @ParameterizedTest
    @CsvSource({
        ", , text/plain, me, 2",
        "COPY, Copy, text/plain, me, 2",
        "REPLACE, , text/new, you, 2",
        ", Replace, text/plain, me, 1",
        "replace, REPLACE, text/new, you, 1",
    })
    void copiesByDirectives(String metadata, String tags, String type, String author, String count) throws IOException {
        putHello();
        SignedRequest request = copy("/examplebucket/a", "b")
                .header("Content-Type", "text/new")
                .header("x-oss-meta-author", "you")
                .header("x-oss-tagging", "c");
        if (metadata != null) {
            request.header("x-oss-metadata-directive", metadata);
        }
        if (tags != null) {
            request.header("x-oss-tagging-directive", tags);
        }

        assertEquals(200, request.send().status());

        RawResponse response = emulator.get("b");
        assertEquals("hello", response.text());
        assertEquals(type, response.header("content-type"));
        assertEquals(author, response.header("x-oss-meta-author"));
        assertEquals(count, response.header("x-oss-tagging-count"));
        assertEquals("me", emulator.get("a").header("x-oss-meta-author"));
    }

    @Test
    void copiesNoSettings() throws IOException {
        putHello();
        copy("/examplebucket/a", "b").send();

        RawResponse response = emulator.get("b");
        assertEquals("Standard", response.header("x-oss-storage-class"));
        assertNull(response.header("x-oss-server-side-encryption"));
        assertEquals(403, emulator.request("GET", "b").anonymous().send().status());

        RawResponse other = copy("/examplebucket/a", "c")
                .header("x-oss-storage-class", "Archive")
                .header("x-oss-server-side-encryption", "SM4")
                .send();
        assertEquals("SM4", other.header("x-oss-server-side-encryption"));
        assertEquals("Archive", emulator.head("c").header("x-oss-storage-class"));
    }

    @Test
    void copyOntoItselfTakesMetadataFromRequest() throws IOException {
        putHello();

        assertEquals(
                200,
                copy("/examplebucket/a", "a")
                        .header("x-oss-meta-new", "1")
                        .send()
                        .status());

        RawResponse response = emulator.get("a");
        assertEquals("hello", response.text());
        assertEquals("1", response.header("x-oss-meta-new"));
        assertNull(response.header("x-oss-meta-author"));
        assertEquals("2", response.header("x-oss-tagging-count"));
        assertEquals(1, emulator.files());
    }

    @Test
    void keepsCopyAfterDeleteOfSource() throws IOException {
        putHello();
        copy("/examplebucket/a", "b").send();
        emulator.put("a", "new").send("new");

        assertEquals("hello", emulator.get("b").text());
        emulator.request("DELETE", "b").send();
        assertEquals("new", emulator.get("a").text());
        assertEquals(1, emulator.files());
    }

    @Test
    void copiesToAnotherBucket() throws IOException {
        putHello();

        copy("/examplebucket/a", "b").inBucket("other").send();

        assertEquals(
                "hello", emulator.request("GET", "b").inBucket("other").send().text());
        assertEquals(404, emulator.get("b").status());
    }

    /** ali-oss sends the headers of a copy twice. */
    @Test
    void ignoresCopiesOfHeaders() throws IOException {
        putHello();

        RawResponse response = copy("/examplebucket/a", "b")
                .header("Cache-Control", "no-cache")
                .header("x-oss-copy-source-cache-control", "no-cache")
                .header("If-None-Match", "\"other\"")
                .header("x-oss-copy-source-if-none-match", "\"other\"")
                .header("x-oss-metadata-directive", "REPLACE")
                .send();

        assertEquals(200, response.status());
        assertEquals("no-cache", emulator.head("b").header("cache-control"));
        assertEquals(
                304,
                copy("/examplebucket/a", "b")
                        .header("x-oss-copy-source-if-none-match", TestEmulator.HELLO_ETAG)
                        .send()
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "/examplebucket/d%2F%E9%8D%B5%20%2B%3F%25, d/鍵 +?%",
        "/examplebucket/d/鍵, d/鍵",
        "/examplebucket/a+b, a b"
    })
    void decodesSource(String source, String key) throws IOException {
        emulator.put(key, "hello").send("hello");

        assertEquals(200, copy(source, "copy").send().status());
        assertEquals("hello", emulator.get("copy").text());
    }

    @ParameterizedTest
    @CsvSource({
        "/examplebucket/missing, 404 NoSuchKey 0026-00000001",
        "/nosuch/a, 404 NoSuchBucket 0015-00000101",
        "'', 400 InvalidArgument null",
        "/, 400 InvalidArgument null",
        "/examplebucket, 400 InvalidArgument null",
        "/examplebucket/, 400 InvalidArgument null",
        "//a, 400 InvalidArgument null",
        "examplebucket/a, 400 InvalidArgument null",
        "/examplebucket/%zz, 400 InvalidArgument null",
        "/examplebucket/%ff, 400 InvalidArgument null",
        "/examplebucket/a?x=1, 400 InvalidArgument null",
        "/examplebucket/a?versionId=, 400 InvalidArgument 0012-00000201",
        "/examplebucket/a?versionId=x, 400 InvalidArgument 0012-00000301",
    })
    void rejectsInvalidSources(String source, String errorText) throws IOException {
        putHello();

        assertEquals(errorText, copy(source, "b").send().errorText());
        assertEquals(404, emulator.get("b").status());
    }

    @Test
    void acceptsVersionIdNull() throws IOException {
        putHello();

        assertEquals(200, copy("/examplebucket/a?versionId=null", "b").send().status());
    }

    @ParameterizedTest
    @CsvSource({"x-oss-metadata-directive, KEEP", "x-oss-tagging-directive, ''"})
    void rejectsInvalidDirectives(String header, String value) throws IOException {
        putHello();

        assertEquals(
                "400 InvalidArgument null",
                copy("/examplebucket/a", "b").header(header, value).send().errorText());
    }

    @Test
    void rejectsForbiddenOverwrite() throws IOException {
        putHello();
        emulator.put("b", "old").send("old");

        assertEquals(
                "409 FileAlreadyExists 0026-00000002",
                copy("/examplebucket/a", "b")
                        .header("x-oss-forbid-overwrite", "true")
                        .send()
                        .errorText());
        assertEquals("old", emulator.get("b").text());
        assertEquals(200, copy("/examplebucket/a", "b").send().status());
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsLargeSource() throws IOException {
        assertEquals(1L << 30, Limits.OSS.copy());
        emulator.put("a", "123456").send("123456");

        RawResponse response = copy("/examplebucket/a", "b").send();

        assertEquals("400 EntityTooLarge null", response.errorText());
        assertEquals("5", response.error().details().get("MaxSizeAllowed"));
        assertEquals(404, emulator.get("b").status());
    }

    @Test
    void rejectsCallback() throws IOException {
        RawResponse response =
                copy("/examplebucket/a", "b").header("x-oss-callback", "e30=").send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().contains("x-oss-callback"));
    }
}
