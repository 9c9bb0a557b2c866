// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp would fail a call if {@code Retry-After} exceeds an int, which is shortened, and would repeat a request after
 * a 503 with 0, which is removed.
 */
final class RetryAfterLimit implements Interceptor {
    private static final String RETRY_AFTER = "Retry-After";
    private static final Pattern ZERO = Pattern.compile("0+");
    private static final int MAX_DIGITS = 9;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header(RETRY_AFTER);
        if (value != null && ZERO.matcher(value).matches()) {
            return response.newBuilder().removeHeader(RETRY_AFTER).build();
        }
        return isTooLong(value)
                ? response.newBuilder()
                        .header(RETRY_AFTER, Integer.toString(Integer.MAX_VALUE))
                        .build()
                : response;
    }

    private static boolean isTooLong(@Nullable String value) {
        return value != null && value.length() > MAX_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
