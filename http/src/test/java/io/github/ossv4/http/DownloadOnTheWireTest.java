// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of a download in parts, and invalid responses to them. */
class DownloadOnTheWireTest extends WireFixture {
    private static final int PART = 100 * 1024;
    private static final byte[] BYTES = TestFiles.randomBytes(1, PART + 5);
    private static final DownloadOptions SEQUENTIAL =
            DownloadOptions.builder().partSize(PART).workers(1).build();

    @TempDir
    private Path folder;

    private static Reply head() {
        return whole().toHead(BYTES.length);
    }

    private static Reply whole() {
        return Reply.of(200)
                .addHeader("ETag", "\"E\"")
                .addHeader("x-oss-version-id", "v1")
                .addHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(BYTES)))
                .body(BYTES);
    }

    private static Reply part(int from, int to) {
        return Reply.of(206)
                .addHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + BYTES.length)
                .addHeader("ETag", "\"E\"")
                .body(Arrays.copyOfRange(BYTES, from, to));
    }

    @Test
    void sendsEveryOption() throws Exception {
        server.enqueue(head());
        server.enqueue(part(0, PART));
        server.enqueue(part(PART, BYTES.length));
        Path file = folder.resolve("file");
        bucket.download(
                "k",
                file,
                DownloadOptions.builder()
                        .partSize(PART)
                        .workers(1)
                        .versionId("v1")
                        .ifMatch("E")
                        .ifNoneMatch("F")
                        .ifModifiedSince(OptionsOnTheWireTest.INSTANT)
                        .ifUnmodifiedSince(OptionsOnTheWireTest.INSTANT.plusSeconds(1))
                        .trafficLimit(819_200)
                        .requesterPays()
                        .build());
        assertArrayEquals(BYTES, Files.readAllBytes(file));
        Received head = server.take();
        assertEquals("HEAD /examplebucket/k?versionId=v1 HTTP/1.1", head.requestLine());
        assertEquals("\"E\"", head.header("if-match"));
        assertEquals("\"F\"", head.header("if-none-match"));
        assertEquals("Thu, 05 Nov 2026 06:07:08 GMT", head.header("if-modified-since"));
        assertEquals("Thu, 05 Nov 2026 06:07:09 GMT", head.header("if-unmodified-since"));
        assertEquals("requester", head.header("x-oss-request-payer"));
        assertNull(head.header("x-oss-traffic-limit"));
        for (String range : new String[] {"bytes=0-102399", "bytes=102400-102404"}) {
            Received part = server.take();
            assertEquals("GET /examplebucket/k?versionId=v1 HTTP/1.1", part.requestLine());
            assertEquals(range, part.header("range"));
            assertEquals("standard", part.header("x-oss-range-behavior"));
            assertEquals("\"E\"", part.header("if-match"));
            assertNull(part.header("if-none-match"));
            assertNull(part.header("if-modified-since"));
            assertNull(part.header("if-unmodified-since"));
            assertEquals("819200", part.header("x-oss-traffic-limit"));
            assertEquals("requester", part.header("x-oss-request-payer"));
        }
    }

    @Test
    void fetchesTheVersionOfHeadObjectAndASinglePartWithoutRange() throws Exception {
        server.enqueue(head());
        server.enqueue(whole());
        bucket.download("k", folder.resolve("file"));
        assertEquals("HEAD /examplebucket/k HTTP/1.1", server.take().requestLine());
        Received whole = server.take();
        assertEquals("GET /examplebucket/k?versionId=v1 HTTP/1.1", whole.requestLine());
        assertNull(whole.header("range"));
        assertEquals("\"E\"", whole.header("if-match"));
    }

    private IOException assertFails() {
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", folder.resolve("file"), SEQUENTIAL));
        assertEquals(0, folder.toFile().list().length);
        return e;
    }

    /** The bytes after a part belong to the next one, which may already be written. */
    @ParameterizedTest
    @CsvSource({"1, more than 102400 bytes", "-1, 102399 of 102400 bytes"})
    void rejectsAPartOfAnotherLength(int more, String text) {
        server.enqueue(head());
        server.enqueue(Reply.of(206)
                .addHeader("Content-Range", "bytes 0-102399/102405")
                .addHeader("ETag", "\"E\"")
                .body(Arrays.copyOf(BYTES, PART + more)));
        IOException e = assertFails();
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    @Test
    void rejectsTheWholeObjectInPlaceOfAPart() {
        server.enqueue(head());
        server.enqueue(whole());
        assertTrue(assertFails().getMessage().contains("the response is 200 with the whole object"));
    }

    @Test
    void rejectsAnotherPart() {
        server.enqueue(head());
        server.enqueue(part(5, PART + 5));
        assertTrue(assertFails().getMessage().contains("the response is 206 with bytes 5-"));
    }

    /** A proxy may ignore If-Match. */
    @Test
    void rejectsAPartOfAnotherObject() {
        server.enqueue(head());
        server.enqueue(part(0, PART).setHeader("ETag", "\"OTHER\""));
        assertTrue(assertFails().getMessage().contains("another object than HeadObject found: ETag OTHER"));
        server.enqueue(head());
        server.enqueue(part(0, PART).setHeader("Content-Range", "bytes 0-102399/1750000"));
        assertTrue(assertFails().getMessage().contains("of 1750000 bytes, not E of 102405"));
    }

    @Test
    void rejectsAnObjectWithoutEtagAndVersion() {
        server.enqueue(head().removeHeader("ETag").removeHeader("x-oss-version-id"));
        assertTrue(assertFails().getMessage().contains("neither ETag nor version"));
        assertEquals(1, server.requestCount());
    }

    @Test
    void rejectsMoreThanTenThousandParts() {
        server.enqueue(Reply.of(200).addHeader("ETag", "\"E\"").toHead(9_999_999_999L));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> bucket.download("k", folder.resolve("file"), SEQUENTIAL));
        assertTrue(e.getMessage().contains("part size must be at least 1000000 bytes"), e.getMessage());
        assertEquals(1, server.requestCount());
        assertEquals(0, folder.toFile().list().length);
    }
}
