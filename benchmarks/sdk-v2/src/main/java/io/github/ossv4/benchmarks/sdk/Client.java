// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;

/** SDK v2 with default options. */
final class Client {
    private Client() {}

    static OSSClient create(String endpoint) {
        return OSSClient.newBuilder()
                .endpoint(endpoint)
                .region("cn-hangzhou")
                .credentialsProvider(new StaticCredentialsProvider("id", "secret"))
                .usePathStyle(true)
                .build();
    }
}
