// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Shortens a {@code Retry-After} that is larger than an int: OkHttp parses that of 408 and 503 itself, and would fail
 * the call.
 */
final class RetryAfterLimit implements Interceptor {
    private static final String RETRY_AFTER = "Retry-After";
    private static final int MAX_DIGITS = 9;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return isTooLong(response.header(RETRY_AFTER))
                ? response.newBuilder()
                        .header(RETRY_AFTER, Integer.toString(Integer.MAX_VALUE))
                        .build()
                : response;
    }

    private static boolean isTooLong(@Nullable String value) {
        return value != null && value.length() > MAX_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
