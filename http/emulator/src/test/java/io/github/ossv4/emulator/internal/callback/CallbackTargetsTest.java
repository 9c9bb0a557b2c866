// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The allowed targets of callbacks. */
class CallbackTargetsTest {
    private static final CallbackTargets TARGETS = new CallbackTargets(List.of(
            CallbackTarget.ofLoopback(8080), CallbackTarget.of("10.0.0.5", 80), CallbackTarget.of("app.internal", 81)));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 8080",
        "localhost, 127.0.0.1, 8080",
        "localhost, ::1, 8080",
        "::1, ::1, 8080",
        "app.example.com, 127.0.0.1, 8080",
        "10.0.0.5, 10.0.0.5, 80",
        "other.internal, 10.0.0.5, 80",
        "app.internal, 10.0.0.6, 81",
        "app.internal, 127.0.0.1, 81",
        "app.example.com, 203.0.113.1, 1",
        "203.0.113.1, 203.0.113.1, 1",
    })
    void allowsTargetsAndPublicAddresses(String host, String address, int port) {
        assertDoesNotThrow(() -> TARGETS.check(host, InetAddress.getByName(address), port));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 80",
        "localhost, 127.0.0.1, 81",
        "evil.example, 127.0.0.1, 81",
        "evil.example, 10.0.0.5, 81",
        "10.0.0.5, 10.0.0.5, 8080",
        "app.internal, 10.0.0.6, 82",
        "app.internal.evil.example, 10.0.0.6, 81",
        "0.0.0.0, 0.0.0.0, 8080",
        "evil.example, 169.254.169.254, 80",
    })
    void rejectsOtherAddressesOfThisNetwork(String host, String address, int port) {
        assertThrows(
                CallbackNotAllowedException.class, () -> TARGETS.check(host, InetAddress.getByName(address), port));
    }

    @Test
    void allowsTargetsThatAreAddedLater() throws Exception {
        CallbackTargets targets = new CallbackTargets(List.of());
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThrows(CallbackNotAllowedException.class, () -> targets.check("localhost", loopback, 80));

        targets.add(CallbackTarget.ofLoopback(80));

        assertDoesNotThrow(() -> targets.check("localhost", loopback, 80));
    }

    @Test
    void allowsAllPortsOfAHost() throws Exception {
        CallbackTargets targets = new CallbackTargets(List.of(CallbackTarget.parse("app.internal:*")));
        InetAddress address = InetAddress.getByName("10.0.0.6");

        assertDoesNotThrow(() -> targets.check("app.internal", address, 1));
        assertDoesNotThrow(() -> targets.check("app.internal", address, 65535));
        assertThrows(CallbackNotAllowedException.class, () -> targets.check("other.internal", address, 80));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | 127.0.0.1 | 127.0.0.1:80 | 127.0.0.1:80 or Emulator.Builder.callbackTarget(80)",
                "::1 | ::1 | [::1]:80 | [::1]:80 or Emulator.Builder.callbackTarget(80)",
                "10.0.0.6 | 10.0.0.6 | 10.0.0.6:80 | 10.0.0.6:80 or Emulator.Builder.callbackTarget(\"10.0.0.6\", 80)",
                "a.test | 10.0.0.6 | a.test:80 at 10.0.0.6 | a.test:80 or Emulator.Builder.callbackTarget(\"a.test\", 80)",
            })
    void reportsTargetAndOption(String host, String address, String target, String option) {
        assertEquals(
                "The emulator does not call " + target + ", which is on this machine or its network. If the application"
                        + " server is yours, allow it with --callback-target " + option + ".",
                assertThrows(
                                CallbackNotAllowedException.class,
                                () -> TARGETS.check(host, InetAddress.getByName(address), 80))
                        .getMessage());
    }
}
