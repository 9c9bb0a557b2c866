// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** An application server that records callbacks. The test defines its responses. */
public final class AppServer implements AutoCloseable {
    /** The body of a valid response. */
    public static final byte[] OK = "{\"Status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** A received request with its body. */
    public static final class Received {
        private final HttpExchange exchange;
        private final byte[] body;

        private Received(HttpExchange exchange, byte[] body) {
            this.exchange = exchange;
            this.body = body;
        }

        public String method() {
            return exchange.getRequestMethod();
        }

        public String target() {
            return exchange.getRequestURI().toString();
        }

        public String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        public byte[] body() {
            return body;
        }

        /** Returns the body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public AppServer(HttpHandler handler) throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), handler);
    }

    /** Starts a server over https whose responses OSS accepts. */
    public static AppServer good(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new AppServer(server, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, OK.length);
            exchange.getResponseBody().write(OK);
        });
    }

    private AppServer(HttpServer server, HttpHandler handler) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            received.add(new Received(exchange, exchange.getRequestBody().readAllBytes()));
            handler.handle(exchange);
            exchange.close();
        });
        server.start();
    }

    /** Starts a server whose responses OSS accepts. */
    public static AppServer good() throws IOException {
        return responding(200, "application/json", OK.length, OK);
    }

    /** Starts a server whose responses OSS accepts, and which responds after {@code released}. */
    public static AppServer waitingFor(CountDownLatch released) throws IOException {
        return new AppServer(exchange -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, OK.length);
            exchange.getResponseBody().write(OK);
        });
    }

    /** Starts a server with one response. As in the JDK's server, a length of 0 means chunked, -1 means no body. */
    public static AppServer responding(int status, String contentType, long length, byte[] body) throws IOException {
        return new AppServer(exchange -> {
            if (contentType != null) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(status, length);
            if (length >= 0) {
                exchange.getResponseBody().write(body);
                // If less is written than announced, JDK 25 discards what was not sent yet.
                exchange.getResponseBody().flush();
            }
        });
    }

    /** Allows callbacks of an emulator to this server. */
    public AppServer calledBy(TestEmulator emulator) {
        emulator.running().addCallbackTarget(port());
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String pathAndQuery) {
        return (server instanceof HttpsServer ? "https" : "http") + "://" + authority() + pathAndQuery;
    }

    public String authority() {
        return "127.0.0.1:" + port();
    }

    /** Returns the next request, for which it waits. */
    public Received take() throws InterruptedException {
        Received next = received.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no callback was received");
        }
        return next;
    }

    public boolean wasCalled() {
        return !received.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
