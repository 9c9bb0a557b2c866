// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Responses to AppendObject and CopyObject. */
class AppendAndCopyTest extends WireFixture {

    @Test
    void continuesTheChecksumFromOneAppendToTheNext() throws Exception {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", crc("hello")));
        AppendResult first = bucket.append("log", AppendPosition.START, Body.of(HELLO));
        assertTrue(first.isCrcChecked());
        assertEquals(5, first.next().offset());
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", crc("hello, world")));
        AppendResult second = bucket.append("log", first.next(), Body.of(", world".getBytes(UTF_8)));
        assertTrue(second.isCrcChecked());
        assertEquals(
                AppendPosition.of(12, Crc64.parse(crc("hello, world"))).toString(),
                second.next().toString());
    }

    @Test
    void reportsNoCheckIfTheEarlierBytesAreUnknown() throws Exception {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", crc("oh, hello")));
        AppendResult result = bucket.append("log", AppendPosition.of(4), Body.of(HELLO));
        assertFalse(result.isCrcChecked());
        assertEquals(Crc64.parse(crc("oh, hello")), result.next().crc64(), "known for the next append");
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma"));
        AppendResult unknown = bucket.append("log", AppendPosition.of(4), Body.of(HELLO));
        assertFalse(unknown.isCrcChecked());
        assertNull(unknown.next().crc64());
    }

    @Test
    void failsOnAChecksumMismatchOfAnAppend() {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", crc("hellp")));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> bucket.append("log", AppendPosition.START, Body.of(HELLO)));
        assertEquals(Crc64.compute(HELLO), e.localCrc64());
        assertEquals(Crc64.parse(crc("hellp")), e.remoteCrc64());
    }

    @Test
    void failsOnAnUnexpectedNextPositionWithoutChecksum() {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma").addHeader("x-oss-next-append-position", "8"));
        IOException e =
                assertThrows(IOException.class, () -> bucket.append("log", AppendPosition.of(4), Body.of(HELLO)));
        assertTrue(e.getMessage().contains("the next append position should be 9, OSS returned 8"), e.getMessage());
        assertTrue(e.getMessage().contains("5C3D"), e.getMessage());
    }

    @Test
    void returnsTheRightPositionInTheExceptionOfAWrongOne() {
        server.enqueue(response(409)
                .addHeader("x-oss-next-append-position", "12")
                .body("<Error><Code>PositionNotEqualToLength</Code></Error>"));
        ServiceException e =
                assertThrows(ServiceException.class, () -> bucket.append("log", AppendPosition.START, Body.of(HELLO)));
        assertEquals("PositionNotEqualToLength", e.code());
        assertEquals("12", e.header("X-Oss-Next-Append-Position"));
        assertNull(e.header("Retry-After"));
    }

    @Test
    void doesNotRetryAnAppend() throws Exception {
        server.enqueue(response(503).addHeader("Retry-After", "0"));
        for (int i = 0; i < 10; i++) {
            // More than are needed: a request too many must not wait.
            server.enqueue(response(404));
        }
        assertThrows(ServiceException.class, () -> bucket.append("log", AppendPosition.START, Body.of(HELLO)));
        List<String> methods = new ArrayList<>();
        while (methods.size() < server.requestCount()) {
            methods.add(server.take().requestLine().split(" ")[0]);
        }
        assertEquals(List.of("POST", "HEAD"), methods);
    }

    private static String crc(String text) {
        return Crc64.toString(Crc64.compute(text.getBytes(UTF_8)));
    }

    @Test
    void returnsTheResultOfACopy() throws Exception {
        server.enqueue(response(200)
                .addHeader("x-oss-version-id", "v2")
                .addHeader("x-oss-copy-source-version-id", "v1")
                .body("<CopyObjectResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\"><ETag>\"E7\"</ETag>"
                        + "<LastModified>2023-12-16T16:20:57.000Z</LastModified></CopyObjectResult>"));
        CopyResult result = bucket.copy(CopySource.of("s").version("v1"), "hello.txt");
        assertEquals("E7", result.etag());
        assertEquals(NOW, result.lastModified());
        assertEquals("v2", result.versionId());
        assertEquals("v1", result.sourceVersionId());
        assertEquals(Crc64.compute(HELLO), result.crc64());
    }

    @Test
    void failsACopyWhoseResponseHasNoResult() {
        server.enqueue(response(200));
        assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("s"), "hello.txt"));
        server.enqueue(response(200).body("<Error><Code>InternalError</Code></Error>"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("s"), "hello.txt"));
        assertEquals("InternalError", e.code());
    }

    @Test
    void sendsDirectivesToReplaceMetadataAndTags() throws Exception {
        server.enqueue(response(200).body("<CopyObjectResult><ETag>\"E\"</ETag></CopyObjectResult>"));
        bucket.copy(
                CopySource.of("a"),
                "b",
                CopyOptions.builder().replaceMetadata(true).replaceTags(true).build());
        Received request = server.take();
        assertEquals("REPLACE", request.header("x-oss-metadata-directive"));
        assertEquals("Replace", request.header("x-oss-tagging-directive"));
        assertNull(request.header("x-oss-tagging"));
    }
}
