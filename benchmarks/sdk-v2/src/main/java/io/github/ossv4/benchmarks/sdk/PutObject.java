// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import java.nio.file.Path;

/** A process that puts a file in one request by SDK v2. */
final class PutObject {
    private PutObject() {}

    /** Endpoint and file. */
    @SuppressWarnings("try") // Its close() is declared to throw whatever.
    public static void main(String[] arguments) throws Exception {
        PutObjectRequest request = PutObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("large")
                .build();
        try (OSSClient client = Client.of(arguments[0])) {
            client.putObjectFromFile(request, Path.of(arguments[1]));
        }
    }
}
