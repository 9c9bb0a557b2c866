// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;

/** Presigns one URL with a client. */
final class PresignByClient {
    private PresignByClient() {}

    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            System.out.println(
                    bucket.presignGet("photos/cat.jpg", Duration.ofMinutes(10)).url());
        }
    }
}
