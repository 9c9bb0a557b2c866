// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;

/** A client that retries immediately, and a record of its events. */
abstract class RetryFixture extends WireFixture {
    static final String ERROR = "<Error><Code>%s</Code><Message>m</Message><RequestId>5C3D</RequestId>%s</Error>";

    final List<String> events = new ArrayList<>();

    @Override
    public BucketClient.Builder client() {
        // A missing response fails the test soon.
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .readTimeout(Duration.ofSeconds(30))
                .build();
        return super.client()
                .okHttpClient(client)
                .retryPolicy(IMMEDIATE_RETRIES)
                .listener(CallListener.log(line -> {
                    synchronized (events) {
                        events.add(line.replaceAll("after \\d+ ms", "after a while"));
                    }
                }));
    }

    static Reply error(int status, String code) {
        return response(status).body(ERROR.formatted(code, ""));
    }

    void assertRequests(int times) {
        assertEquals(times, server.requestCount(), () -> String.join("\n", events));
    }

    PutResult put(CallStyle style, Body body, PutOptions options) throws IOException {
        return style == CallStyle.BLOCKING
                ? bucket.put("k", body, options)
                : CallStyle.await(bucket.async().put("k", body, options));
    }
}
