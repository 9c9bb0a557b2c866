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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of a download in parts, and invalid responses to them. */
class DownloadOnTheWireTest extends WireFixture {
    private static final int PART = 100 * 1024;
    private static final byte[] BYTES = TestFiles.randomBytes(1, PART + 5);
    private static final DownloadOptions SEQUENTIAL =
            DownloadOptions.builder().partSize(PART).parallel(1).build();

    @TempDir
    private Path folder;

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
                .addHeader("x-oss-version-id", "v1")
                .addHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(BYTES)))
                .body(Arrays.copyOfRange(BYTES, from, to));
    }

    @Test
    void sendsEveryOption() throws Exception {
        server.enqueue(part(0, PART));
        server.enqueue(part(PART, BYTES.length));
        Path file = folder.resolve("file");
        bucket.download(
                "k",
                file,
                DownloadOptions.builder()
                        .partSize(PART)
                        .parallel(1)
                        .versionId("v1")
                        .conditions(Conditions.match("E"))
                        .conditions(Conditions.noneMatch("F"))
                        .conditions(Conditions.modifiedSince(OptionsOnTheWireTest.INSTANT))
                        .conditions(Conditions.unmodifiedSince(OptionsOnTheWireTest.INSTANT.plusSeconds(1)))
                        .trafficLimit(819_200)
                        .build());
        assertArrayEquals(BYTES, Files.readAllBytes(file));
        Received first = server.take();
        assertPart("bytes=0-102399", first);
        assertEquals("\"F\"", first.header("if-none-match"));
        assertEquals("Thu, 05 Nov 2026 06:07:08 GMT", first.header("if-modified-since"));
        assertEquals("Thu, 05 Nov 2026 06:07:09 GMT", first.header("if-unmodified-since"));
        Received second = server.take();
        assertPart("bytes=102400-102404", second);
        assertNull(second.header("if-none-match"));
        assertNull(second.header("if-modified-since"));
        assertNull(second.header("if-unmodified-since"));
    }

    private static void assertPart(String range, Received part) {
        assertEquals("GET /examplebucket/k?versionId=v1 HTTP/1.1", part.requestLine());
        assertEquals(range, part.header("range"));
        assertEquals("standard", part.header("x-oss-range-behavior"));
        assertEquals("\"E\"", part.header("if-match"));
        assertEquals("819200", part.header("x-oss-traffic-limit"));
    }

    @Test
    void fetchesTheVersionOfTheFirstPart() throws Exception {
        server.enqueue(part(0, PART));
        server.enqueue(part(PART, BYTES.length));
        bucket.download("k", folder.resolve("file"), SEQUENTIAL);
        assertEquals("GET /examplebucket/k HTTP/1.1", server.take().requestLine());
        Received second = server.take();
        assertEquals("GET /examplebucket/k?versionId=v1 HTTP/1.1", second.requestLine());
        assertEquals("\"E\"", second.header("if-match"));
    }

    /** A server may ignore a range, which has all bytes here. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void savesAnObjectOfOnePartByOneRequest(boolean ranged) throws Exception {
        server.enqueue(ranged ? part(0, BYTES.length) : whole());
        Path file = folder.resolve("file");
        Path checkpoint = folder.resolve("checkpoint");
        SavedObject saved = bucket.download(
                "k", file, DownloadOptions.builder().checkpoint(checkpoint).build());
        assertTrue(saved.isCrcChecked());
        assertArrayEquals(BYTES, Files.readAllBytes(file));
        assertEquals("bytes=0-6291455", server.take().header("range"));
        assertEquals(1, server.requestCount());
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    /** OSS enlarges the parts of an object that has more than ten thousand of the usual size. */
    @Test
    void requestsTheFirstPartAgainIfItsSizeIsLarger() throws Exception {
        server.enqueue(part(0, PART)
                .setHeader("Content-Range", "bytes 0-6291455/70000000000")
                .body(new byte[6 * 1024 * 1024]));
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        DownloadOptions sequential = DownloadOptions.builder().parallel(1).build();
        assertThrows(IOException.class, () -> bucket.download("k", folder.resolve("file"), sequential));
        assertEquals("bytes=0-6291455", server.take().header("range"));
        assertEquals("bytes=0-12582911", server.take().header("range"));
        assertEquals(List.of(), TestFiles.names(folder));
    }

    /** A gateway may drop the error document of the range that an empty object does not have. */
    @Test
    void savesAnEmptyObjectIfTheRefusalHasNoDocument() throws Exception {
        server.enqueue(Reply.of(416));
        server.enqueue(Reply.of(200).addHeader("ETag", "\"E\""));
        Path file = folder.resolve("file");
        bucket.download("k", file);
        assertEquals(0, Files.size(file));
        assertEquals("bytes=0-6291455", server.take().header("range"));
        assertNull(server.take().header("range"));
        assertEquals(2, server.requestCount());
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
        server.enqueue(part(0, PART).body(Arrays.copyOf(BYTES, PART + more)));
        IOException e = assertFails();
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    @Test
    void rejectsTheWholeObjectInPlaceOfAPart() {
        server.enqueue(whole());
        assertTrue(assertFails().getMessage().contains("the response is 200 with the whole object"));
    }

    @Test
    void rejectsAnotherPart() {
        server.enqueue(part(5, PART + 5));
        assertTrue(assertFails().getMessage().contains("the response is 206 with bytes 5-"));
    }

    /** A proxy may ignore If-Match. */
    @Test
    void rejectsAPartOfAnotherObject() {
        server.enqueue(part(0, PART));
        server.enqueue(part(PART, BYTES.length).setHeader("ETag", "\"OTHER\""));
        String etag = assertFails().getMessage();
        assertTrue(etag.contains("the object changed during the download: the response has the ETag OTHER"), etag);
        server.enqueue(part(0, PART));
        server.enqueue(part(PART, BYTES.length)
                .setHeader("Content-Range", "bytes 102400-204799/1750000")
                .body(new byte[PART]));
        String range = assertFails().getMessage();
        assertTrue(range.contains("requested bytes=102400-102404"), range);
    }

    /** A retry of the first part has no If-Match of its own. */
    @Test
    void rejectsARetryOfAnotherObject() throws Exception {
        server.enqueue(part(0, PART).cut(Reply.Cut.IN_BODY));
        server.enqueue(part(0, PART).setHeader("ETag", "\"OTHER\""));
        try (BucketClient retrying =
                client().credentials(CREDENTIALS).retryPolicy(IMMEDIATE_RETRIES).build()) {
            IOException e =
                    assertThrows(IOException.class, () -> retrying.download("k", folder.resolve("file"), SEQUENTIAL));
            assertTrue(e.getMessage().contains("the object changed during the download"), e::getMessage);
        }
        assertEquals(List.of(), TestFiles.names(folder));
    }

    @Test
    void rejectsAnObjectWithoutEtagAndVersion() {
        server.enqueue(part(0, PART).removeHeader("ETag").removeHeader("x-oss-version-id"));
        assertTrue(assertFails().getMessage().contains("neither ETag nor version"));
        assertEquals(1, server.requestCount());
    }

    @Test
    void rejectsMoreThanTenThousandParts() {
        server.enqueue(part(0, PART).setHeader("Content-Range", "bytes 0-102399/9999999999"));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> bucket.download("k", folder.resolve("file"), SEQUENTIAL));
        assertTrue(e.getMessage().contains("part size must be at least 1000000 bytes"), e.getMessage());
        assertEquals(1, server.requestCount());
        assertEquals(0, folder.toFile().list().length);
    }
}
