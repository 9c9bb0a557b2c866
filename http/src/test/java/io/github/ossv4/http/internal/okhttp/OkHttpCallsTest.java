// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class OkHttpCallsTest {
    @Test
    void limitsAttemptsBySize() throws IOException {
        assertEquals(Duration.ofMinutes(5).toMillis(), OkHttpCalls.attemptTimeout(60_000, 0, 0));
        assertEquals(Duration.ofMinutes(10).toMillis(), OkHttpCalls.attemptTimeout(120_000, 0, 0));
        assertEquals(0, OkHttpCalls.attemptTimeout(0, 0, 0));
        assertEquals(Duration.ofSeconds(300 + 1000).toMillis(), OkHttpCalls.attemptTimeout(60_000, 1_000_000, 0));
        assertEquals(Duration.ofSeconds(300 + 1000 + 5).toMillis(), OkHttpCalls.attemptTimeout(60_000, 1_000_000, 1));
    }

    @Test
    void returnsUrlAsOkHttpParsesIt() throws IOException {
        for (String bucketUrl :
                List.of("https://bucket.oss-cn-hangzhou.aliyuncs.com/", "http://127.0.0.1:80/bucket/")) {
            OkHttpCalls calls = new OkHttpCalls(new OkHttpClient(), bucketUrl, false);
            String bucketPath = HttpUrl.get(bucketUrl).encodedPath();
            for (String key :
                    List.of("", "k", "a/b", "a//b/", "/a", "~.-_", "%20%2B%2F%E4%B8%AD%25", "a%2F..%2Fb", ".a")) {
                for (String query : List.of("", "acl", "a=b%2Fc&acl", "a=%2B%20")) {
                    assertEquals(
                            HttpUrl.get(bucketUrl + key + (query.isEmpty() ? "" : "?" + query)),
                            calls.url(bucketPath + key, query));
                }
            }
        }
    }

    @Test
    void limitsNoResponseThatIsHeldOpen() throws IOException {
        OkHttpCalls calls = new OkHttpCalls(new OkHttpClient(), "http://localhost/", false);
        Request request = new Request.Builder().url("http://localhost/").build();
        assertEquals(0, calls.newCall(request, true, 0).timeout().timeoutNanos());
        assertTrue(calls.newCall(request, false, 0).timeout().timeoutNanos() > 0);
    }
}
