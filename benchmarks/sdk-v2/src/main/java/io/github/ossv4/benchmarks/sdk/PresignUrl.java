// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.PresignOptions;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import java.time.Instant;

/** A process that presigns one URL with SDK v2. */
final class PresignUrl {
    private PresignUrl() {}

    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        GetObjectRequest request = GetObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("photos/cat.jpg")
                .build();
        try (OSSClient client = Client.create("https://oss-cn-hangzhou.aliyuncs.com")) {
            PresignOptions options = PresignOptions.newBuilder()
                    .expiration(Instant.now().plusSeconds(600))
                    .build();
            System.out.println(client.presign(request, options).url());
        }
    }
}
