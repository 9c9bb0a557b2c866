// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;

/** SDK v1 with default options, except for the signature V4, which is V1 by default. */
final class Client {
    private Client() {}

    static OSS create(String endpoint) {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setSignatureVersion(SignVersion.V4);
        return OSSClientBuilder.create()
                .endpoint(endpoint)
                .region("cn-hangzhou")
                .credentialsProvider(new DefaultCredentialProvider("id", "secret"))
                .clientConfiguration(configuration)
                .build();
    }
}
