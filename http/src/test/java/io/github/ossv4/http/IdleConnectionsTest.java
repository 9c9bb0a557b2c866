// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    /** An idle connection once kept a buffer of 32 KB. */
    @Test
    void takeNoMoreMemoryThanThoseOfOkHttp() throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start();
                BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .build()) {
            bucket.put("object", Body.of(new byte[1024 * 1024]));
            String url =
                    bucket.presignGet("object", Duration.ofMinutes(10)).url().toString();
            String[] bytes = JavaProcess.output(
                            List.of(), IdleConnectionsClient.class, List.of(emulator.endpoint(), url))
                    .trim()
                    .split(" ");
            long ours = Long.parseLong(bytes[0]);
            long plain = Long.parseLong(bytes[1]);
            assertTrue(ours < plain + 1024, ours + " bytes each, of OkHttp " + plain);
        }
    }
}
