// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import io.github.ossv4.emulator.Emulator;
import java.io.ByteArrayInputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** Java SDK v1 and the emulator over https. */
class SdkV1HttpsTest {
    private static final byte[] CONTENT = new byte[300_000];

    private static OSS client(Emulator emulator, Emulator trusted) {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setSignatureVersion(SignVersion.V4);
        configuration.setX509TrustManagers(
                new X509TrustManager[] {trusted.https().trustManager()});
        configuration.setMaxErrorRetry(0);
        return OSSClientBuilder.create()
                .endpoint(emulator.https().url())
                .region(emulator.region())
                .credentialsProvider(new DefaultCredentialProvider(emulator.accessKeyId(), emulator.accessKeySecret()))
                .clientConfiguration(configuration)
                .build();
    }

    @Test
    void storesAndReturnsAnObject() throws Exception {
        try (Emulator emulator = Emulator.builder().https().start();
                Emulator other = Emulator.builder().https().start()) {
            OSS oss = client(emulator, emulator);
            oss.putObject(emulator.bucket(), "a b", new ByteArrayInputStream(CONTENT));
            assertArrayEquals(
                    CONTENT,
                    oss.getObject(emulator.bucket(), "a b").getObjectContent().readAllBytes());
            oss.shutdown();

            OSS refused = client(emulator, other);
            ClientException e = assertThrows(
                    ClientException.class,
                    () -> refused.putObject(emulator.bucket(), "a", new ByteArrayInputStream(CONTENT)));
            assertInstanceOf(SSLException.class, e.getCause());
            refused.shutdown();
        }
    }
}
