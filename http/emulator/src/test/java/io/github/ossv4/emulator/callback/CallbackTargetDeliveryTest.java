// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks on the wire: those that are refused reach nobody. */
class CallbackTargetDeliveryTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** The addresses that names have, one list for each time that they are resolved. */
    private final Deque<List<InetAddress>> addresses = new ArrayDeque<>();

    private final List<String> resolved = new ArrayList<>();

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> BuilderAccess.dns(builder, this::resolve));

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        resolved.add(name);
        List<InetAddress> next = addresses.poll();
        if (next == null) {
            throw new UnknownHostException(name);
        }
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1", "2130706433", "0.0.0.0"})
    void refusesAddressesOfThisMachine(String host) throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            TestResponse reply = emulator.upload("http://" + host + ":" + server.port() + "/");

            assertRefused(reply, server);
            assertEquals(TestEmulator.HELLO_ETAG, reply.header("etag"));
            assertEquals("hello", emulator.get(TestEmulator.HELLO_KEY).text());
        }
    }

    private static void assertRefused(TestResponse reply, AppServer server) {
        assertEquals("203 CallbackFailed 0007-00000203", reply.refusal());
        String message = reply.error().message();
        assertTrue(message.startsWith("The emulator does not call "), message);
        assertTrue(message.contains(":" + server.port()), message);
        assertFalse(server.wasCalled());
    }

    @Test
    void namesTargetAndOption() throws Exception {
        try (AppServer server = AppServer.good()) {
            assertEquals(
                    "The emulator does not call " + server.authority() + ", which is on this machine or its network. If"
                            + " the application server is yours, allow it with --callback-target " + server.authority()
                            + " or Emulator.Builder.callbackTarget(" + server.port() + ").",
                    emulator.upload(server.url("/")).error().message());
        }
    }

    @Test
    void refusesNamesThatResolveToThisMachine() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            assertRefused(emulator.upload("http://evil.example:" + server.port() + "/"), server);
        }
    }

    /** A second time the name could have another address than the one that was checked. */
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
    void allowsNoOtherNameOfTheSameAddress() throws Exception {
        addresses.add(List.of(LOOPBACK));
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget("app.internal", server.port());

            assertRefused(emulator.upload("http://evil.example:" + server.port() + "/"), server);
        }
    }

    @Test
    void refusesHttpsToo() throws Exception {
        try (AppServer server = AppServer.good()) {
            assertRefused(emulator.upload("https://" + server.authority() + "/"), server);
        }
    }

    @Test
    void triesTheNextUrl() throws Exception {
        try (AppServer refused = AppServer.good();
                AppServer allowed = AppServer.good().calledBy(emulator)) {
            assertEquals(
                    200, emulator.upload(refused.url("/"), allowed.url("/")).status());

            assertFalse(refused.wasCalled());
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

    /** A service that listens elsewhere on this machine is none that the target names. */
    @Test
    void refusesOtherPorts() throws Exception {
        try (AppServer allowed = AppServer.good().calledBy(emulator);
                AppServer other = AppServer.good()) {
            assertRefused(emulator.upload(other.url("/")), other);
            assertFalse(allowed.wasCalled());
        }
    }
}
