// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses of a proxy or captive portal in place of OSS. */
class NotFromOssTest extends WireFixture {
    private static final String LOGIN = "<html>Please log in</html>";

    @TempDir
    private static Path folder;

    interface Call {
        Object on(BucketClient bucket, Path file) throws Exception;
    }

    static List<Named<Call>> calls() {
        Map<String, Call> calls = new TreeMap<>();
        MultipartOptions none = MultipartOptions.NONE;
        List<UploadedPart> parts = List.of(UploadedPart.of(1, "E", 5, Crc64.compute(HELLO)));
        calls.put("put", (bucket, file) -> bucket.put("k", Body.of(HELLO)));
        calls.put("put with callback", (bucket, file) -> bucket.put("k", Body.of(HELLO), withCallback()));
        calls.put("upload of a file", (bucket, file) -> bucket.upload("k", file));
        calls.put(
                "upload of a stream",
                (bucket, file) -> bucket.upload("k", new ByteArrayInputStream(HELLO), UploadOptions.NONE));
        calls.put("append", (bucket, file) -> bucket.append("k", AppendPosition.START, Body.of(HELLO)));
        calls.put("copy", (bucket, file) -> bucket.copy(CopySource.of("s"), "k"));
        calls.put("delete", (bucket, file) -> bucket.delete("k"));
        calls.put("head", (bucket, file) -> bucket.head("k"));
        calls.put("get", (bucket, file) -> bucket.get("k"));
        calls.put("get to file", (bucket, file) -> bucket.download("k", file));
        calls.put("download", (bucket, file) -> bucket.download("k", file));
        calls.put("verify", (bucket, file) -> bucket.verify("k", file));
        calls.put("initiate", (bucket, file) -> bucket.initiateMultipartUpload("k", none));
        calls.put("part", (bucket, file) -> bucket.multipartUpload("k", "U").uploadPart(1, Body.of(HELLO)));
        calls.put("complete", (bucket, file) -> bucket.multipartUpload("k", "U").complete(parts));
        calls.put(
                "list parts", (bucket, file) -> bucket.multipartUpload("k", "U").listParts());
        calls.put("abort", (bucket, file) -> {
            bucket.multipartUpload("k", "U").abort();
            return "aborted";
        });
        calls.put("list uploads", (bucket, file) -> {
            try {
                return bucket.listMultipartUploads("").iterator().next();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
        calls.put(
                "any other call",
                (bucket, file) ->
                        bucket.call(BucketRequest.builder("DELETE").key("k").build()));
        return calls.entrySet().stream()
                .map(call -> Named.of(call.getKey(), call.getValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void failsEveryCall(Call call) throws Exception {
        Path file = Files.write(folder.resolve("file"), "old content".getBytes(UTF_8));
        // Some calls query the object or the upload before they fail.
        for (int i = 0; i < 4; i++) {
            server.enqueue(
                    Reply.fromProxy(200).addHeader("Content-Type", "text/html").body(LOGIN));
        }
        IOException e = assertThrows(IOException.class, () -> call.on(bucket, file));
        assertTrue(
                e.getMessage()
                        .contains("the response is not from OSS (no x-oss-request-id): a proxy or captive portal"),
                e.getMessage());
        assertTrue(e.getMessage().contains("200 text/html"), e.getMessage());
        assertEquals("old content", Files.readString(file));
        assertEquals(1, folder.toFile().list().length);
    }

    @Test
    void failsWithoutEtagAndCrc64() {
        assertNoObject(Reply.of(200).body(LOGIN), () -> bucket.put("k", Body.of(HELLO)));
        assertNoObject(Reply.of(200).body(LOGIN), () -> bucket.get("k"));
        assertNoObject(Reply.of(200).toHead(5), () -> bucket.head("k"));
        // These query the object afterwards.
        server.enqueue(Reply.of(200).body(LOGIN));
        assertNoObject(Reply.of(200).toHead(5), () -> bucket.put("k", Body.of(HELLO), withCallback()));
        server.enqueue(Reply.of(200).body(LOGIN));
        assertNoObject(Reply.of(200).toHead(5), () -> bucket.append("k", AppendPosition.START, Body.of(HELLO)));
        assertEquals(7, server.requestCount());
    }

    private void assertNoObject(Reply reply, Executable call) {
        server.enqueue(reply);
        IOException e = assertThrows(IOException.class, call);
        assertTrue(e.getMessage().contains("no ETag and no x-oss-hash-crc64ecma"), e.getMessage());
    }

    @Test
    void failsOnARedirect() {
        server.enqueue(Reply.fromProxy(302).addHeader("Location", "http://login.example.com/"));
        assertEquals(
                "HeadObject k" + where()
                        + ": the response is not from OSS (no x-oss-request-id): a proxy or captive portal"
                        + " returned 302; the redirect is not followed; check the endpoint",
                assertThrows(NotFromOssException.class, () -> bucket.head("k")).getMessage());
    }

    @Test
    void doesNotRetry() {
        server.enqueue(Reply.fromProxy(200).body(LOGIN));
        try (BucketClient retrying = client().retryPolicy(RetryPolicy.STANDARD)
                .credentials(CREDENTIALS)
                .build()) {
            assertThrows(NotFromOssException.class, () -> retrying.put("k", Body.of(HELLO)));
        }
        assertEquals(1, server.requestCount());
    }
}
