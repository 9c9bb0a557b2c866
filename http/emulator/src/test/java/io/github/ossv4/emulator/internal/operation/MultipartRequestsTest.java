// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipart uploads from initiation to completion or abort. */
class MultipartRequestsTest {
    private static final String INVALID_PART = "400 InvalidPart null";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private TestUpload initiate() throws IOException {
        return TestUpload.initiate(emulator, "a");
    }

    private static String base64Md5(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private static String upperMd5(byte[] bytes) throws Exception {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    @Test
    void ignoresConditionOfInitiate() throws IOException {
        RawResponse response = emulator.request("POST", "a")
                .query("uploads", null)
                .header("If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT")
                .send();
        assertEquals(200, response.status());
    }

    @Test
    void joinsThreeParts() throws Exception {
        TestUpload upload = initiate();
        byte[] first = TestUpload.bytes(1, TestUpload.SMALLEST);
        byte[] second = TestUpload.bytes(2, 200_000);
        byte[] last = TestUpload.bytes(3, 7);
        byte[] all = TestUpload.join(first, second, last);

        // Parts can arrive in any order.
        upload.put(2, second);
        upload.put(3, last);
        RawResponse part = upload.put(1, first);
        assertEquals(404, emulator.head("a").status());
        RawResponse completed = upload.complete(1, 2, 3);

        assertEquals(200, part.status());
        assertEquals('"' + upperMd5(first) + '"', part.header("etag"));
        assertEquals(Crc64.toString(Crc64.compute(first)), part.header("x-oss-hash-crc64ecma"));
        assertEquals(base64Md5(first), part.header("content-md5"));

        assertEquals(200, completed.status());
        String etag = completed.header("etag");
        String etags = upperMd5(first) + upperMd5(second) + upperMd5(last);
        assertEquals('"' + upperMd5(etags.getBytes(StandardCharsets.US_ASCII)) + "-3\"", etag);
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<CompleteMultipartUploadResult>\n"
                        + "  <Location>" + emulator.running().endpoint() + "/examplebucket/a</Location>\n"
                        + "  <Bucket>examplebucket</Bucket>\n"
                        + "  <Key>a</Key>\n"
                        + "  <ETag>" + etag + "</ETag>\n"
                        + "</CompleteMultipartUploadResult>\n",
                completed.text());
        assertEquals("application/xml", completed.header("content-type"));
        assertEquals(Crc64.toString(Crc64.compute(all)), completed.header("x-oss-hash-crc64ecma"));
        assertNull(completed.header("content-md5"));
        assertNull(completed.header("x-oss-version-id"));

        RawResponse head = emulator.head("a");
        assertEquals("Multipart", head.header("x-oss-object-type"));
        assertEquals(etag, head.header("etag"));
        assertEquals(completed.header("x-oss-hash-crc64ecma"), head.header("x-oss-hash-crc64ecma"));
        assertNull(head.header("content-md5"));
        assertArrayEquals(all, emulator.read("a"));
        assertEquals(1, emulator.files());
        assertNotEquals(
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("MD5").digest(all)),
                etag.replace("\"", ""));
    }

