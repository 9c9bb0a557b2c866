// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.callback.ProbeTls.Sni;
import io.github.ossv4.cli.output.ExitCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void limitIsThatOfOss() {
        assertEquals(Duration.ofSeconds(5), Probe.LIMIT);
    }

    /** So the measured call does not load the classes of the client. */
    @Test
    void warmsUpWithTheKeyBeforeTheRequest() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        try (ProbeKey key = ProbeKey.start(0)) {
            String root = "http://127.0.0.1:" + server.getAddress().getPort();

            ProbeReport report = Probe.run(request(root + "/uploaded", key), Sni.SENT, root + "/key", Probe.LIMIT);

            assertEquals(ExitCode.SUCCESS, report.exitCode());
            assertEquals(List.of("GET /key", "POST /uploaded"), received);
        } finally {
            server.stop(0);
        }
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

            ProbeReport report = Probe.run(request(url, key), Sni.SENT, key.url(), Duration.ofMillis(50));

            assertEquals(ExitCode.REFUSED, report.exitCode());
            assertTrue(report.text().contains("reply timeout"), report.text());
        }
    }
}
