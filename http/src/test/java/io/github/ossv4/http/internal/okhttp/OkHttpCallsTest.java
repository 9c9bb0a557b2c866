// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class OkHttpCallsTest {
    @Test
    void returnsUrlAsOkHttpParsesIt() {
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
    void extendsReadTimeoutByTheWorkOfTheServer() {
        OkHttpClient client =
                new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(20)).build();
        OkHttpCalls calls = new OkHttpCalls(client, "http://localhost/", false);
        assertEquals(20_000, calls.readMillis(0));
        assertEquals(60_000, calls.readMillis(40_000));
        OkHttpClient unlimited = client.newBuilder().readTimeout(Duration.ZERO).build();
        assertEquals(0, new OkHttpCalls(unlimited, "http://localhost/", false).readMillis(40_000));
    }
}
