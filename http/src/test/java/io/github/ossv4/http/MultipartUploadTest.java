// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectAcl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Requests and responses of multipart upload. */
class MultipartUploadTest extends WireFixture {
    private static final String INITIATED = "<InitiateMultipartUploadResult><Bucket>examplebucket</Bucket>"
            + "<Key>a%20b</Key><EncodingType>url</EncodingType><UploadId>U+1</UploadId></InitiateMultipartUploadResult>";
    private static final String COMPLETED = "<CompleteMultipartUploadResult><Bucket>examplebucket</Bucket>"
            + "<Key>k</Key><ETag>\"097DE458AD02B5F89F9D0530231876****\"</ETag></CompleteMultipartUploadResult>";
    private static final UploadedPart PART = UploadedPart.of(1, "E1", 5, Crc64.compute(HELLO));

    private MultipartUpload upload() {
        return bucket.multipartUpload("a b", "U+1");
    }

    private static Reply xml(String document) {
        return response(200)
                .removeHeader("ETag")
                .removeHeader("x-oss-hash-crc64ecma")
                .body(document);
    }

    @Test
    void initiatesAnUpload() throws Exception {
        server.enqueue(xml(INITIATED));
        MultipartUpload upload = bucket.initiateMultipartUpload(
                "a b",
                MultipartOptions.builder()
                        .contentType("text/plain")
                        .metadata("a", "1")
                        .tag("t", "v")
                        .forbidOverwrite(true)
                        .sequential(true)
                        .build());
        assertEquals("a b", upload.key());
        assertEquals("U+1", upload.uploadId());
        Received request = server.take();
        assertEquals("POST /examplebucket/a%20b?encoding-type=url&sequential&uploads HTTP/1.1", request.requestLine());
        assertEquals("text/plain", request.header("Content-Type"));
        assertEquals("1", request.header("x-oss-meta-a"));
        assertEquals("t=v", request.header("x-oss-tagging"));
        assertEquals("true", request.header("x-oss-forbid-overwrite"));
        assertEquals("0", request.header("Content-Length"));
    }

    @Test
    void comparesTheChecksumOfAPart() throws Exception {
        server.enqueue(response(200));
        UploadedPart part = upload().uploadPart(
                        7,
                        Body.of(HELLO),
                        PartOptions.builder()
                                .contentMd5("XUFAKrxLKna5cZ2REBfFkg==")
                                .trafficLimit(819_200)
                                .build());
        assertEquals(7, part.number());
        assertEquals("5D41402abc4B2A76B9719D911017C592", part.etag());
        assertEquals(5, part.size());
        assertEquals(Crc64.compute(HELLO), part.crc64());
        Received request = server.take();
        assertEquals("PUT /examplebucket/a%20b?partNumber=7&uploadId=U%2B1 HTTP/1.1", request.requestLine());
        assertEquals("hello", request.text());
        assertEquals("XUFAKrxLKna5cZ2REBfFkg==", request.header("Content-MD5"));
        assertEquals("819200", request.header("x-oss-traffic-limit"));

        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1"));
        ChecksumMismatchException mismatch =
                assertThrows(ChecksumMismatchException.class, () -> upload().uploadPart(7, Body.of(HELLO)));
        assertNull(mismatch.stored(), "a part is not an object");
        assertTrue(
                mismatch.getMessage().contains("; the stored part is corrupt, no object was changed"),
                mismatch.getMessage());
        server.enqueue(response(200).removeHeader("ETag"));
        IOException e = assertThrows(IOException.class, () -> upload().uploadPart(7, Body.of(HELLO)));
        assertTrue(e.getMessage().contains("has no ETag"), e.getMessage());
    }

