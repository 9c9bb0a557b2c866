// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The paths below {@code /-/}. */
class ConsoleTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.cors("*"));

    private RawResponse send(String line, String... headers) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
            return line.startsWith("HEAD") ? connection.readHead() : connection.read();
        }
    }

    @Test
    void reportsHealthWithoutSignature() throws IOException {
        RawResponse response = send("GET /-/health");

        assertEquals(200, response.status());
        assertEquals("ok\n", response.text());
        assertEquals("text/plain; charset=utf-8", response.header("content-type"));
        assertEquals(200, send("HEAD /-/health").status());
    }

    @Test
    void hasNothingElseByDefault() throws IOException {
        assertEquals(404, send("GET /-/").status());
        assertEquals(404, send("GET /-/faults").status());
        assertEquals(405, send("PUT /-/health").status());
        assertEquals(404, send("PUT /-/clock").status());
    }

    /** The CORS rules are for the objects, not for the emulator itself. */
    @Test
    void refusesWebPages() throws IOException {
        RawResponse response = send("GET /-/health", "Origin: https://evil.example\r\n");

        assertEquals("403 AccessForbidden null", response.errorText());
        assertNull(response.header("access-control-allow-origin"));
        assertEquals(
                403,
                send("OPTIONS /-/faults", "Origin: https://evil.example\r\n", "Access-Control-Request-Method: PUT\r\n")
                        .status());
    }

    @Test
    void refusesOtherHosts() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /-/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertEquals(403, connection.read().status());
        }
    }

    @Test
    void isNoObjectOfABucket() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /-/health HTTP/1.1\r\nHost: examplebucket.localhost\r\n\r\n");
            assertEquals("403 AccessDenied 0003-00000001", connection.read().errorText());
        }
    }
}
