// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;

/** Our client with default options. */
final class Ossv4 {
    private Ossv4() {}

    static BucketClient client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
    }

    static void requireChecked(boolean checked) {
        if (!checked) {
            throw new IllegalStateException("CRC64 was not checked");
        }
    }
}
