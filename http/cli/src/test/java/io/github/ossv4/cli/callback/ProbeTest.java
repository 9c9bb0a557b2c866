// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ExitCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void limitIsThatOfOss() {
        assertEquals(Duration.ofSeconds(5), Probe.LIMIT);
    }

    private static ProbeRequest request(String url, ProbeKey key) {
        Callback callback = Callback.builder(url).jsonBody("{}").build();
        OssUrl object = OssUrl.parse("oss://examplebucket/k");
        return ProbeRequest.of(HttpUrl.get(url), callback, object, key, Instant.now());
    }

    /** A server that accepts a connection and never responds. */
    @Test
    void reportsThatLimitIsExceeded() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProbeKey key = ProbeKey.start(0)) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";

            ProbeReport report = Probe.run(request(url, key), key.url(), Duration.ofMillis(50));

            assertEquals(ExitCode.REFUSED, report.exitCode());
            assertTrue(report.text().contains("reply timeout"), report.text());
        }
    }
}
