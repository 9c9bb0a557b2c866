// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Emulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTargetTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:8080, localhost:8080",
        "LocalHost:8080, localhost:8080",
        "127.0.0.1:8080, localhost:8080",
        "127.1.2.3:8080, localhost:8080",
        "[::1]:8080, localhost:8080",
        "[::ffff:127.0.0.1]:8080, localhost:8080",
        "10.0.0.5:1, 10.0.0.5:1",
        "[FD00:0::1]:65535, [fd00::1]:65535",
        "App.Internal:80, app.internal:80",
        "bücher.test:80, xn--bcher-kva.test:80",
        "App.Internal:*, app.internal:*",
        "127.0.0.1:*, localhost:*",
    })
    void parsesHostAndPort(String text, String canonical) {
        assertEquals(canonical, CallbackTarget.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8080",
                ":8080",
                "localhost",
                "localhost:",
                "localhost:http",
                "localhost:-1",
                "localhost:**",
                "*",
                "::1:8080",
                "a:b:1"
            })
    void rejectsTextWithoutHostAndPort(String text) {
        assertEquals(
                "a callback target must be HOST:PORT, was \"" + text + "\"",
                assertThrows(IllegalArgumentException.class, () -> CallbackTarget.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void rejectsPortsOutOfRange(int port) {
        assertEquals(
                "the port of a callback target must be between 1 and 65535, was " + port,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Emulator.builder().callbackTarget(port))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> CallbackTarget.of("app.internal", port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://app", "a b", "app/path"})
    void rejectsHostsThatAreNotNames(String host) {
        assertEquals(
                "the host of a callback target must be a name or an IP address, was \"" + host + "\"",
                assertThrows(IllegalArgumentException.class, () -> CallbackTarget.of(host, 80))
                        .getMessage());
    }
}