    @Test
    void returnsDocumentForInitiate() throws IOException {
        RawResponse response = TestUpload.initiating(emulator, "a&b").send();

        String id = TestUpload.of(emulator, "a&b", response).id();
        assertTrue(id.matches("[0-9A-F]{32}"), id);
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<InitiateMultipartUploadResult>\n"
                        + "  <Bucket>examplebucket</Bucket>\n"
                        + "  <Key>a&amp;b</Key>\n"
                        + "  <UploadId>" + id + "</UploadId>\n"
                        + "</InitiateMultipartUploadResult>\n",
                response.text());
        assertEquals(200, response.status());
        assertEquals("application/xml", response.header("content-type"));
        assertEquals(0, emulator.files());
        assertNotEquals(id, TestUpload.initiate(emulator, "a&b").id());
    }

    @Test
    void encodesNamesOnRequest() throws IOException {
        String key = "d/\u0001 +鍵";
        RawResponse initiated = TestUpload.initiating(emulator, key)
                .query("encoding-type", "url")
                .send();
        TestUpload upload = TestUpload.of(emulator, key, initiated);
        upload.put(1);
        String document = upload.document(1);
        RawResponse completed =
                upload.completing(document).query("encoding-type", "url").send(document);

        for (RawResponse response : new RawResponse[] {initiated, completed}) {
            assertTrue(response.text().contains("<EncodingType>url</EncodingType>"), response.text());
            assertTrue(response.text().contains("<Key>d%2F%01%20%2B%E9%8D%B5</Key>"), response.text());
        }
        assertEquals(200, emulator.head(key).status());
        assertEquals(
                "400 InvalidArgument null",
                TestUpload.initiating(emulator, "a")
                        .query("encoding-type", "base64")
                        .send()
                        .errorText());
    }

    @Test
    void takesHeadersFromInitiate() throws IOException {
        RawResponse initiated = TestUpload.initiating(emulator, "a")
                .header("Content-Type", "text/plain")
                .header("Cache-Control", "no-store")
                .header("x-oss-meta-author", "me")
                .header("x-oss-tagging", "a&b")
                .header("x-oss-storage-class", "IA")
                .header("x-oss-server-side-encryption", "KMS")
                .header("x-oss-server-side-encryption-key-id", "k")
                .send();
        TestUpload upload = TestUpload.of(emulator, "a", initiated);
        byte[] body = TestUpload.bytes(1, 9);
        RawResponse part =
                upload.putting(1, body).header("Content-Type", "text/part").send(body);
        RawResponse completed = upload.request("POST")
                .header("x-oss-complete-all", "yes")
                .header("Content-Type", "application/xml")
                .header("x-oss-object-acl", "public-read")
                .send();

        for (RawResponse response : new RawResponse[] {initiated, part, completed, emulator.head("a")}) {
            assertEquals("KMS", response.header("x-oss-server-side-encryption"));
            assertEquals("k", response.header("x-oss-server-side-encryption-key-id"));
        }
        RawResponse head = emulator.request("HEAD", "a").anonymous().send();
        assertEquals("text/plain", head.header("content-type"));
        assertEquals("no-store", head.header("cache-control"));
        assertEquals("me", head.header("x-oss-meta-author"));
        assertEquals("2", head.header("x-oss-tagging-count"));
        assertEquals("IA", head.header("x-oss-storage-class"));
    }

    @Test
    void replacesPartOfSameNumber() throws IOException {
        TestUpload upload = initiate();
        upload.put(1, TestUpload.bytes(1, TestUpload.SMALLEST));
        String replaced = upload.document(1);
        byte[] body = TestUpload.bytes(2, TestUpload.SMALLEST);
        upload.put(1, body);

        assertEquals(1, emulator.files());
        assertEquals(INVALID_PART, upload.completing(replaced).send(replaced).errorText());
        assertEquals(200, upload.complete(1).status());
        assertArrayEquals(body, emulator.read("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 400 InvalidArgument 0017-00000220",
        "-1, 400 InvalidArgument 0017-00000220",
        "10001, 400 InvalidArgument 0017-00000220",
        "4294967297, 400 InvalidArgument 0017-00000220",
        "STR, 400 InvalidArgument 0017-00000220",
        "'', 400 InvalidArgument 0017-00000219",
        ", 400 InvalidArgument 0017-00000219",
    })
    void rejectsPartNumbersOutOfRange(String number, String errorText) throws IOException {
        TestUpload upload = initiate();
        SignedRequest request = upload.request("PUT").length(5);
        if (number != null) {
            request.query("partNumber", number);
        }

        RawResponse response = request.send("hello");

        assertEquals(errorText, response.errorText());
        assertEquals(0, emulator.files());
    }

    @Test
    void rejectsWrongDigest() throws Exception {
        TestUpload upload = initiate();
        byte[] body = TestUpload.bytes(1, 5);
        String other = base64Md5(TestUpload.bytes(2, 5));

        assertEquals(
                "400 InvalidDigest 0017-00000503",
                upload.putting(1, body).header("Content-MD5", other).send(body).errorText());
        assertEquals(
                "400 InvalidDigest 0017-00000502",
                upload.putting(1, body).header("Content-MD5", "x").send(body).errorText());
        assertEquals(0, emulator.files());
        assertEquals(
                200,
                upload.putting(1, body)
                        .header("Content-MD5", base64Md5(body))
                        .send(body)
                        .status());

        upload.put(1, body);
        String document = upload.document(1);
        assertEquals(
                "400 InvalidDigest 0017-00000503",
                upload.completing(document)
                        .header("Content-MD5", other)
                        .send(document)
                        .errorText());
        assertEquals(
                200,
                upload.completing(document)
                        .header("Content-MD5", base64Md5(document.getBytes(StandardCharsets.UTF_8)))
                        .send(document)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-oss-server-side-encryption",
                "x-oss-server-side-encryption-key-id",
                "x-oss-server-side-data-encryption"
            })
    void rejectsEncryptionOfParts(String header) throws IOException {
        byte[] body = TestUpload.bytes(1, 5);
        RawResponse response =
                initiate().putting(1, body).header(header, "AES256").send(body);

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(header, response.error().details().get("ArgumentName"));
        assertEquals(0, emulator.files());
    }

    @Test
    void removesAbortedUpload() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        upload.put(2);

        RawResponse aborted = upload.abort();

        assertEquals(204, aborted.status());
        assertEquals(0, emulator.files());
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.abort().errorText());
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.complete(1, 2).errorText());
        RawResponse part = upload.put(1, new byte[1]);
        assertEquals(TestUpload.NO_SUCH_UPLOAD_OF_PART, part.errorText());
        assertEquals(upload.id(), part.error().details().get("UploadId"));
        assertEquals(0, emulator.files());
    }

    /** The bytes that were received must be deleted. */
    @Test
    void rejectsIncomingPartAfterAbort() throws IOException {
        TestUpload upload = initiate();
        byte[] body = TestUpload.bytes(1, 2);
        try (RawConnection connection = emulator.connect()) {
            connection.send(
                    upload.putting(1, body).header("Expect", "100-continue").head());
            assertEquals(100, connection.read().status());
            upload.abort();

            assertEquals(TestUpload.NO_SUCH_UPLOAD, connection.send(body).read().errorText());
        }
        assertEquals(0, emulator.files());
    }

    @Test
    void rejectsUploadIdWithAnotherKey() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);

        assertEquals(
                TestUpload.NO_SUCH_UPLOAD,
                emulator.request("DELETE", "b")
                        .query("uploadId", upload.id())
                        .send()
                        .errorText());
        assertEquals(
                TestUpload.NO_SUCH_UPLOAD,
                emulator.request("DELETE", "a")
                        .query("uploadId", upload.id())
                        .inBucket("other")
                        .query("uploadId", upload.id())
                        .send()
                        .errorText());
        assertEquals(
                TestUpload.NO_SUCH_UPLOAD,
                emulator.request("DELETE", "a").query("uploadId", "").send().errorText());
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void separatesUploadsToOneKey() throws IOException {
        TestUpload first = initiate();
        TestUpload second = initiate();
        first.put(1, TestUpload.bytes(1, 5));
        second.put(1, TestUpload.bytes(2, 5));

        first.complete(1);
        assertArrayEquals(TestUpload.bytes(1, 5), emulator.read("a"));
        second.complete(1);
        assertArrayEquals(TestUpload.bytes(2, 5), emulator.read("a"));
        assertEquals(1, emulator.files());
    }

    @Test
    void acceptsConcurrentParts() throws Exception {
        TestUpload upload = initiate();
        int count = 24;
        byte[][] bodies = new byte[count][];
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<RawResponse>> replies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                bodies[i] = TestUpload.bytes(i, TestUpload.SMALLEST + i);
                int number = i + 1;
                replies.add(threads.submit(() -> upload.put(number, bodies[number - 1])));
            }
            for (Future<RawResponse> response : replies) {
                assertEquals(200, response.get().status());
            }
        } finally {
            threads.shutdown();
        }

        assertEquals(
                Crc64.toString(Crc64.compute(TestUpload.join(bodies))),
                upload.complete(IntStream.rangeClosed(1, count).toArray()).header("x-oss-hash-crc64ecma"));
        assertArrayEquals(TestUpload.join(bodies), emulator.read("a"));
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsSequentialPartsOutOfOrder() throws Exception {
        RawResponse initiated =
                TestUpload.initiating(emulator, "a").query("sequential", null).send();
        TestUpload upload = TestUpload.of(emulator, "a", initiated);

        assertEquals("400 PartNotSequential null", upload.put(2, new byte[1]).errorText());
        byte[] first = upload.put(1);
        assertEquals("400 PartNotSequential null", upload.put(3, new byte[1]).errorText());
        RawResponse again = upload.put(1, new byte[1]);
        assertEquals("409 PartAlreadyExist 0042-00000108", again.errorText());
        assertEquals("1", again.error().details().get("PartNumber"));
        byte[] second = upload.put(2);

        assertEquals("400 PartNotSequential null", upload.complete(2).errorText());
        RawResponse completed = upload.complete(1, 2);
        assertEquals(200, completed.status());
        assertEquals(base64Md5(TestUpload.join(first, second)), completed.header("content-md5"));
        RawResponse head = emulator.head("a");
        assertEquals(completed.header("content-md5"), head.header("content-md5"));
        assertEquals("Multipart", head.header("x-oss-object-type"));
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsAnonymousRequests() throws IOException {
        TestUpload upload = initiate();
        String forbidden = "403 AccessDenied 0003-00000001";

        assertEquals(
                forbidden,
                TestUpload.initiating(emulator, "a").anonymous().send().errorText());
        assertEquals(
                forbidden, upload.putting(1, new byte[1]).anonymous().send("x").errorText());
        assertEquals(forbidden, upload.request("POST").anonymous().send().errorText());
        assertEquals(forbidden, upload.request("DELETE").anonymous().send().errorText());
        emulator.put("a", "").header("x-oss-object-acl", "public-read").send();
        assertEquals(forbidden, upload.request("GET").anonymous().send().errorText());
    }

    @Test
    void closeDeletesPendingParts() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        upload.put(2);
        assertEquals(2, emulator.files());

        emulator.running().close();

        assertEquals(0, emulator.files());
    }
}
