// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;

/** Uploads a file with a client, each time in one request. */
final class PutByClient {
    private PutByClient() {}

    /** Uploads; the arguments are endpoint, file, and the number of times, which is 1 by default. */
    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            int times = arguments.length == 2 ? 1 : Integer.parseInt(arguments[2]);
            for (int i = 1; i < times; i++) {
                bucket.put("large", Body.of(Path.of(arguments[1])));
            }
            System.out.println(
                    bucket.put("large", Body.of(Path.of(arguments[1]))).crc64());
        }
    }
}
