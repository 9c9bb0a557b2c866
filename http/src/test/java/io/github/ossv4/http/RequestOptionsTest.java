// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that do not change the object: the headers that are sent, and those that the emulator accepts. */
class RequestOptionsTest extends EmulatorFixture {
    private static final Body BODY = Body.of(HELLO);
    private static final String LIMIT = "x-oss-traffic-limit";
    private static final String PAYER = "x-oss-request-payer";

    private final List<Headers> sent = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        bucket.put("k", BODY);
        OkHttpClient listening = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    sent.add(chain.request().headers());
                    return chain.proceed(chain.request());
                })
                .build();
        bucket.close();
        bucket = client().okHttpClient(listening).requesterPays(true).build();
    }

    interface Call {
        void on(BucketClient bucket) throws IOException;
    }

    private static Arguments call(String name, Call call) {
        return Arguments.of(name, call);
    }

    private static void get(BucketClient bucket, GetOptions.Builder options) throws IOException {
        try (GetResult result = bucket.get("k", options.build())) {
            assertEquals("hello", new String(result.bytes(), UTF_8));
        }
    }

    static Stream<Arguments> limited() {
        return Stream.of(245_760L, 838_860_800L)
                .flatMap(limit -> Stream.of(
                        Arguments.of("put", limit, (Call) bucket -> bucket.put(
                                "k",
                                BODY,
                                PutOptions.builder().trafficLimit(limit).build())),
                        Arguments.of("get", limit, (Call)
                                bucket -> get(bucket, GetOptions.builder().trafficLimit(limit))),
                        Arguments.of("append", limit, (Call) bucket -> bucket.append(
                                "log",
                                AppendPosition.START,
                                BODY,
                                PutOptions.builder().trafficLimit(limit).build()))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("limited")
    void sendsATrafficLimit(String name, long limit, Call call) throws Exception {
        call.on(bucket);
        assertEquals(1, sent.size());
        assertEquals(Long.toString(limit), sent.get(0).get(LIMIT));
    }

    /** The builders have the same limits as the server. */
    @ParameterizedTest
    @ValueSource(longs = {245_759, 838_860_801, 0, -1})
    void rejectsTrafficLimitsOutOfRange(long bitsPerSecond) throws Exception {
        List<LongConsumer> builders = List.of(
                PutOptions.builder()::trafficLimit,
                GetOptions.builder()::trafficLimit,
                PutOptions.builder()::trafficLimit);
        for (LongConsumer builder : builders) {
            String message = assertThrows(IllegalArgumentException.class, () -> builder.accept(bitsPerSecond))
                    .getMessage();
            assertTrue(message.endsWith(" was " + bitsPerSecond), message);
        }
        ServiceException e = assertRejected(BucketRequest.builder("GET").header(LIMIT, "" + bitsPerSecond));
        assertEquals("0004-00000502", e.ec());
        assertEquals(LIMIT, e.details().get("ArgumentName"));
    }

    static Stream<Arguments> paid() {
        return Stream.of(
                call("put", bucket -> bucket.put("k", BODY)),
                call("get", bucket -> get(bucket, GetOptions.builder())),
                call("head", bucket -> bucket.head("k")),
                call("copy", bucket -> bucket.copy(CopySource.of("k"), "copy")),
                call("append", bucket -> bucket.append("log", AppendPosition.START, BODY)),
                call("delete", bucket -> bucket.delete("k")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paid")
    void sendsRequesterPays(String name, Call call) throws Exception {
        call.on(bucket);
        assertEquals(1, sent.size());
        assertEquals("requester", sent.get(0).get(PAYER));
    }

    /** Options that the operation does not have are not left out. */
    @Test
    void rejectsOptionsOfOtherOperations() {
        for (PutOptions options : List.of(
                PutOptions.builder().forbidOverwrite(true).build(),
                PutOptions.builder()
                        .callback(Callback.builder("https://app.example.com")
                                .formBody("a=b")
                                .build())
                        .build())) {
            assertThrows(
                    IllegalArgumentException.class, () -> bucket.append("log", AppendPosition.START, BODY, options));
        }
        for (GetOptions options : List.of(
                GetOptions.builder().range(0, 1).build(),
                GetOptions.builder().process("p").build(),
                GetOptions.builder().trafficLimit(819_200).build(),
                GetOptions.builder().progress(progress -> {}).build())) {
            assertThrows(IllegalArgumentException.class, () -> bucket.head("k", options));
            assertThrows(IllegalArgumentException.class, () -> bucket.exists("k", options));
        }
        assertEquals(List.of(), sent);
    }

    @Test
    void rejectsAnotherPayer() throws Exception {
        ServiceException e = assertRejected(BucketRequest.builder("GET").header(PAYER, "owner"));
        assertEquals(PAYER, e.details().get("ArgumentName"));
    }

    /** Sends a header that the builders of options reject. */
    private ServiceException assertRejected(BucketRequest.Builder request) {
        ServiceException e = assertThrows(
                ServiceException.class, () -> bucket.call(request.key("k").build()));
        assertEquals(400, e.status());
        assertEquals("InvalidArgument", e.code());
        return e;
    }
}
