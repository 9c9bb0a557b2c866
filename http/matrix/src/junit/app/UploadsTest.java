// SPDX-License-Identifier: Apache-2.0
package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UploadsTest {
    @RegisterExtension
    static final EmulatorExtension OSS =
            EmulatorExtension.builder().client(BucketClient.class, UploadsTest::client).build();

    private static BucketClient client(Emulator emulator) {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()))
                .build();
    }

    @Test
    void uploads(BucketClient bucket) throws Exception {
        Uploads.run(bucket, OSS.callbackUrl());
        assertEquals(1, OSS.callbacks().size());
    }
}
