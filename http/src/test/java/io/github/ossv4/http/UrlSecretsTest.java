// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.testing.UrlMutations;
import io.github.ossv4.sign.Credentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No exception about a URL of the user contains a part of the password in it. */
class UrlSecretsTest {
    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");

    private final Map<String, Consumer<String>> entries = new LinkedHashMap<>();

    private static BucketClient.Builder bucket(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(CREDENTIALS);
    }

    @Test
    void showsNoPasswordOfAUrl() {
        entries.put("endpoint", url -> bucket(url).build());
        entries.put("path style", url -> bucket(url).pathStyle(true).build());
        entries.put("cname", url -> bucket(url).cname(true).build());
        entries.put(
                "presignEndpoint",
                url -> bucket("oss-cn-hangzhou.aliyuncs.com")
                        .presignEndpoint(url)
                        .build());
        entries.put(
                "service",
                url -> ServiceClient.builder(url)
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .build());
        entries.put(
                "interceptor",
                url -> SigningInterceptor.builder(url)
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .build());
        entries.put("callback", url -> Callback.builder(url).formBody("a=b").build());

        UrlMutations.assertNoneIsLeakedBy(entries);
    }
}
