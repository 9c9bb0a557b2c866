// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
    private static final HttpUrl HOME = HttpUrl.get("https://oss.example.com:8443/");

    /** Returns the names of the headers that are sent to a URL. */
    private static Set<String> leaving(String url) throws IOException {
        AtomicReference<Headers> sent = new AtomicReference<>();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(new HostGuard(HOME))
                .addInterceptor(chain -> {
                    sent.set(chain.request().headers());
                    return new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create("", null))
                            .build();
                })
                .build();
        Request request = new Request.Builder()
                .url(url)
                .header("Authorization", "secret")
                .header("X-Oss-Security-Token", "secret")
                .header("x-oss-date", "20261125T120000Z")
                .header("Accept", "*/*")
                .build();
        client.newCall(request).execute().close();
        return sent.get().names();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://oss.example.com:8443/", "https://OSS.example.com:8443/k?acl"})
    void keepsHeadersForTheEndpoint(String url) throws IOException {
        assertEquals(Set.of("Accept", "Authorization", "X-Oss-Security-Token", "x-oss-date"), leaving(url));
    }

    /** The last URL differs only in the scheme: over http the headers could be intercepted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example.com:8443/",
                "https://oss.example.com.evil.example:8443/",
                "https://oss.example.com/",
                "http://oss.example.com:8443/",
            })
    void removesHeadersForAnyOtherUrl(String url) throws IOException {
        assertEquals(Set.of("Accept"), leaving(url));
    }
}
