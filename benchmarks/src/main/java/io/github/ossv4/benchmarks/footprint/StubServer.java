// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CheckedInputStream;

/** An OSS on loopback that accepts every put and stores nothing. Signatures are ignored. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;

    private StubServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", StubServer::respond);
        server.start();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static StubServer http() throws IOException {
        return new StubServer(HttpServer.create(anyPort(), 0), "http");
    }

    static StubServer https(Certificate certificate) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        return new StubServer(server, "https");
    }

    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            Crc64 crc64 = new Crc64();
            new CheckedInputStream(exchange.getRequestBody(), crc64).readAllBytes();
            byte[] body = exchange.getRequestHeaders().containsKey("x-oss-callback")
                    ? "{\"Status\":\"OK\"}".getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
            exchange.getResponseHeaders().set("x-oss-request-id", "5C3D9175B6FC201293AD4890");
            exchange.getResponseHeaders().set("x-oss-hash-crc64ecma", crc64.toString());
            exchange.getResponseHeaders().set("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String endpoint() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
