// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.multipart.MultipartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UploadPartCopy. */
class UploadPartCopyTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator versioned = new TestEmulator().with(builder -> builder.versioning(true));

    @RegisterExtension
    private final TestEmulator limited =
            new TestEmulator().with(builder -> BuilderAccess.limits(builder, new Limits(5, 5)));

    private TestUpload upload;
    private String etag;

    @BeforeEach
    void putSource() throws IOException {
        etag = emulator.putHello().send("hello").header("etag");
        upload = TestUpload.initiate(emulator, "a");
    }

    private SignedRequest copying(int number) {
        return upload.putting(number, new byte[0]).header("x-oss-copy-source", "/examplebucket/dir/%E9%8D%B5%201.txt");
    }

    private String completed() throws IOException {
        RawResponse response =
                upload.request("POST").header("x-oss-complete-all", "yes").send();
        assertEquals(200, response.status(), response.text());
        return emulator.get("a").text();
    }

    @Test
    void returnsDocument() throws IOException {
        emulator.advance(Duration.ofMillis(1500));

        RawResponse response = copying(1).send();

        assertEquals(200, response.status());
        assertEquals("application/xml", response.header("content-type"));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<CopyPartResult>\n"
                        + "  <LastModified>2023-12-17T03:47:37.000Z</LastModified>\n"
                        + "  <ETag>" + TestEmulator.HELLO_ETAG + "</ETag>\n"
                        + "</CopyPartResult>\n",
                response.text());
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertNull(response.header("content-range"));
        assertNull(response.header("x-oss-copy-source-version-id"));
        assertEquals("hello", completed());
        assertEquals(2, emulator.files());
        assertEquals("hello", emulator.get(TestEmulator.HELLO_KEY).text());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=1-3, ell",
        "bytes=4-4, o",
        "bytes=2-, llo",
        "bytes=-2, lo",
        "bytes=0-5, hello",
        "bytes=9-10, hello",
        "bytes=3-1, hello",
        "1-3, hello",
    })
    void copiesRangesOfGetObject(String range, String copied) throws IOException {
        assertEquals(
                200, copying(1).header("x-oss-copy-source-range", range).send().status());

        assertEquals(copied, completed());
    }

    @Test
    void returnsCopiedRange() throws IOException {
        RawResponse response =
                copying(1).header("x-oss-copy-source-range", "bytes=1-3").send();

        assertEquals("bytes 1-3/5", response.header("content-range"));
        assertTrue(response.text().contains(response.header("etag")), response::text);
    }

    @Test
    void completesWithCopiedParts() throws IOException {
        byte[] large = TestUpload.bytes(1, 3 << 20);
        emulator.request("PUT", "large").length(large.length).send(large);
        RawResponse first = upload.putting(1, new byte[0])
                .header("x-oss-copy-source", "/examplebucket/large")
                .header("x-oss-copy-source-range", "bytes=1-2500000")
                .send();
        upload.put(2, "!".getBytes(StandardCharsets.UTF_8));

        String document = upload.document(1, 2)
                .replace("\"none\"", MultipartResponse.partEtag(first.text().getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, upload.completing(document).send(document).status());
        assertEquals("2500001", emulator.head("a").header("content-length"));
    }

    @Test
    void evaluatesConditionsOnSource() throws IOException {
        assertEquals(
                "412 PreconditionFailed 0017-00001001",
                copying(1)
                        .header("x-oss-copy-source-if-match", "\"other\"")
                        .send()
                        .errorText());
        assertEquals(
                304,
                copying(1)
                        .header("x-oss-copy-source-if-none-match", etag)
                        .send()
                        .status());
        assertEquals(
                200,
                copying(1).header("x-oss-copy-source-if-match", etag).send().status());
        assertEquals("hello", completed());
    }

    @ParameterizedTest
    @CsvSource({
        "/examplebucket/missing, 404 NoSuchKey 0026-00000001",
        "/missing/a, 404 NoSuchBucket 0015-00000101",
        "examplebucket/a, 400 InvalidArgument null",
        "/examplebucket/a?versionId=x, 400 InvalidArgument 0012-00000301",
    })
    void rejectsMissingSource(String source, String errorText) throws IOException {
        assertEquals(
                errorText,
                upload.putting(1, new byte[0])
                        .header("x-oss-copy-source", source)
                        .send()
                        .errorText());
        assertEquals(1, emulator.files());
    }

    @Test
    void checksPartAsUploadPart() throws IOException {
        assertEquals("400 InvalidArgument 0017-00000220", copying(0).send().errorText());
        assertEquals(
                "400 InvalidArgument null",
                copying(1)
                        .header("x-oss-server-side-encryption", "AES256")
                        .send()
                        .errorText());
        assertEquals(
                "400 NotImplemented null",
                copying(1).header("x-oss-callback", "e30=").send().errorText());
        upload.abort();
        assertEquals("404 NoSuchUpload 0042-00000311", copying(1).send().errorText());
        assertEquals(1, emulator.files());
    }

    @Test
    void copiesVersions() throws IOException {
        String old = versioned.put("s", "old").send("old").header("x-oss-version-id");
        String source = "/examplebucket/s";
        versioned.put("s", "new!").send("new!");
        TestUpload parts = TestUpload.initiate(versioned, "a");

        RawResponse response = parts.putting(1, new byte[0])
                .header("x-oss-copy-source", source + "?versionId=" + old)
                .send();
        assertEquals(200, response.status());
        assertEquals(old, response.header("x-oss-copy-source-version-id"));

        versioned.request("DELETE", "s").send();
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                parts.putting(2, new byte[0])
                        .header("x-oss-copy-source", source)
                        .send()
                        .errorText());
        assertEquals(
                200,
                parts.request("POST").header("x-oss-complete-all", "yes").send().status());
        assertEquals("old", versioned.get("a").text());
    }

    @Test
    void limitsRange() throws IOException {
        limited.put("s", "hello").send("hello");
        TestUpload first = TestUpload.initiate(limited, "a");
        first.put(1, "hello".getBytes(StandardCharsets.UTF_8));
        assertEquals(200, first.complete(1).status());
        TestUpload second = TestUpload.initiate(limited, "b");
        assertEquals("400 EntityTooLarge null", second.put(1, new byte[6]).errorText());
        assertEquals(
                200,
                second.putting(1, new byte[0])
                        .header("x-oss-copy-source", "/examplebucket/s")
                        .send()
                        .status());
    }

    @Test
    void rejectsAppendableSource() throws IOException {
        emulator.request("POST", "s")
                .query("append", null)
                .query("position", "0")
                .length(5)
                .send("hello");

        RawResponse response = upload.putting(1, new byte[0])
                .header("x-oss-copy-source", "/examplebucket/s")
                .send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().contains("appendable"), response.text());
    }
}
