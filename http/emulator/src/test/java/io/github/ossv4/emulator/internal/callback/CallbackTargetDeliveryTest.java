// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks to allowed and to other targets. */
class CallbackTargetDeliveryTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** The addresses of all names, one list for each resolution. */
    private final Deque<List<InetAddress>> addresses = new ArrayDeque<>();

    private final List<String> resolved = new ArrayList<>();
    private final BlockingQueue<HandledRequest> handled = new LinkedBlockingQueue<>();

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator()
            .with(builder -> BuilderAccess.dns(BuilderAccess.observer(builder, handled::add), this::resolve));

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        resolved.add(name);
        List<InetAddress> next = addresses.poll();
        if (next == null) {
            throw new UnknownHostException(name);
        }
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void rejectsAddressesOfThisMachine(String host) throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            assertForbidden(emulator.upload("http://" + host + ":" + server.port() + "/"), server);

            assertEquals(404, emulator.get(TestEmulator.HELLO_KEY).status());
        }
    }

    /** Other forms of an address are resolved like names. */
    @ParameterizedTest
    @ValueSource(strings = {"127.1", "2130706433"})
    void rejectsOtherFormsOfAddresses(String host) throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            RawResponse response = emulator.upload("http://" + host + ":" + server.port() + "/");

            assertRejected(response, server);
            assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
            assertEquals("hello", emulator.get(TestEmulator.HELLO_KEY).text());
        }
    }

    private static void assertForbidden(RawResponse response, AppServer server) {
        assertEquals("400 InvalidArgument 0007-00000008", response.errorText());
        assertEquals(
                "Private address is forbidden to callback.", response.error().message());
        assertFalse(server.wasCalled());
    }

    private static void assertRejected(RawResponse response, AppServer server) {
        assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
        String message = response.error().message();
        assertTrue(message.startsWith("The emulator does not call "), message);
        assertTrue(message.contains(":" + server.port()), message);
        assertFalse(server.wasCalled());
    }

    @Test
    void reportsTargetAndOption() throws Exception {
        try (AppServer server = AppServer.good()) {
            emulator.upload(server.url("/"));

            assertEquals(
                    "The emulator does not call " + server.authority()
                            + ", which is on this machine or its network. If"
                            + " the application server is yours, allow it with --callback-target " + server.authority()
                            + " or Emulator.Builder.callbackTarget(" + server.port() + ").",
                    handled.remove().note());
        }
    }

    @Test
    void rejectsNamesThatResolveToThisMachine() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            assertRejected(emulator.upload("http://evil.example:" + server.port() + "/"), server);
        }
    }

    /** A second resolution could return another address than the checked one. */
    @Test
    void resolvesNamesOnce() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget("app.internal", server.port());

            assertEquals(
                    200,
                    emulator.upload("http://app.internal:" + server.port() + "/")
                            .status());
            assertEquals(List.of("app.internal"), resolved);
        }
    }

    @Test
    void rejectsOtherNamesOfSameAddress() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget("app.internal", server.port());

            assertRejected(emulator.upload("http://evil.example:" + server.port() + "/"), server);
        }
    }

    @Test
    void rejectsHttpsToo() throws Exception {
        try (AppServer server = AppServer.good()) {
            assertForbidden(emulator.upload("https://" + server.authority() + "/"), server);
        }
    }

    @Test
    void triesTheNextUrl() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer notAllowed = AppServer.good();
                AppServer allowed = AppServer.good().calledBy(emulator)) {
            String name = "http://evil.example:" + notAllowed.port() + "/";
            assertEquals(200, emulator.upload(name, allowed.url("/")).status());

            assertFalse(notAllowed.wasCalled());
            assertTrue(allowed.wasCalled());
        }
    }

    @Test
    void callsTargetsOfTheBuilder() throws Exception {
        try (AppServer server = AppServer.good();
                Emulator other = BuilderAccess.dns(Emulator.builder(), this::resolve)
                        .callbackTarget(server.port())
                        .start()) {
            addresses.add(List.of(LOOPBACK));
            for (String host : List.of("127.0.0.1", "localhost")) {
                Callback callback = Callback.builder("http://" + host + ":" + server.port() + "/")
                        .formBody("a=b")
                        .build();

                assertEquals(
                        200,
                        SignedRequest.put(other, "a", "hello")
                                .callback(callback)
                                .send("hello")
                                .status());
                server.take();
            }
        }
    }

    /** A target does not allow other ports of its host. */
    @Test
    void rejectsOtherPorts() throws Exception {
        try (AppServer allowed = AppServer.good().calledBy(emulator);
                AppServer other = AppServer.good()) {
            assertForbidden(emulator.upload(other.url("/")), other);
            assertFalse(allowed.wasCalled());
        }
    }
}
