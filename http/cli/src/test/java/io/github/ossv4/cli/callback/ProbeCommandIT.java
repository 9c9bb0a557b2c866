// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 callback probe}, packaged. */
class ProbeCommandIT {
    @TempDir
    Path home;

    @Test
    void needsCertificateAuthoritiesForHttps() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream file = Files.newOutputStream(home.resolve("empty.p12"))) {
            empty.store(file, "secret".toCharArray());
        }
        CliResult result = CliProcess.in(home)
                .with("JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=" + home.resolve("empty.p12"))
                .run("callback", "probe", "https://127.0.0.1:1/")
                .expect(2);
        assertTrue(result.err().contains("this JVM trusts no certificate authority"), result::toString);
    }

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
