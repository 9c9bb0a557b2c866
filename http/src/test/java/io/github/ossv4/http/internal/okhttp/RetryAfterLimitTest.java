// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterLimitTest {
    /** Returns the header that the client receives, from a response without a server. */
    private static @Nullable String received(@Nullable String retryAfter) throws IOException {
        Interceptor server = chain -> {
            Response.Builder response = new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(503)
                    .message("Busy")
                    .body(ResponseBody.create("", null));
            return (retryAfter == null ? response : response.header("Retry-After", retryAfter)).build();
        };
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(new RetryAfterLimit())
                .addInterceptor(server)
                .build();
        Request request = new Request.Builder().url("http://a.invalid/").build();
        try (Response response = client.newCall(request).execute()) {
            assertEquals(503, response.code());
            return response.header("Retry-After");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20",
                "999999999",
                "Wed, 25 Nov 2026 12:00:00 GMT",
                "12345678.9",
                "123456789/",
                "123456789:",
                "-1234567890"
            })
    void keepsWhatOkHttpCanParseOrIgnores(String retryAfter) throws Exception {
        assertEquals(retryAfter, received(retryAfter));
    }

    @ParameterizedTest
    @CsvSource({"1000000000, 2147483647", "0000000001, 2147483647", "99999999999999999999, 2147483647"})
    void shortensNumbersThatMayExceedAnInt(String retryAfter, String shortened) throws Exception {
        assertEquals(shortened, received(retryAfter));
    }

    /** OkHttp would repeat the request itself, unseen by listeners and the retry budget. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0000000000"})
    void removesRetryAfterOfZero(String retryAfter) throws Exception {
        assertNull(received(retryAfter));
    }

    @Test
    void addsNoHeader() throws Exception {
        assertNull(received(null));
    }
}
