// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.VerifyResult.Outcome;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest extends WireFixture {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    private static Reply head(int length) {
        return response(200).body("x".repeat(length));
    }

    @Test
    void reportsEqualBytes() throws Exception {
        server.enqueue(head(5));
        VerifyResult result = bucket.verify("k", file("hello"));
        assertEquals(Outcome.SAME, result.outcome());
        assertTrue(result.isSame());
        assertEquals(result.metadata().crc64(), result.fileCrc64());
        assertEquals("HEAD /examplebucket/k HTTP/1.1", server.take().requestLine());
    }

    @Test
    void reportsAnotherCrc64() throws Exception {
        server.enqueue(head(5));
        VerifyResult result = bucket.verify("k", file("hallo"));
        assertEquals(Outcome.OTHER_CRC64, result.outcome());
        assertFalse(result.isSame());
    }

    @Test
    void reportsAnotherLength() throws Exception {
        server.enqueue(head(5));
        VerifyResult result = bucket.verify("k", file("hello!"));
        assertEquals(Outcome.OTHER_LENGTH, result.outcome());
        assertEquals(6, result.fileSize());
        assertEquals(5, result.metadata().size());
        assertNull(result.fileCrc64());
    }

    @Test
    void reportsUnknownWithoutChecksum() throws Exception {
        server.enqueue(head(5).removeHeader("x-oss-hash-crc64ecma"));
        assertEquals(Outcome.UNKNOWN, bucket.verify("k", file("hello")).outcome());
    }

    @Test
    void verifiesAVersion() throws Exception {
        server.enqueue(head(5));
        bucket.verify("k", file("hello"), GetOptions.builder().versionId("v1").build());
        assertEquals(
                "HEAD /examplebucket/k?versionId=v1 HTTP/1.1", server.take().requestLine());
    }

    @Test
    void sendsNoRequestForAMissingFile() {
        assertThrows(NoSuchFileException.class, () -> bucket.verify("k", folder.resolve("missing")));
        assertEquals(0, server.requestCount());
    }

    @Test
    void failsIfTheObjectDoesNotExist() {
        server.enqueue(Reply.of(404));
        assertThrows(ServiceException.class, () -> bucket.verify("k", file("hello")));
    }

    @Test
    void verifiesAsynchronously() throws Exception {
        server.enqueue(response(200).toHead(5));
        assertTrue(bucket.async()
                .verify("k", file("hello"), GetOptions.NONE)
                .get(1, TimeUnit.MINUTES)
                .isSame());
        server.enqueue(Reply.of(404));
        ExecutionException e = assertThrows(
                ExecutionException.class,
                () -> bucket.async().verify("k", file("hello"), GetOptions.NONE).get(1, TimeUnit.MINUTES));
        assertEquals(404, ((ServiceException) e.getCause()).status());
    }
}
