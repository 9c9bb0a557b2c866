// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
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

/** An application server that is called back. It keeps the requests and answers each as its test says. */
final class AppServer implements AutoCloseable {
    /** What a good answer consists of. */
    static final byte[] OK = "{\"Status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** A request, its body read. */
    static final class Received {
        private final HttpExchange exchange;
        private final byte[] body;

        private Received(HttpExchange exchange, byte[] body) {
            this.exchange = exchange;
            this.body = body;
        }

        String method() {
            return exchange.getRequestMethod();
        }

        String target() {
            return exchange.getRequestURI().toString();
        }

        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        byte[] body() {
            return body;
        }
    }

    AppServer(HttpHandler answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            received.add(new Received(exchange, exchange.getRequestBody().readAllBytes()));
            answer.handle(exchange);
            exchange.close();
        });
        server.start();
    }

    /** Answers as OSS wants it. */
    static AppServer good() throws IOException {
        return answering(200, "application/json", OK.length, OK);
    }

    /** Answers as OSS wants it, but not before it is told to. */
    static AppServer waitingFor(CountDownLatch released) throws IOException {
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

    /** Answers always alike. A length of 0 makes the answer chunked, -1 leaves its body out: as the JDK's server has it. */
    static AppServer answering(int status, String contentType, long length, byte[] body) throws IOException {
        return new AppServer(exchange -> {
            if (contentType != null) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(status, length);
            if (length >= 0) {
                exchange.getResponseBody().write(body);
                // Where less is written than was announced, JDK 25 drops what it has not sent yet.
                exchange.getResponseBody().flush();
            }
        });
    }

    /** Allows an emulator's callbacks to this server. */
    AppServer calledBy(TestEmulator emulator) {
        emulator.running().addCallbackTarget(port());
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String pathAndQuery) {
        return "http://" + authority() + pathAndQuery;
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    /** The next request, waited for. */
    Received take() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no callback came");
        }
        return next;
    }

    boolean wasCalled() {
        return !received.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
