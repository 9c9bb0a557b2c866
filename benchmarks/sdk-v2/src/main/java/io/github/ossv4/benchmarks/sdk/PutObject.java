// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import java.nio.file.Path;

/** A process that uploads a file in one request with SDK v2. */
final class PutObject {
    private PutObject() {}

    /** Uploads; the arguments are endpoint and file. */
    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        PutObjectRequest request = PutObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("large")
                .build();
        try (OSSClient client = Client.create(arguments[0])) {
            client.putObjectFromFile(request, Path.of(arguments[1]));
        }
    }
}
