// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectResult;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transport.BinaryData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Java SDK v2 and an emulator in a container, which {@code .github/checks/image} starts. */
@EnabledIfSystemProperty(named = "clients.endpoint", matches = "http.*")
class SdkV2ContainerTest {
    @SuppressWarnings("try") // The results' close() throws Exception.
    @Test
    void storesAndReturnsAnObject() throws Exception {
        byte[] content = new byte[300_000];
        try (OSSClient client = OSSClient.newBuilder()
                .endpoint(System.getProperty("clients.endpoint"))
                .region("cn-hangzhou")
                .credentialsProvider(new StaticCredentialsProvider("id", "secret"))
                .usePathStyle(true)
                .build()) {
            client.putObject(PutObjectRequest.newBuilder()
                    .bucket("examplebucket")
                    .key("a b/鍵.txt")
                    .body(BinaryData.fromBytes(content))
                    .build());
            try (GetObjectResult object = client.getObject(GetObjectRequest.newBuilder()
                    .bucket("examplebucket")
                    .key("a b/鍵.txt")
                    .build())) {
                assertArrayEquals(content, object.body().readAllBytes());
                assertEquals(content.length, object.contentLength());
            }
        }
    }
}
