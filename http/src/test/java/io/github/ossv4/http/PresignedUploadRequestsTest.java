// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.multipart.PartPlan;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Presigned URLs of parts, and the requests of {@link PresignedUpload#complete}. */
class PresignedUploadRequestsTest extends WireFixture {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final PartPlan ONE_PART = PartPlan.of(5);
    private static final PartPlan TWELVE_PARTS = PartPlan.of(11 * PartPlan.MIN_PART_SIZE + 1, PartPlan.MIN_PART_SIZE);
    private static final List<Long> HELLO_CRCS = List.of(Crc64.compute(HELLO));
    private static final String COMPLETED =
            "<CompleteMultipartUploadResult><ETag>\"E\"</ETag></CompleteMultipartUploadResult>";

    private PresignedUpload upload(PartPlan plan) {
        return bucket.presignedUpload("a b", "U+1", plan);
    }

    private static String listed(String... parts) {
        return "<ListPartsResult><Key>k</Key><UploadId>U</UploadId><IsTruncated>false</IsTruncated>"
                + String.join("", parts) + "</ListPartsResult>";
    }

    private static String part(int number, long size, String crc64) {
        return "<Part><PartNumber>" + number + "</PartNumber><ETag>\"E" + number + "\"</ETag><Size>" + size + "</Size>"
                + crc64 + "</Part>";
    }

    private static Map<String, String> query(String url) {
        return Stream.of(URI.create(url).getRawQuery().split("&"))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
    }

    @Test
    void presignsPartAndUploadIdInTheQuery() throws Exception {
        PresignedUrl url = upload(TWELVE_PARTS).presignPart(12, HOUR);
        assertTrue(url.url().startsWith("http://127.0.0.1:" + server.port() + "/examplebucket/a%20b?"), url.url());
        Map<String, String> query = query(url.url());
        assertEquals("12", query.get("partNumber"));
        assertEquals("U%2B1", query.get("uploadId"));
        assertEquals("3600", query.get("x-oss-expires"));
        assertEquals("20231216T162057Z", query.get("x-oss-date"));
        assertFalse(query.containsKey("x-oss-additional-headers"), url.url());
        assertEquals(NOW.plus(HOUR), url.expires());
        assertEquals(0, server.requestCount());
    }

    @Test
    void writesPartsAsJson() throws Exception {
        PresignedUpload upload = upload(TWELVE_PARTS);
        assertEquals(
                "[{\"number\":12,\"offset\":1126400,\"length\":1,\"url\":\""
                        + upload.presignPart(12, HOUR).url() + "\",\"expires\":\"2023-12-16T17:20:57Z\"},"
                        + "{\"number\":2,\"offset\":102400,\"length\":102400,\"url\":\""
                        + upload.presignPart(2, HOUR).url() + "\",\"expires\":\"2023-12-16T17:20:57Z\"}]",
                upload.partsJson(List.of(12, 2), HOUR));
        assertEquals("[]", upload(TWELVE_PARTS).partsJson(List.of(), HOUR));
    }

    @Test
    void rejectsInvalidArgumentsBeforeAnyRequest() {
        PresignedUpload upload = upload(TWELVE_PARTS);
        for (int number : new int[] {-1, 0, 13}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> upload.presignPart(number, HOUR));
            assertEquals("part number must be between 1 and 12, was " + number, e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> upload.partsJson(List.of(1, number), HOUR));
        }
        assertThrows(IllegalArgumentException.class, () -> upload.presignPart(1, Duration.ofDays(8)));
        assertEquals(
                "crc64s must have 12 values, one for each part, had 1",
                assertThrows(IllegalArgumentException.class, () -> upload.complete(HELLO_CRCS))
                        .getMessage());
        assertEquals(
                "crc64 of part 1",
                assertThrows(NullPointerException.class, () -> upload(ONE_PART).complete(Arrays.asList((Long) null)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> bucket.presignedUpload("", "U", ONE_PART));
        assertThrows(IllegalArgumentException.class, () -> bucket.presignedUpload("k", "", ONE_PART));
        assertThrows(NullPointerException.class, () -> bucket.presignedUpload("k", "U", null));
        assertThrows(NullPointerException.class, () -> bucket.initiatePresignedUpload("k", null));
        assertEquals(0, server.requestCount());
    }

    @Test
    void listsThenCompletesWithStoredEtags() throws Exception {
        server.enqueue(response(200).body(listed(part(1, 5, "<HashCrc64ecma>" + HELLO_CRC + "</HashCrc64ecma>"))));
        server.enqueue(response(200).body(COMPLETED));
        assertTrue(upload(ONE_PART).complete(HELLO_CRCS).isCrcChecked());
        assertEquals(
                "GET /examplebucket/a%20b?encoding-type=url&max-parts=1000&uploadId=U%2B1 HTTP/1.1",
                server.take().requestLine());
        String document = server.take().text();
        assertTrue(document.contains("<PartNumber>1</PartNumber>"), document);
        assertTrue(document.contains("E1"), document);
    }

    @Test
    void comparesTheObjectIfTheListHasNoChecksums() throws Exception {
        server.enqueue(response(200).body(listed(part(1, 5, ""))));
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1").body(COMPLETED));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> upload(ONE_PART).complete(HELLO_CRCS));
        assertEquals(Crc64.compute(HELLO), e.localCrc64());
        assertEquals(1, e.remoteCrc64());
    }

    @Test
    void sendsNoCompletionIfPartsDiffer() throws Exception {
        server.enqueue(response(200).body(listed(part(7, PartPlan.MIN_PART_SIZE, ""), part(13, 1, ""))));
        PartMismatchException e = assertThrows(
                PartMismatchException.class,
                () -> upload(TWELVE_PARTS)
                        .complete(IntStream.range(0, 12).mapToObj(i -> 0L).toList()));
        assertEquals(11, e.missing().size());
        assertEquals(List.of(13), e.unexpected());
        assertEquals(
                "CompleteMultipartUpload a b: not sent, since stored parts differ from the upload:"
                        + " 11 missing (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, …); 1 not in the plan (13)",
                e.getMessage());
        assertEquals(1, server.requestCount());
    }

    @Test
    void showsNoUrlInToString() {
        assertEquals(
                "PresignedUpload{a b, uploadId=U+1, 5 bytes in 1 parts of 6291456}",
                upload(ONE_PART).toString());
    }
}
