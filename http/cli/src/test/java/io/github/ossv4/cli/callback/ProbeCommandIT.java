// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 callback probe}, packaged. */
class ProbeCommandIT {
    @TempDir
    Path home;

    /** A server that accepts a connection and never responds. */
    @Test
    void stopsAfterFiveSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JsonNode json = CliProcess.in(home)
                    .run("callback", "probe", "--json", "http://127.0.0.1:" + silent.getLocalPort() + "/")
                    .expect(1)
                    .json()
                    .get(0);

            assertTrue(json.get("message").textValue().contains("reply timeout"), json::toString);
            assertTrue(json.get("milliseconds").longValue() >= 5000, json::toString);
            assertFalse(json.has("status"), json::toString);
        }
    }
}