    @Test
    void uploadsARegionOfAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "say hello again");
        server.enqueue(response(200));
        upload().uploadPart(1, Body.of(file, 4, 5));
        assertEquals("hello", server.take().text());
        assertThrows(IOException.class, () -> upload().uploadPart(1, Body.of(file, 12, 5)));
        assertThrows(IllegalArgumentException.class, () -> Body.of(file, -1, 5));
        assertThrows(IllegalArgumentException.class, () -> Body.of(file, 0, -1));
    }

    @Test
    void copiesAPart() throws Exception {
        server.enqueue(xml("<CopyPartResult><ETag>\"E\"</ETag></CopyPartResult>"));
        UploadedPart part =
                upload().uploadPartCopy(2, CopySource.of("other", "c d").version("v"), 10, 200_000);
        assertEquals(2, part.number());
        assertEquals("E", part.etag());
        assertEquals(200_000, part.size());
        assertNull(part.crc64());
        Received request = server.take();
        assertEquals("PUT /examplebucket/a%20b?partNumber=2&uploadId=U%2B1 HTTP/1.1", request.requestLine());
        assertEquals("/other/c%20d?versionId=v", request.header("x-oss-copy-source"));
        assertEquals("bytes=10-200009", request.header("x-oss-copy-source-range"));
        server.enqueue(xml("<Error><Code>InternalError</Code></Error>"));
        assertThrows(ServiceException.class, () -> upload().uploadPartCopy(2, CopySource.of("c"), 0, 1));
    }

    @Test
    void listsAllPages() throws Exception {
        String part = "<Part><PartNumber>%s</PartNumber><ETag>E</ETag><Size>5</Size></Part>";
        server.enqueue(
                xml("<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>3</NextPartNumberMarker>"
                        + part.formatted(1) + part.formatted(3) + "</ListPartsResult>"));
        server.enqueue(
                xml("<ListPartsResult><IsTruncated>false</IsTruncated>" + part.formatted(9) + "</ListPartsResult>"));
        List<UploadedPart> parts = upload().listParts();
        assertEquals(List.of(1, 3, 9), parts.stream().map(UploadedPart::number).toList());
        assertEquals(
                "GET /examplebucket/a%20b?encoding-type=url&max-parts=1000&uploadId=U%2B1 HTTP/1.1",
                server.take().requestLine());
        assertEquals(
                "GET /examplebucket/a%20b?encoding-type=url&max-parts=1000&part-number-marker=3&uploadId=U%2B1 HTTP/1.1",
                server.take().requestLine());
        server.enqueue(xml("<ListPartsResult><IsTruncated>true</IsTruncated></ListPartsResult>"));
        assertThrows(IOException.class, () -> upload().listParts(), "the list would be endless");
    }

    @Test
    void completesAnUpload() throws Exception {
        server.enqueue(
                xml(COMPLETED).addHeader("x-oss-hash-crc64ecma", HELLO_CRC).addHeader("x-oss-version-id", "v1"));
        PutResult result = upload().complete(
                        List.of(PART),
                        CompleteOptions.builder()
                                .forbidOverwrite(true)
                                .acl(ObjectAcl.PRIVATE)
                                .build());
        assertEquals("097DE458AD02B5F89F9D0530231876****", result.etag());
        assertEquals(Crc64.compute(HELLO), result.crc64());
        assertTrue(result.isCrcChecked());
        assertEquals("v1", result.versionId());
        Received request = server.take();
        assertEquals("POST /examplebucket/a%20b?encoding-type=url&uploadId=U%2B1 HTTP/1.1", request.requestLine());
        assertEquals(
                "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"E1\"</ETag></Part></CompleteMultipartUpload>",
                request.text());
        assertEquals("application/xml", request.header("Content-Type"));
        assertEquals("true", request.header("x-oss-forbid-overwrite"));
        assertEquals("private", request.header("x-oss-object-acl"));
    }

    @Test
    void failsIfTheObjectDiffersFromItsParts() {
        server.enqueue(xml(COMPLETED).addHeader("x-oss-hash-crc64ecma", "1"));
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> upload().complete(List.of(PART)));
        assertEquals(Crc64.compute(HELLO), e.localCrc64());
        assertEquals(1, e.remoteCrc64());
        assertEquals("097DE458AD02B5F89F9D0530231876****", e.stored().etag());
    }

    @Test
    void reportsNoCheckOfPartsWithoutChecksums() throws Exception {
        server.enqueue(xml(COMPLETED).addHeader("x-oss-hash-crc64ecma", HELLO_CRC));
        PutResult result = upload().complete(List.of(UploadedPart.of(1, "E1", 5, null)));
        assertFalse(result.isCrcChecked());
        assertEquals(Crc64.compute(HELLO), result.crc64(), "the checksum of OSS");
        server.enqueue(xml(COMPLETED));
        assertFalse(
                upload().complete(List.of(UploadedPart.of(1, "E1", 5, null))).isCrcChecked());
    }

    @Test
    void completesAllParts() throws Exception {
        server.enqueue(xml(COMPLETED).addHeader("x-oss-hash-crc64ecma", HELLO_CRC));
        assertEquals(
                Crc64.compute(HELLO), upload().completeAll(CompleteOptions.NONE).crc64());
        Received request = server.take();
        assertEquals("yes", request.header("x-oss-complete-all"));
        assertEquals("", request.text());
    }

    @Test
    void completesWithACallback() throws Exception {
        CompleteOptions options = CompleteOptions.builder()
                .callback(Callback.builder("http://app.example.com/cb")
                        .formBody("o=${object}")
                        .build())
                .build();
        server.enqueue(response(200).body("{\"a\":1}"));
        PutResult result = upload().complete(List.of(PART), options);
        assertEquals("{\"a\":1}", result.callbackResponse().utf8());
        assertTrue(result.isCrcChecked());
        assertTrue(server.take().header("x-oss-callback").length() > 20);

        server.enqueue(response(203).body(CALLBACK_FAILED));
        callbackFailed("Error status : 502.", () -> upload().complete(List.of(PART), options));
        server.enqueue(response(200).body(COMPLETED));
        callbackFailed("without performing it", () -> upload().complete(List.of(PART), options));
        server.enqueue(response(200));
        callbackFailed("without performing it", () -> upload().complete(List.of(PART), options));
    }

    private static void callbackFailed(String why, Executable call) {
        CallbackFailedException e = assertThrows(CallbackFailedException.class, call);
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertEquals(Crc64.compute(HELLO), e.stored().crc64());
    }

    @Test
    void failsOnAnErrorDocumentWithStatus200() {
        server.enqueue(xml("<Error><Code>InternalError</Code></Error>"));
        server.enqueue(response(404));
        ServiceException e = assertThrows(ServiceException.class, () -> upload().complete(List.of(PART)));
        assertEquals("InternalError", e.code());
        server.enqueue(xml("<html/>"));
        assertThrows(ServiceException.class, () -> bucket.initiateMultipartUpload("k", MultipartOptions.NONE));
    }

    /** The object may have been stored: a broken connection is not a ServiceException. */
    @Test
    void throwsIoExceptionIfTheResponseIsTruncated() {
        for (Executable call : List.<Executable>of(
                () -> {
                    // The query for the object.
                    server.enqueue(response(404));
                    upload().complete(List.of(PART));
                },
                () -> upload().uploadPartCopy(2, CopySource.of("c"), 0, 1),
                () -> bucket.copy(CopySource.of("c"), "k"))) {
            server.enqueue(xml(COMPLETED.repeat(50)).cut(Reply.Cut.IN_BODY));
            IOException e = assertThrows(IOException.class, call);
            assertFalse(e instanceof ServiceException, e.toString());
        }
    }

    @Test
    void okHttpDoesNotRetryAnInitiate() {
        server.enqueue(response(503).addHeader("Retry-After", "0"));
        assertThrows(ServiceException.class, () -> bucket.initiateMultipartUpload("k", MultipartOptions.NONE));
        assertEquals(1, server.requestCount());
    }

    @Test
    void abortsAnUpload() throws Exception {
        server.enqueue(Reply.of(204));
        upload().abort();
        assertEquals(
                "DELETE /examplebucket/a%20b?uploadId=U%2B1 HTTP/1.1",
                server.take().requestLine());
        server.enqueue(response(404).body("<Error><Code>NoSuchUpload</Code></Error>"));
        assertEquals(
                "NoSuchUpload",
                assertThrows(ServiceException.class, () -> upload().abort()).code());
    }

    @Test
    void listsUploads() throws Exception {
        server.enqueue(xml("<ListMultipartUploadsResult><Upload><Key>p/k</Key><UploadId>U</UploadId></Upload>"
                + "</ListMultipartUploadsResult>"));
        PagedList<ListedUpload> list = bucket.listMultipartUploads(ListOptions.builder()
                .prefix("p/")
                .delimiter("/")
                .after("k 1", "U1")
                .maxKeys(7)
                .build());
        assertEquals("U", list.iterator().next().uploadId());
        assertEquals(
                "GET /examplebucket/?delimiter=%2F&encoding-type=url&key-marker=k%201&max-uploads=7&prefix=p%2F"
                        + "&upload-id-marker=U1&uploads HTTP/1.1",
                server.take().requestLine());
    }

    @Test
    void rejectsBadInput() {
        assertThrows(IllegalArgumentException.class, () -> bucket.multipartUpload("k", ""));
        assertThrows(IllegalArgumentException.class, () -> bucket.multipartUpload("", "U"));
        for (int number : new int[] {0, 10_001}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> upload().uploadPart(number, Body.of(HELLO)));
            assertEquals("part number must be between 1 and 10000, was " + number, e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> upload().uploadPartCopy(1, CopySource.of("c"), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> upload().uploadPartCopy(1, CopySource.of("c"), -1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> upload().uploadPartCopy(1, CopySource.of("c"), Long.MAX_VALUE, 1));
        assertThrows(IllegalArgumentException.class, () -> upload().complete(List.of()));
        assertThrows(IllegalArgumentException.class, () -> ListOptions.builder().maxKeys(1001));
        assertEquals(0, server.requestCount());
    }
}
