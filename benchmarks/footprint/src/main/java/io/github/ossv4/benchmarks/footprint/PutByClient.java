// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;

/** Uploads a file in one request with a client. */
final class PutByClient {
    private PutByClient() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            System.out.println(
                    bucket.put("large", Body.of(Path.of(arguments[1]))).crc64());
        }
    }
}
