// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.JavaProgram;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read long lists slowly. Together the lists take several times the heap. */
class SlowReadersTest {
    private static final int CLIENTS = 200;
    private static final int KEYS = 1000;
    /** In characters that take five bytes in a document: the socket's buffer takes a list of 1 MB. */
    private static final int KEY_LENGTH = 600;

    /** Small, so that most of a list stays in the emulator. */
    private static final int RECEIVE_BUFFER_BYTES = 4096;

    private static EmulatorProcess start(Path directory) throws IOException {
        List<String> java = new ArrayList<>(JavaProgram.SHORT_LIVED);
        java.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return EmulatorProcess.start(java, "--quiet", "--directory", directory.toString());
    }

    private static String list(EmulatorProcess emulator) {
        return SignedRequest.of(emulator, "GET", null)
                .query("max-keys", Integer.toString(KEYS))
                .head();
    }

    private static RawConnection connectSlowly(EmulatorProcess emulator) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), emulator.port()));
        return new RawConnection(socket);
    }

    @Test
    void refusesListsThatDoNotFitIntoMemory(@TempDir Path directory) throws IOException {
        try (EmulatorProcess emulator = start(directory);
                RawConnection fast = new RawConnection(emulator.port())) {
            for (int i = 0; i < KEYS; i++) {
                String put = SignedRequest.of(emulator, "PUT", i + "&".repeat(KEY_LENGTH))
                        .length(0)
                        .head();
                assertEquals(200, fast.send(put).read().status());
            }
            int length = fast.send(list(emulator)).read().body().length;
            assertTrue(length > 3_000_000, length + " bytes");

            List<RawConnection> clients = new ArrayList<>();
            List<RawConnection> served = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    RawConnection slow = connectSlowly(emulator);
                    slow.send(list(emulator));
                    clients.add(slow);
                }
                for (RawConnection slow : clients) {
                    int status = slow.readHead().status();
                    if (status == 200) {
                        served.add(slow);
                    } else {
                        assertEquals(503, status);
                    }
                }
                assertTrue(
                        !served.isEmpty() && served.size() < CLIENTS,
                        served.size() + " of " + CLIENTS + " were served");
                RawResponse put = fast.send(SignedRequest.of(emulator, "PUT", "works")
                                .length(0)
                                .head())
                        .read();
                assertEquals(200, put.status(), put::text);
            } finally {
                for (RawConnection slow : clients) {
                    slow.close();
                }
            }
            // The emulator notices the closed connections one after the other.
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                while (fast.send(list(emulator)).read().status() != 200) {
                    Thread.onSpinWait();
                }
            });
        }
    }
}
