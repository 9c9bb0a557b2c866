// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackVerification;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ossv4 callback probe}, with a server of the JDK as the application server. */
@ExtendWith(HomeDirectory.class)
class ProbeCommandTest {
    private static final byte[] JSON = "{\"ok\":true}".getBytes(StandardCharsets.US_ASCII);

    private final Path home = HomeDirectory.PATH;

    private Cli cli;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        cli = Cli.withoutSettings();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String serve(HttpServer on, HttpHandler handler) {
        on.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        on.start();
        return "http://127.0.0.1:" + on.getAddress().getPort() + "/uploaded?a=%2F";
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private CliResult probe(HttpHandler handler, int exitCode) throws Exception {
        return cli.run("callback", "probe", serve(server, handler)).expect(exitCode);
    }

    @Test
    void reportsRelayedResponse() throws Exception {
        CliResult result = probe(exchange -> respond(exchange, 200, "application/json", JSON), 0);

        assertTrue(result.lines().get(0).endsWith("/uploaded?…"), result::toString);
        assertTrue(result.lines().contains("addresses: 127.0.0.1"), result::toString);
        assertTrue(result.lines().contains("status: 200"), result::toString);
        assertTrue(result.lines().contains("content-type: application/json"), result::toString);
        assertTrue(result.lines().contains("content-length: 11"), result::toString);
        assertTrue(result.out().contains("not by OSS"), result::toString);
        assertTrue(result.out().contains("OSS does not call private addresses"), result::toString);
        assertTrue(result.lines().contains("response body: {\"ok\":true}"), result::toString);
        assertTrue(
                result.out().contains("verdict: the response is right, but OSS does not call this address"),
                result::toString);
    }

    /** The server verifies the request with the key of the command, whose URL it trusts. */
    @Test
    void sendsRequestOfOss() throws Exception {
        BlockingQueue<ReceivedCallback> received = new LinkedBlockingQueue<>();
        BlockingQueue<Headers> headers = new LinkedBlockingQueue<>();
        BlockingQueue<CallbackVerification> verifications = new LinkedBlockingQueue<>();
        String url = serve(server, exchange -> {
            headers.add(exchange.getRequestHeaders());
            URI uri = exchange.getRequestURI();
            received.add(ReceivedCallback.read(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    uri.getRawQuery(),
                    exchange.getRequestHeaders()::getFirst,
                    exchange.getRequestBody()));
            String keyUrl = new String(
                    Base64.getDecoder().decode(exchange.getRequestHeaders().getFirst("x-oss-pub-key-url")),
                    StandardCharsets.US_ASCII);
            verifications.add(CallbackVerifier.of(trusted -> CallbackPublicKey.ofPem(fetch(trusted)))
                    .trusting(keyUrl)
                    .verify(received.element()));
            respond(exchange, 200, "application/json", JSON);
        });

        cli.run(
                        "callback",
                        "probe",
                        url,
                        "--callback-body",
                        "{\"object\":${object},\"size\":${size},\"user\":${x:user}}",
                        "--var",
                        "x:user=42",
                        "--callback-host",
                        "app.example.com",
                        "--object",
                        "oss://mybucket/a b")
                .expect(0);

        assertTrue(verifications.take().isGenuine());
        Headers sent = headers.take();
        assertEquals("app.example.com", sent.getFirst("Host"));
        assertEquals("mybucket", sent.getFirst("x-oss-bucket"));
        assertEquals("CALLBACK", sent.getFirst("x-oss-tag"));
        assertEquals("application/json", sent.getFirst("Content-Type"));
        assertEquals(
                CallbackCheck.KEY_URL,
                CallbackVerifier.of(CallbackKeySource.pinned())
                        .verify(received.take())
                        .failedCheck());
    }

    private static String fetch(String url) throws IOException {
        try (InputStream stream = new URL(url).openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void reportsHtml() throws Exception {
        CliResult result = probe(
                exchange -> respond(exchange, 200, "text/html", "<html/>".getBytes(StandardCharsets.US_ASCII)), 1);

        assertTrue(
                result.out().contains("CallbackFailed (EC 0007-00000205), \"Response body is not valid json format.\""),
                result::toString);
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        CliResult result = probe(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/other");
                    respond(exchange, 302, "text/plain", new byte[0]);
                },
                1);

        assertTrue(result.out().contains("\"Error status : 302.\": OSS does not follow redirects"), result::toString);
    }

    @Test
    void reportsServerError() throws Exception {
        CliResult result = probe(exchange -> respond(exchange, 500, "application/json", JSON), 1);

        assertTrue(result.out().contains("(EC 0007-00000203), \"Error status : 500.\""), result::toString);
        assertTrue(result.lines().contains("response body: {\"ok\":true}"), result::toString);
    }

    @Test
    void printsStartOfBodyWithEscapes() throws Exception {
        String page = "<html>\n\u001b[2J<body>\n" + "x".repeat(2000);

        CliResult result =
                probe(exchange -> respond(exchange, 404, "text/html", page.getBytes(StandardCharsets.US_ASCII)), 1);

        assertTrue(result.out().contains("\nresponse body:\n  <html>\n  \\u001b[2J<body>\n  xxx"), result::toString);
        assertFalse(result.out().contains("x".repeat(1000)), result::toString);
    }

    /** A server that sends an error and then nothing. The error is the result, not the time that its body takes. */
    @Test
    void doesNotWaitForBodyOfError() throws Exception {
        CliResult result = probeRaw("HTTP/1.1 500 Oops\r\nContent-Length: 50\r\n\r\nhalf");

        assertTrue(result.out().contains("\"Error status : 500.\""), result::toString);
        assertTrue(result.lines().contains("response body: half"), result::toString);
        assertFalse(result.out().contains("failure: "), result::toString);
    }

    @Test
    void explainsRefusedSignature() throws Exception {
        CliResult result = probe(exchange -> respond(exchange, 403, "application/json", JSON), 1);

        assertTrue(result.out().contains("unless it trusts the key at http://127.0.0.1:"), result::toString);
    }

    @Test
    void reportsMissingContentLength() throws Exception {
        CliResult result = probe(
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(JSON);
                },
                1);

        assertTrue(result.lines().contains("content-length: none"), result::toString);
        assertTrue(result.out().contains("User server missing content-length."), result::toString);
    }

    /** Sends a response of any bytes, and closes the connection. */
    private CliResult probeRaw(String response) throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = raw.accept()) {
                    socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    // Until the client closes the connection.
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.start();
            CliResult result = cli.run("callback", "probe", "http://127.0.0.1:" + raw.getLocalPort() + "/")
                    .expect(1);
            server.join();
            return result;
        }
    }

    @Test
    void reportsNegativeContentLength() throws Exception {
        CliResult result = probeRaw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\nContent-Type: application/json\r\n\r\n");

        assertTrue(result.lines().contains("status: 200"), result::toString);
        assertTrue(result.lines().contains("content-length: -5"), result::toString);
        assertTrue(
                result.out().contains("Content-Length of the callback response must be a positive number, was -5"),
                result::toString);
        assertFalse(result.out().contains("failure: "), result::toString);
    }

    @Test
    void reportsIncompleteBody() throws Exception {
        CliResult result =
                probeRaw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Type: application/json\r\n\r\n{}");

        assertTrue(result.lines().contains("status: 200"), result::toString);
        assertTrue(
                result.out().contains("! advice: the response ended before its body was complete"), result::toString);
    }

    @Test
    void warnsOfBodyThatIsNotJson() throws Exception {
        String url = serve(server, exchange -> respond(exchange, 200, "application/json", JSON));
        String template = "{\"height\":${imageInfo.height}}";
        CliResult result =
                cli.run("callback", "probe", url, "--callback-body", template).expect(0);
        assertTrue(result.out().contains("! advice: the body that was sent is not JSON"), result::toString);
        CliResult quoted = cli.run("callback", "probe", url, "--callback-body", "{\"height\":\"${imageInfo.height}\"}")
                .expect(0);
        assertFalse(quoted.out().contains("is not JSON"), quoted::toString);
    }

    @Test
    void namesPortInUse() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(used.getLocalPort());
            CliResult result = cli.run("callback", "probe", "http://127.0.0.1:1/", "--key-port", port)
                    .expect(2);
            assertTrue(result.err().startsWith("ossv4: --key-port " + port + " cannot be used"), result::toString);
        }
    }

    @Test
    void reportsThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        CliResult result =
                cli.run("callback", "probe", "http://127.0.0.1:" + port + "/").expect(1);

        assertTrue(result.out().contains("OSS can not connect to your callbackUrl"), result::toString);
    }

    @Test
    void reportsCertificateThatIsNotTrusted() throws Exception {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        String url = serve(https, exchange -> respond(exchange, 200, "application/json", JSON))
                .replace("http://127.0.0.1", "https://localhost");
        try {
            JsonNode json =
                    cli.run("callback", "probe", "--json", url).expect(1).json().get(0);

            assertFalse(json.has("status"), json::toString);
            assertTrue(json.get("failure").textValue().contains("PKIX"), json::toString);
            assertEquals("Error status : 502.", json.get("message").textValue());
        } finally {
            https.stop(0);
        }
    }

    private SSLContext selfSigned() throws Exception {
        Path store = home.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("callback", "probe", "ftp://h/").expect(2).err().contains("callbackUrl"));
        assertTrue(cli.run("callback", "probe", "http://h/", "--callback-body", "${Object}")
                .expect(2)
                .err()
                .contains("Did you mean ${object}?"));
        assertTrue(cli.run("callback", "probe").expect(2).err().contains("URL"));
    }
}
