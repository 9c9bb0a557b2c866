// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import java.nio.file.Path;

/** A process that downloads the uploaded object in one request with SDK v2. */
final class GetObject {
    private GetObject() {}

    /** Downloads; the arguments are endpoint and file. */
    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        GetObjectRequest request = GetObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("large")
                .build();
        try (OSSClient client = Client.create(arguments[0])) {
            client.getObjectToFile(request, Path.of(arguments[1]));
        }
    }
}
