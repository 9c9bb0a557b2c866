// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** CompleteMultipartUpload: its document, errors and response. */
class CompleteUploadTest {
    private static final String INVALID_PART = "400 InvalidPart null";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator versioned = new TestEmulator().with(builder -> builder.versioning(true));

    private TestUpload initiate() throws IOException {
        return TestUpload.initiate(emulator, "a");
    }

    @Test
    void acceptsGapsAndOmittedParts() throws IOException {
        TestUpload upload = initiate();
        byte[] first = upload.put(1);
        upload.put(4);
        byte[] fifth = upload.put(5);
        byte[] last = upload.put(10_000);

        assertEquals(200, upload.complete(1, 5, 10_000).status());
        assertArrayEquals(TestUpload.join(first, fifth, last), emulator.read("a"));
        assertEquals(1, emulator.files());
    }

    @Test
    void storesEmptyObjectWithoutParts() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);

        assertEquals(200, upload.complete().status());
        RawResponse head = emulator.head("a");
        assertEquals("0", head.header("content-length"));
        assertEquals("0", head.header("x-oss-hash-crc64ecma"));
        assertEquals("Multipart", head.header("x-oss-object-type"));
        assertEquals(
                INVALID_PART,
                initiate()
                        .request("POST")
                        .header("x-oss-complete-all", "yes")
                        .send()
                        .errorText());
    }

    @Test
    void checksDeclaredSizeOfEncryption() throws IOException {
        TestUpload upload = TestUpload.of(
                emulator,
                "a",
                TestUpload.initiating(emulator, "a")
                        .header("x-oss-meta-client-side-encryption-data-size", "5")
                        .send());
        upload.put(1, new byte[4]);

        RawResponse response = upload.complete(1);
        assertEquals("400 InvalidEncryptionRequest 0005-00000420", response.errorText());
        assertEquals("5", response.error().details().get("DataSize"));
        assertEquals("4", response.error().details().get("Size"));
        upload.put(1, new byte[5]);
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void completesWithAllParts() throws IOException {
        TestUpload upload = initiate();
        byte[] seventh = upload.put(7);
        byte[] third = upload.put(3);

        assertEquals(
                "400 InvalidArgument null",
                upload.request("POST").header("x-oss-complete-all", "no").send().errorText());
        String document = upload.document(3);
        assertEquals(
                "400 InvalidArgument 0042-00000216",
                upload.completing(document)
                        .header("x-oss-complete-all", "yes")
                        .send(document)
                        .errorText());
        assertEquals(
                200,
                upload.request("POST")
                        .header("x-oss-complete-all", "yes")
                        .send()
                        .status());
        assertArrayEquals(TestUpload.join(third, seventh), emulator.read("a"));

        assertEquals(
                INVALID_PART,
                initiate()
                        .request("POST")
                        .header("x-oss-complete-all", "yes")
                        .send()
                        .errorText());
    }

    @Test
    void rejectsMissingParts() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);

        RawResponse response = upload.complete(1, 2);

        assertEquals(INVALID_PART, response.errorText());
        assertEquals("2", response.error().details().get("PartNumber"));
        assertEquals("none", response.error().details().get("ETag"));
        assertEquals(upload.id(), response.error().details().get("UploadId"));
        assertEquals(404, emulator.head("a").status());
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void acceptsEtagsWithoutQuotes() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        String document = upload.document(1).replace("\"", "");

        assertEquals(200, upload.completing(document).send(document).status());
    }

    @ParameterizedTest
    @CsvSource({"2 1", "1 1"})
    void rejectsPartsOutOfOrder(String numbers) throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        upload.put(2);

        assertEquals(
                "400 InvalidPartOrder 0042-00000209",
                upload.complete(Stream.of(numbers.split(" "))
                                .mapToInt(Integer::parseInt)
                                .toArray())
                        .errorText());
    }

    @Test
    void rejectsSmallPartsAtCompletion() throws IOException {
        TestUpload upload = initiate();
        assertEquals(
                200, upload.put(1, TestUpload.bytes(1, TestUpload.SMALLEST - 1)).status());
        upload.put(2, new byte[0]);

        RawResponse response = upload.complete(1, 2);

        assertEquals("400 EntityTooSmall 0042-00000213", response.errorText());
        assertEquals("1", response.error().details().get("PartNumber"));
        assertEquals("102399", response.error().details().get("ProposedSize"));
        assertEquals("102400", response.error().details().get("MinSizeAllowed"));
        assertEquals(200, upload.complete(1).status());

        TestUpload empty = initiate();
        empty.put(1, new byte[0]);
        assertEquals(200, empty.complete(1).status());
        assertEquals("0", emulator.head("a").header("content-length"));
        assertEquals("0", emulator.head("a").header("x-oss-hash-crc64ecma"));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "400 MalformedXML 0042-00000205"),
                Arguments.of("hello", "400 MalformedXML 0042-00000205"),
                Arguments.of("<CompleteMultipartUpload>", "400 MalformedXML 0042-00000205"),
                Arguments.of("<Other><Part/></Other>", "400 MalformedXML null"),
                Arguments.of(part("<PartNumber>1</PartNumber>"), "400 MalformedXML null"),
                Arguments.of(part("<ETag>x</ETag>"), "400 MalformedXML null"),
                Arguments.of(part("<PartNumber>one</PartNumber><ETag>x</ETag>"), "400 MalformedXML null"),
                Arguments.of(
                        "<!DOCTYPE a []>" + part("<PartNumber>1</PartNumber><ETag>x</ETag>"),
                        "400 MalformedXML 0042-00000205"),
                Arguments.of(part("<PartNumber>0</PartNumber><ETag>x</ETag>"), "400 InvalidArgument 0017-00000220"),
                Arguments.of(part("<PartNumber>10001</PartNumber><ETag>x</ETag>"), "400 InvalidArgument 0017-00000220"),
                Arguments.of(part("<PartNumber>1</PartNumber><ETag>x</ETag>"), INVALID_PART));
    }

    private static String part(String content) {
        return "<CompleteMultipartUpload><Part>" + content + "</Part></CompleteMultipartUpload>";
    }

    @ParameterizedTest
    @MethodSource("documents")
    void rejectsMalformedDocumentsAndKeepsUpload(String document, String errorText) throws IOException {
        TestUpload upload = initiate();
        upload.put(1);

        assertEquals(errorText, upload.completing(document).send(document).errorText());
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void acceptsDocumentWith10000Parts() throws IOException {
        TestUpload upload = initiate();
        byte[] body = new byte[0];
        upload.put(1, body);
        String document = upload.document(IntStream.rangeClosed(1, 10_000).toArray())
                .replace("\"none\"", "&quot;D41D8CD98F00B204E9800998ECF8427E&quot;")
                .replace("><", ">\n  <");

        assertEquals(INVALID_PART, upload.completing(document).send(document).errorText());
    }

    @Test
    void rejectsTooLargeDocument() throws IOException {
        TestUpload upload = initiate();
        byte[] document = new byte[(2 << 20) + 1];

        assertEquals(
                "400 EntityTooLarge null",
                upload.request("POST").length(document.length).send().errorText());
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(upload.request("POST")
                            .header("Transfer-Encoding", "chunked")
                            .head())
                    .send(Integer.toHexString(document.length) + "\r\n")
                    .send(document);

            assertEquals("400 EntityTooLarge null", connection.read().errorText());
        }
    }

    @Test
    void removesCompletedUpload() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        upload.complete(1);

        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.complete(1).errorText());
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.abort().errorText());
        assertEquals(
                TestUpload.NO_SUCH_UPLOAD_OF_PART, upload.put(1, new byte[1]).errorText());
        assertEquals(200, emulator.head("a").status());
        assertEquals(1, emulator.files());
    }

    @Test
    void acceptsOneOfConcurrentCompletions() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                TestUpload upload = initiate();
                upload.put(1);
                upload.put(2);
                List<Future<RawResponse>> replies = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    replies.add(threads.submit(() -> upload.complete(1, 2)));
                }
                int successes = 0;
                for (Future<RawResponse> response : replies) {
                    if (response.get().status() == 200) {
                        successes++;
                        assertEquals(
                                emulator.head("a").header("etag"),
                                response.get().header("etag"));
                    } else {
                        assertEquals(TestUpload.NO_SUCH_UPLOAD, response.get().errorText());
                    }
                }
                assertEquals(1, successes);
                assertEquals(1, emulator.files());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void rejectsOverwriteAtInitiateAndComplete() throws IOException {
        SignedRequest initiating = TestUpload.initiating(emulator, "a").header("x-oss-forbid-overwrite", "true");
        TestUpload upload = TestUpload.of(emulator, "a", initiating.send());
        upload.put(1);
        emulator.put("a", "hello").send("hello");

        assertEquals("409 FileAlreadyExists 0026-00000002", initiating.send().errorText());
        String document = upload.document(1);
        assertEquals(
                "409 FileAlreadyExists 0026-00000002",
                upload.completing(document)
                        .header("x-oss-forbid-overwrite", "true")
                        .send(document)
                        .errorText());
        assertEquals("hello", emulator.get("a").text());
        assertEquals(2, emulator.files());

        // InitiateMultipartUpload does not decide for CompleteMultipartUpload.
        assertEquals(200, upload.complete(1).status());
        assertEquals("Multipart", emulator.head("a").header("x-oss-object-type"));
        assertEquals(1, emulator.files());
    }

    @Test
    void storesObjectAsVersion() throws IOException {
        String before = versioned.put("a", "hello").send("hello").header("x-oss-version-id");
        TestUpload upload = TestUpload.initiate(versioned, "a");
        RawResponse part = upload.put(1, TestUpload.bytes(1, 5));
        String document = upload.document(1);
        RawResponse completed = upload.completing(document)
                .header("x-oss-forbid-overwrite", "true")
                .send(document);

        assertNull(part.header("x-oss-version-id"));
        assertEquals(200, completed.status());
        String version = completed.header("x-oss-version-id");
        assertTrue(version.startsWith("CAEQ"), version);
        assertEquals(version, versioned.head("a").header("x-oss-version-id"));
        assertEquals(
                "hello",
                versioned.request("GET", "a").query("versionId", before).send().text());
        assertEquals(2, versioned.files());
    }

    private static RawResponse complete(TestUpload upload, String url) throws IOException {
        String document = upload.document(1);
        return upload.completing(document)
                .callback(Callback.builder(url)
                        .formBody("${operation}|${object}|${size}|${crc64}|${contentMd5}|${etag}|${mimeType}")
                        .build())
                .send(document);
    }

    @Test
    void returnsCallbackResponseInsteadOfDocument() throws Exception {
        TestUpload upload = initiate();
        byte[] body = TestUpload.bytes(1, 5);
        upload.put(1, body);
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            RawResponse response = complete(upload, server.url("/"));

            assertEquals(200, response.status());
            assertEquals("{\"Status\":\"OK\"}", response.text());
            assertEquals("application/json", response.header("content-type"));
            assertEquals(Crc64.toString(Crc64.compute(body)), response.header("x-oss-hash-crc64ecma"));
            assertEquals(emulator.head("a").header("etag"), response.header("etag"));
            assertEquals(
                    "CompleteMultipartUpload|a|5|" + Crc64.toString(Crc64.compute(body)) + "||"
                            + response.header("etag").replace("\"", "") + "|application%2Foctet-stream",
                    new String(server.take().body(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsObjectAfterFailedCallback() throws IOException {
        TestUpload upload = initiate();
        upload.put(1, TestUpload.bytes(1, 5));
        try (AppServer server = AppServer.responding(404, null, -1, null).calledBy(emulator)) {
            RawResponse response = complete(upload, server.url("/"));

            assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
            RawResponse head = emulator.head("a");
            assertEquals(head.header("etag"), response.header("etag"));
            assertEquals(head.header("x-oss-hash-crc64ecma"), response.header("x-oss-hash-crc64ecma"));
        }
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.complete(1).errorText());
    }

    @Test
    void keepsUploadAfterInvalidCallback() throws IOException {
        TestUpload upload = initiate();
        upload.put(1);
        String document = upload.document(1);

        assertEquals(
                "400 InvalidArgument 0007-00000002",
                upload.completing(document)
                        .header("x-oss-callback", "*")
                        .send(document)
                        .errorText());
        assertEquals(404, emulator.head("a").status());
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void takesAclFromComplete() throws IOException {
        TestUpload upload = TestUpload.of(
                emulator,
                "a",
                TestUpload.initiating(emulator, "a")
                        .header("x-oss-object-acl", "private")
                        .send());
        upload.put(1, new byte[1]);
        upload.request("POST")
                .header("x-oss-complete-all", "yes")
                .header("x-oss-object-acl", "public-read")
                .send();

        assertEquals(200, emulator.request("GET", "a").anonymous().send().status());
        assertEquals(
                "400 InvalidArgument 0017-00000104",
                initiate()
                        .request("POST")
                        .header("x-oss-object-acl", "x")
                        .send()
                        .errorText());
    }
}
