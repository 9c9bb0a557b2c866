// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectResult;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transport.BinaryData;
import com.aliyun.sdk.service.oss2.transport.HttpClientOptions;
import com.aliyun.sdk.service.oss2.transport.apache5client.Apache5HttpClientBuilder;
import io.github.ossv4.emulator.Emulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** Java SDK v2 and the emulator over https. */
class SdkV2HttpsTest {
    private static final byte[] CONTENT = new byte[300_000];

    private static OSSClient client(Emulator emulator, Emulator trusted) {
        return OSSClient.newBuilder()
                .endpoint(emulator.https().url())
                .region(emulator.region())
                .usePathStyle(true)
                .retryMaxAttempts(1)
                .credentialsProvider(new StaticCredentialsProvider(emulator.accessKeyId(), emulator.accessKeySecret()))
                .httpClient(Apache5HttpClientBuilder.create()
                        .options(HttpClientOptions.custom().build())
                        .x509TrustManagers(
                                new X509TrustManager[] {trusted.https().trustManager()})
                        .build())
                .build();
    }

    private static PutObjectRequest put(Emulator emulator) {
        return PutObjectRequest.newBuilder()
                .bucket(emulator.bucket())
                .key("a b")
                .body(BinaryData.fromBytes(CONTENT))
                .build();
    }

    @SuppressWarnings("try") // The results' close() throws Exception.
    @Test
    void storesAndReturnsAnObject() throws Exception {
        try (Emulator emulator = Emulator.builder().https().start();
                Emulator other = Emulator.builder().https().start();
                OSSClient oss = client(emulator, emulator);
                OSSClient refused = client(emulator, other)) {
            oss.putObject(put(emulator));
            try (GetObjectResult object = oss.getObject(GetObjectRequest.newBuilder()
                    .bucket(emulator.bucket())
                    .key("a b")
                    .build())) {
                assertArrayEquals(CONTENT, object.body().readAllBytes());
            }

            Exception e = assertThrows(Exception.class, () -> refused.putObject(put(emulator)));
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertTrue(trace.toString().contains("SSLHandshakeException"), trace::toString);
        }
    }
}
