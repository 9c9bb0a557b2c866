// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses with status 1xx before the final response. */
class InformationalResponseTest {
    /** OkHttp 4.12 accepts at most one for a request. */
    static Stream<List<String>> informational() {
        return Stream.of(
                        List.of("100 Continue"),
                        List.of("102 Processing"),
                        List.of("103 Early Hints"),
                        List.of("100 Continue", "103 Early Hints"))
                .filter(responses -> responses.size() == 1 || !OkHttp.VERSION.startsWith("4."));
    }

    interface Action {
        void on(BucketClient bucket) throws IOException;
    }

    private static void exchange(List<String> informational, String status, String body, Action action)
            throws IOException {
        try (RawServer server = new RawServer(client -> {
                    boolean hasBody = client.head().contains("Content-Length: 5\r\n");
                    for (String each : informational) {
                        client.respond(each, "x-oss-request-id: early", "ETag: \"early\"", "x-oss-hash-crc64ecma: 7");
                    }
                    client.skip(hasBody ? 5 : 0);
                    client.respond(
                                    status,
                                    "x-oss-request-id: 5C3D",
                                    "x-oss-hash-crc64ecma: " + WireFixture.HELLO_CRC,
                                    "Content-Length: " + body.length())
                            .send(body);
                });
                BucketClient bucket = BucketClient.builder(server.endpoint(), "examplebucket")
                        .retryPolicy(RetryPolicy.NONE)
                        .region("cn-hangzhou")
                        .credentials(WireFixture.CREDENTIALS)
                        .build()) {
            action.on(bucket);
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @MethodSource("informational")
    void putWaitsForTheFinalResponse(List<String> informational) throws Exception {
        exchange(informational, "200 OK", "", bucket -> {
            PutResult result = bucket.put("k", Body.of(WireFixture.HELLO));
            assertTrue(result.isCrcChecked());
            assertEquals("5C3D", result.requestId());
            assertNull(result.etag());
        });
    }

    @ParameterizedTest
    @MethodSource("informational")
    void getWaitsForTheFinalResponse(List<String> informational) throws Exception {
        exchange(informational, "200 OK", "hello", bucket -> {
            try (GetResult result = bucket.get("k")) {
                assertArrayEquals(WireFixture.HELLO, result.bytes());
                assertTrue(result.isCrcChecked());
                assertNull(result.metadata().etag());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("informational")
    void returnsAnErrorAsTheFinalResponse(List<String> informational) throws Exception {
        exchange(informational, "403 Forbidden", "<Error><Code>AccessDenied</Code></Error>", bucket -> {
            ServiceException e =
                    assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(WireFixture.HELLO)));
            assertEquals("AccessDenied", e.code());
            assertEquals("5C3D", e.requestId());
        });
    }

    @ParameterizedTest
    @MethodSource("informational")
    void reportsAFailedCallbackInTheFinalResponse(List<String> informational) throws Exception {
        exchange(informational, "203 Non-Authoritative Information", WireFixture.CALLBACK_FAILED, bucket -> {
            CallbackFailedException e = assertThrows(
                    CallbackFailedException.class,
                    () -> bucket.put("k", Body.of(WireFixture.HELLO), WireFixture.withCallback()));
            assertEquals("Error status : 502.", e.reason());
            assertTrue(e.stored().isCrcChecked());
        });
    }

    @Test
    void failsAfterTwoWithOkHttp4() {
        assumeTrue(OkHttp.VERSION.startsWith("4."));
        assertThrows(
                IOException.class,
                () -> exchange(
                        List.of("100 Continue", "103 Early Hints"),
                        "200 OK",
                        "",
                        bucket -> bucket.put("k", Body.of(WireFixture.HELLO))));
    }
}
