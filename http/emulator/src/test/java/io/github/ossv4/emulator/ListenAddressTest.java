// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.wire.ListenAddress;
import io.github.ossv4.emulator.testing.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.9, 127.0.0.9, true",
        "localhost, 127.0.0.1, true",
        "0.0.0.0, 127.0.0.1, false",
        "::, 127.0.0.1, false",
        "::1, [::1], true",
        "[::1], [::1], true",
    })
    void namesUrlHost(String host, String urlHost, boolean loopback) throws IOException {
        ListenAddress address = ListenAddress.of(host);

        assertEquals(urlHost, address.urlHost());
        assertEquals(loopback, address.isLoopback());
    }

    @Test
    void servesTheNameThatItListensOn() {
        assertTrue(new ListenAddress("oss.test", InetAddress.getLoopbackAddress()).isName());
        assertEquals("oss.test", new ListenAddress("OSS.test", InetAddress.getLoopbackAddress()).urlHost());
    }

    @Test
    void listensOnAllAddresses() throws IOException {
        try (Emulator emulator = Emulator.builder().host("0.0.0.0").start()) {
            assertTrue(emulator.server().isReachableFromOtherMachines());
            assertEquals("http://127.0.0.1:" + emulator.port(), emulator.endpoint());
        }
        try (Emulator emulator = Emulator.start()) {
            assertFalse(emulator.server().isReachableFromOtherMachines());
        }
    }

    @Test
    void servesTheCallbackKeyAtTheDomainThatOtherMachinesUse() throws Exception {
        Emulator.Builder builder =
                Emulator.builder().domain("img.example.test", "examplebucket").domain("oss.example.test");
        try (Emulator emulator = builder.host("0.0.0.0").start()) {
            assertEquals(
                    "http://oss.example.test:" + emulator.port() + "/callback_pub_key_v1.pem", emulator.publicKeyUrl());
            String request = "GET /callback_pub_key_v1.pem HTTP/1.1\r\nHost: oss.example.test\r\n\r\n";
            try (RawConnection connection = new RawConnection(emulator)) {
                String key = connection.send(request).read().text();
                assertTrue(key.startsWith("-----BEGIN PUBLIC KEY-----"), key);
            }
        }
        try (Emulator emulator = builder.host("127.0.0.1").start()) {
            assertEquals(emulator.endpoint() + "/callback_pub_key_v1.pem", emulator.publicKeyUrl());
        }
    }

    @Test
    void namesPortThatIsInUse() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            Emulator.Builder same = Emulator.builder().port(emulator.port());

            String message = assertThrows(IOException.class, same::start).getMessage();
            assertEquals(
                    "cannot listen on 127.0.0.1:" + emulator.port()
                            + ": Address already in use. Another program uses port " + emulator.port()
                            + ": choose another port, or 0 for any free one",
                    message);
        }
    }

    @Test
    void namesHostOfAnotherMachine() {
        String message = assertThrows(
                        IOException.class,
                        () -> Emulator.builder().host("192.0.2.1").start())
                .getMessage();

        assertTrue(message.startsWith("cannot listen on 192.0.2.1:0: "), message);
        assertTrue(message.endsWith("The host must be an address of this machine, or 0.0.0.0 for all"), message);
    }

    @Test
    void rejectsEmptyHost() {
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().host(""));
    }

    @Test
    void namesHostWithoutAddress() {
        String message = assertThrows(
                        IOException.class,
                        () -> Emulator.builder().host("no-such-host.invalid").start())
                .getMessage();

        assertTrue(message.startsWith("cannot listen on no-such-host.invalid: this name has no address"), message);
    }
}
