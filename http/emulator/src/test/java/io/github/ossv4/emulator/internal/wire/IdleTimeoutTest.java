// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Connections on which nothing happens. Reads of the tests time out after a minute. */
@Execution(ExecutionMode.CONCURRENT)
class IdleTimeoutTest {
    private static final Duration IDLE = Duration.ofMillis(700);

    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.admin(builder.idleTimeout(IDLE)));

    @Test
    void closesConnectionWithoutRequest() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void closesConnectionBetweenRequests() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            assertEquals(
                    404,
                    connection.send(emulator.request("GET", "a").head()).read().status());
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void closesConnectionWithIncompleteHead() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /examplebucket/a HTTP/1.1\r\nHost: local");

            assertTrue(connection.isAtEnd());
        }
    }

    /** Otherwise a client could hold a connection forever with one byte a minute. */
    @Test
    void closesConnectionWhoseHeadNeverEnds() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (RawConnection connection = emulator.connect()) {
                connection.send("GET /examplebucket/a HTTP/1.1\r\n");
                assertThrows(IOException.class, () -> {
                    while (true) {
                        connection.send("a: b\r\n");
                        Thread.sleep(20);
                    }
                });
            }
        });
    }

    @Test
    void rejectsRequestWhoseBodyStalls() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "hello").head()).send("he");

            RawResponse response = connection.read();
            assertEquals("400 RequestTimeout 0017-00000504", response.errorText());
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
        emulator.awaitFiles(0);
    }

    /** Otherwise a client without a key could hold memory forever with one byte a minute. */
    @Test
    void rejectsUnsignedRequestWhoseBodyNeverEnds() {
        String form = new String(emulator.form("a").body(), StandardCharsets.UTF_8);
        for (String start : List.of(
                "POST /-/faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
                emulator.form("a").head(100_000) + form.substring(0, form.indexOf("\r\n\r\n") + 4))) {
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                try (RawConnection connection = emulator.connect()) {
                    connection.send(start);
                    while (connection.body().available() == 0) {
                        connection.send("a");
                        Thread.sleep(20);
                    }
                    RawResponse response = connection.read();
                    assertEquals("400 RequestTimeout 0017-00000504", response.errorText());
                    assertEquals("close", response.header("connection"));
                }
            });
        }
    }

    /** A signed body, and the file of a signed form, may arrive slowly. */
    @Test
    void acceptsSlowBodiesOfSignedRequests() throws Exception {
        int slow = 60;
        TestForm form = emulator.form("b").file(new byte[2 * slow]);
        byte[] fields = form.body();
        int last = fields.length - slow;
        try (RawConnection put = emulator.connect();
                RawConnection post = emulator.connect()) {
            put.send(emulator.request("PUT", "a").length(slow).head());
            post.send(form.head(fields.length)).send(Arrays.copyOf(fields, last));
            for (int i = 0; i < slow; i++) {
                put.send("a");
                post.send(new byte[] {fields[last + i]});
                Thread.sleep(20);
            }
            assertEquals(200, put.read().status());
            assertEquals(204, post.read().status());
        }
    }

    @Test
    void waitsForOwnResponse() throws IOException {
        emulator.inject(Fault.delay(IDLE.multipliedBy(3)));

        assertEquals(
                404,
                emulator.request("GET", "a")
                        .header("Connection", "keep-alive")
                        .send()
                        .status());
        emulator.inject(Fault.delay(IDLE.multipliedBy(3)));
        assertEquals(200, emulator.put("a", "hello").send("hello").status());
    }

    @Test
    void waitsForCallback() throws Exception {
        try (AppServer server = new AppServer(IdleTimeoutTest::respondLate).calledBy(emulator)) {
            assertEquals(
                    200,
                    emulator.putHello()
                            .callback(Callback.builder(server.url("/"))
                                    .formBody("a=b")
                                    .build())
                            .send("hello")
                            .status());
        }
    }

    private static void respondLate(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(IDLE.multipliedBy(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(200, AppServer.OK.length);
        exchange.getResponseBody().write(AppServer.OK);
    }

    @Test
    void closesConnectionOfClientThatDoesNotRead() throws Exception {
        byte[] object = new byte[32 << 20];
        assertEquals(
                200,
                emulator.request("PUT", "a").length(object.length).send(object).status());
        // Nothing of what follows the request is read before the response is complete, so writing blocks until the
        // reset.
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (RawConnection connection = emulator.connect()) {
                connection.send(emulator.request("GET", "a").head());
                assertThrows(IOException.class, () -> {
                    while (true) {
                        connection.send(new byte[1 << 16]);
                    }
                });
            }
        });
    }

    @Test
    void waitsForClientThatReadsSlowly() throws Exception {
        byte[] object = TestUpload.bytes(1, 16 << 20);
        emulator.request("PUT", "a").length(object.length).send(object);
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a").head()).readHead();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            // Longer than the timeout, and fast enough that the buffers of the connection make progress within it.
            for (int i = 0; i < 60; i++) {
                read.writeBytes(connection.body().readNBytes(1 << 18));
                Thread.sleep(20);
            }
            read.writeBytes(connection.body().readNBytes(object.length - read.size()));
            assertArrayEquals(object, read.toByteArray());
        }
    }

    @Test
    void hasLongDefault() throws IOException {
        try (Emulator other = Emulator.start();
                RawConnection connection = new RawConnection(other)) {
            connection.send(SignedRequest.put(other, "a", "hello").head()).send("hel");
            emulator.put("a", "a").send("a");
            connection.send("lo");

            assertEquals(200, connection.read().status());
        }
    }
}
