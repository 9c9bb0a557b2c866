// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and the emulator over https: none trusts the emulator without its certificate. */
class ScriptsHttpsTest {
    @TempDir
    Path directory;

    private Emulator emulator;
    private Emulator other;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().https().acceptV1(true).start();
        other = Emulator.builder().https().start();
    }

    @AfterEach
    void stop() {
        emulator.close();
        other.close();
    }

    private Map<String, String> variables(String trust, Emulator trusted) {
        return Map.of(
                "EMULATOR_HTTPS",
                emulator.https().url(),
                "EMULATOR_ID",
                emulator.accessKeyId(),
                "EMULATOR_SECRET",
                emulator.accessKeySecret(),
                trust,
                trusted.https().caFile().toString());
    }

    @Test
    void servesAliOss() throws Exception {
        Script script = Script.copyOf("ali-oss", directory);
        script.run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");

        assertEquals("passed\n", script.run(variables("NODE_EXTRA_CA_CERTS", emulator), "node", "https.js"));
        String refused = script.run(variables("NODE_EXTRA_CA_CERTS", other), "node", "https.js");
        assertTrue(refused.startsWith("failed ") && refused.contains("certificate"), refused);
    }

    @Test
    void servesGoSdk() throws Exception {
        Script script = Script.copyOf("go", directory);
        script.run(GoSdkTest.packages(directory), "go", "build", "-o", "https", "https.go");
        String program = directory.resolve("https").toString();

        assertEquals("passed\n", script.run(variables("SSL_CERT_FILE", emulator), program));
        String refused = script.run(variables("SSL_CERT_FILE", other), program);
        assertTrue(refused.contains("certificate signed by unknown authority"), refused);
    }

    @Test
    void servesCurl() throws Exception {
        Script script = Script.copyOf("curl", directory);
        String health = emulator.https().url() + "/-/health";
        String bucket = emulator.https().url().replace("127.0.0.1", "examplebucket.localhost") + "/-/health";

        assertEquals("ok\n", script.run(variables("CURL_CA_BUNDLE", emulator), "curl", "-sS", health));
        String response = script.run(variables("CURL_CA_BUNDLE", emulator), "curl", "-sS", bucket);
        assertTrue(response.contains("<Code>AccessDenied</Code>"), response);
        assertEquals(
                "60",
                script.run(
                        variables("CURL_CA_BUNDLE", other),
                        "sh",
                        "-c",
                        "curl -sS " + health + " 2>/dev/null; printf $?"));
    }
}
