// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proxies of the environment, with the packaged command line. */
class EnvironmentProxiesIT extends PackagedFixture {
    /** A name that only the proxy can resolve. */
    private static final String ENDPOINT = "http://oss-cn-hangzhou.example.invalid";

    private final List<String> received = new CopyOnWriteArrayList<>();

    private HttpServer proxy;

    /** A proxy that requires a password, and gets objects from the emulator. */
    @BeforeEach
    void startProxy() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            String user = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            received.add(user + " " + exchange.getRequestURI().getHost());
            if (user == null) {
                exchange.sendResponseHeaders(407, -1);
                return;
            }
            HttpResponse<byte[]> response =
                    get(exchange.getRequestURI().getRawPath().substring(1));
            exchange.getResponseHeaders().set("x-oss-request-id", "6A17C0E5B54B443132F5C2D1");
            exchange.getResponseHeaders().set("ETag", "\"a\"");
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
            exchange.close();
        });
        proxy.start();
    }

    private HttpResponse<byte[]> get(String key) throws IOException {
        URI url = URI.create(bucket.presignGet(key, Duration.ofMinutes(1)).url());
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @AfterEach
    void stopProxy() {
        proxy.stop(0);
    }

    private CliProcess with(String user) {
        return cli.with("OSS_ENDPOINT", ENDPOINT)
                .with(
                        "HTTP_PROXY",
                        "http://" + user + "127.0.0.1:" + proxy.getAddress().getPort());
    }

    @Test
    void sendsRequestsThroughTheProxy() throws Exception {
        bucket.put("k", "through the proxy");

        CliResult result = with("me:hunter%402@").run("cat", oss("k")).expect(0);

        assertEquals("through the proxy", result.out());
        assertEquals(List.of("Basic bWU6aHVudGVyQDI= examplebucket.oss-cn-hangzhou.example.invalid"), received);
    }

    @Test
    void sendsPasswordWithListOfBuckets() throws Exception {
        CliResult result = with("me:hunter%402@").run("ls").expect(3);

        assertFalse(result.err().contains("hunter"), result::toString);
        assertEquals("Basic bWU6aHVudGVyQDI= oss-cn-hangzhou.example.invalid", received.get(0));
    }

    /** The first request for a tunnel has no password, which the proxy then requires. */
    @Test
    void sendsPasswordWithRequestsToSts() throws Exception {
        Files.createDirectories(home.resolve(".aliyun"));
        Files.writeString(home.resolve(".aliyun/config.json"), """
                {"current": "p", "profiles": [{"name": "p", "mode": "RamRoleArn", "access_key_id": "id",
                "access_key_secret": "secret", "ram_role_arn": "acs:ram::1:role/r", "ram_session_name": "s1"}]}
                """);
        List<String> heads = new CopyOnWriteArrayList<>();
        try (ServerSocket tunnels = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            new Thread(() -> refuse(tunnels, heads)).start();
            CliResult result = cli.with("OSS_ENDPOINT", emulator.endpoint())
                    .with("HTTPS_PROXY", "http://me:hunter%402@127.0.0.1:" + tunnels.getLocalPort())
                    .run("ls", oss(""), "--profile", "p")
                    .expect(2);

            assertFalse(result.err().contains("hunter"), result::toString);
        }
        assertEquals(2, heads.size(), heads::toString);
        assertTrue(heads.get(0).startsWith("CONNECT sts."), heads::toString);
        assertFalse(heads.get(0).contains("Proxy-Authorization"), heads::toString);
        assertTrue(heads.get(1).contains("\r\nProxy-Authorization: Basic bWU6aHVudGVyQDI=\r\n"), heads::toString);
    }

    private static void refuse(ServerSocket tunnels, List<String> heads) {
        while (true) {
            try (Socket socket = tunnels.accept()) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) socket.getInputStream().read());
                }
                heads.add(head.toString());
                String response = String.join(
                        "\r\n",
                        "HTTP/1.1 407 Proxy Authentication Required",
                        "Proxy-Authenticate: Basic realm=\"a\"",
                        "Connection: close",
                        "Content-Length: 0",
                        "",
                        "");
                socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void hidesPassword() throws Exception {
        CliResult result = with("me:hunter2 @").run("cat", oss("k")).expect(2);

        assertTrue(result.err().startsWith("ossv4: HTTP_PROXY must be http://HOST:PORT"), result::toString);
        assertFalse(result.err().contains("hunter2"), result::toString);
    }

    @Test
    void usesNoProxyForExceptions() throws Exception {
        CliResult result = with("").withoutCacheOfFailedLookups()
                .with("NO_PROXY", ".example.invalid")
                .run("stat", oss("k"))
                .expect(3);

        assertTrue(
                result.err().contains("cannot resolve examplebucket.oss-cn-hangzhou.example.invalid"),
                result::toString);
        assertTrue(received.isEmpty(), received::toString);
    }

    /** The emulator and application servers on this machine. */
    @Test
    void usesNoProxyForThisMachine() throws Exception {
        bucket.put("k", "direct");

        assertEquals(
                "direct",
                with("").with("OSS_ENDPOINT", emulator.endpoint())
                        .run("cat", oss("k"))
                        .expect(0)
                        .out());
        assertTrue(received.isEmpty(), received::toString);
    }
}
