// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.server.Settings;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    private static Emulator.Builder parse(String... arguments) throws IOException {
        return parse(Map.of(), arguments);
    }

    private static Emulator.Builder parse(Map<String, String> environment, String... arguments) throws IOException {
        return CommandLine.parse(List.of(arguments), environment).emulator;
    }

    @Test
    void keepsObjects(@TempDir Path directory) throws IOException {
        parse("--persist", directory.toString()).start().close();
        assertTrue(Files.exists(directory.resolve("emulator.json")));
    }

    @Test
    void appliesOptions(@TempDir Path directory) throws IOException {
        Emulator.Builder builder = parse(
                "--port",
                "0",
                "--bucket",
                "one-bucket",
                "--bucket",
                "other-bucket",
                "--domain",
                "img.example.test=other-bucket",
                "--domain",
                "oss.example.test",
                "--region",
                "us-east-1",
                "--access-key-id",
                "id",
                "--access-key-secret",
                "secret",
                "--callback-target",
                "app.internal:8080",
                "--versioning",
                "--cors-origin",
                "https://app.example.com",
                "--directory",
                directory.toString());

        try (Emulator emulator = builder.start();
                Stream<Path> content = Files.list(directory)) {
            assertFalse(emulator.server().settings().keys.isEmpty());
            assertEquals("one-bucket", emulator.bucket());
            assertEquals("us-east-1", emulator.region());
            assertEquals(Credentials.of("id", "secret"), SignedRequest.credentialsOf(emulator));
            assertEquals(
                    404,
                    SignedRequest.of(emulator, "GET", "a")
                            .inBucket("other-bucket")
                            .send()
                            .status());
            assertEquals(
                    404,
                    SignedRequest.of(emulator, "GET", "a")
                            .inBucket("other-bucket")
                            .host("img.example.test")
                            .target("/a")
                            .send()
                            .status());
            assertEquals(
                    404,
                    SignedRequest.of(emulator, "GET", "a")
                            .host("oss.example.test")
                            .send()
                            .status());
            assertEquals(
                    "https://app.example.com",
                    SignedRequest.of(emulator, "GET", "a")
                            .header("Origin", "https://app.example.com")
                            .send()
                            .header("access-control-allow-origin"));
            assertEquals(1, content.count());
            assertNotNull(SignedRequest.put(emulator, "a", "").send().header("x-oss-version-id"));
        }
    }

    @Test
    void limitsCallbacks() throws Exception {
        assertTrue(messageOfSlowCallback("--callback-timeout", "1").endsWith("timeout:1000ms."));
    }

    @Test
    @Tag("full")
    void limitsCallbacksTo5SecondsByDefault() throws Exception {
        assertTrue(messageOfSlowCallback().endsWith("timeout:5000ms."));
    }

    /** Returns the error of an upload whose application server does not respond. */
    private static String messageOfSlowCallback(String... options) throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (AppServer server = AppServer.waitingFor(released)) {
            List<String> arguments = new ArrayList<>(List.of(options));
            arguments.addAll(List.of("--callback-target", "127.0.0.1:" + server.port()));
            try (Emulator emulator = parse(arguments.toArray(new String[0])).start()) {
                Callback callback =
                        Callback.builder(server.url("/")).formBody("a=b").build();
                RawResponse response = SignedRequest.of(emulator, "PUT", "a")
                        .length(5)
                        .callback(callback)
                        .send("hello");
                assertEquals(203, response.status());
                return response.error().message();
            } finally {
                released.countDown();
            }
        }
    }

    @Test
    void usesRandomPairWithoutCredentials() throws IOException {
        try (Emulator emulator = parse().start()) {
            assertTrue(emulator.server().settings().keys.isEmpty());
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
        }
    }

    @Test
    void takesCredentialsFromEnvironment() throws IOException {
        Map<String, String> environment = Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET", "secret");

        try (Emulator emulator = parse(environment).start()) {
            assertEquals(Credentials.of("id", "secret"), SignedRequest.credentialsOf(emulator));
        }
        try (Emulator emulator = parse(environment, "--access-key-id", "other").start()) {
            assertEquals(Credentials.of("other", "secret"), SignedRequest.credentialsOf(emulator));
        }
    }

    @Test
    void treatsEmptyVariablesAsUnset() throws IOException {
        Map<String, String> environment = Map.of("OSS_ACCESS_KEY_ID", "", "OSS_ACCESS_KEY_SECRET", "");

        try (Emulator emulator = parse(environment).start()) {
            assertTrue(emulator.server().settings().keys.isEmpty());
        }
    }

    @Test
    void usesTokenWithItsPairOnly() throws IOException {
        Map<String, String> environment =
                Map.of("OSS_ACCESS_KEY_ID", "STS.id", "OSS_ACCESS_KEY_SECRET", "secret", "OSS_SESSION_TOKEN", "token");

        try (Emulator emulator = parse(environment).start()) {
            assertEquals(Credentials.of("STS.id", "secret", "token"), SignedRequest.credentialsOf(emulator));
        }
        try (Emulator emulator = parse(environment, "--access-key-id", "id", "--access-key-secret", "other")
                .start()) {
            assertEquals(Credentials.of("id", "other"), SignedRequest.credentialsOf(emulator));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--verbose, unknown option: --verbose",
        "--access-key-secret=hush, 'unknown option: --access-key-secret=…; write its value as the next argument'",
        "--port, --port requires a value",
        "--persist --quiet, --persist requires a value",
        "--port x, '--port must be a number, was x'",
        "--port 70000, 'port must be between 0 and 65535, was 70000'",
        "--callback-timeout 0, '--callback-timeout must be at least 1 second, was 0'",
        "--callback-timeout 1s, '--callback-timeout must be a number, was 1s'",
        "--idle-timeout 0, '--idle-timeout must be at least 1 second, was 0'",
        "--bucket A, 'bucket must be 3 to 63 characters of a-z, 0-9 and hyphens, and must not begin or end with a hyphen, was \"A\"'",
        "--domain, --domain requires a value",
        "--domain 127.0.0.1=examplebucket, 'a domain must not be an IP address, was \"127.0.0.1\"'",
        "--domain localhost, 'a domain must not be localhost, which is always served'",
        "--callback-target, --callback-target requires a value",
        "--callback-target 8080, 'a callback target must be HOST:PORT, was \"8080\"'",
        "--access-key-id id, 'an AccessKey secret is required with an AccessKey ID, which was id'",
        "--access-key-secret hush, 'an AccessKey ID is required with an AccessKey secret'",
    })
    void reportsMistakes(String arguments, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(arguments.split(" ")));

        assertEquals(message, e.getMessage());
    }

    @Test
    void takesSettingsFromEnvironment(@TempDir Path directory) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("OSSV4_EMULATOR_HOST", "localhost");
        environment.put("OSSV4_EMULATOR_PORT", "0");
        environment.put("OSSV4_EMULATOR_HTTPS_PORT", "0");
        environment.put("OSSV4_EMULATOR_BUCKETS", "one-bucket, other-bucket,");
        environment.put("OSSV4_EMULATOR_DOMAINS", "img.example.test=other-bucket,oss.example.test");
        environment.put("OSSV4_EMULATOR_REGION", "us-east-1");
        environment.put("OSSV4_EMULATOR_CORS_ORIGINS", "https://a.example.com,https://b.example.com");
        environment.put("OSSV4_EMULATOR_CALLBACK_TARGETS", "app:8080,127.0.0.1:*");
        environment.put("OSSV4_EMULATOR_CALLBACK_TIMEOUT", "7");
        environment.put("OSSV4_EMULATOR_IDLE_TIMEOUT", "8");
        environment.put("OSSV4_EMULATOR_PERSIST", directory.resolve("kept").toString());
        environment.put("OSSV4_EMULATOR_ACCEPT_V1", "true");
        environment.put("OSSV4_EMULATOR_STRICT", "1");
        environment.put("OSSV4_EMULATOR_LEGACY_ACCOUNT", "true");
        environment.put("OSSV4_EMULATOR_ADMIN", "true");
        environment.put("OSSV4_EMULATOR_NO_PAGE", "true");
        environment.put("OSSV4_EMULATOR_QUIET", "true");
        environment.put("OSSV4_EMULATOR_VERSIONING", "");
        environment.put("PATH", "/bin");

        try (Emulator emulator = parse(environment).start()) {
            Settings settings = emulator.server().settings();
            assertEquals("localhost", settings.host);
            assertTrue(emulator.https().url().startsWith("https://oss-us-east-1.localhost:"));
            assertEquals(List.of("one-bucket", "other-bucket"), settings.bucketNames());
            assertEquals(
                    "[img.example.test, bound to other-bucket, oss.example.test, for all buckets]",
                    settings.domains.values().toString());
            assertEquals("us-east-1", emulator.region());
            assertEquals(2, settings.cors.size());
            assertEquals(2, settings.callbackTargets.size());
            assertEquals(Duration.ofSeconds(7), settings.callbackTimeout);
            assertEquals(Duration.ofSeconds(8), settings.idleTimeout);
            assertTrue(Files.exists(directory.resolve("kept/emulator.json")));
            assertTrue(settings.acceptsV1);
            assertEquals(EndpointRules.Strictness.LEGACY_ACCOUNT, settings.strictness());
            assertTrue(settings.admin);
            assertFalse(settings.page);
            assertFalse(settings.log);
        }
    }

    @Test
    void replacesVariablesByOptions() throws IOException {
        Map<String, String> environment =
                Map.of("OSSV4_EMULATOR_BUCKETS", "one-bucket,other-bucket", "OSSV4_EMULATOR_REGION", "us-east-1");
        try (Emulator emulator = parse(environment, "--bucket", "third-bucket", "--region", "eu-west-1")
                .start()) {
            assertEquals(List.of("third-bucket"), emulator.server().settings().bucketNames());
            assertEquals("eu-west-1", emulator.region());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OSSV4_EMULATOR_KEY, 'a certificate requires a key, and a key a certificate, was only the key x.pem'",
        "OSSV4_EMULATOR_CERTIFICATE, 'a certificate requires a key, and a key a certificate, was only the certificate x.pem'",
    })
    void requiresCertificateAndKey(String name, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> parse(Map.of(name, "x.pem"), "--https").start())
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "OSSV4_EMULATOR_PORTS, 1, unknown variable: OSSV4_EMULATOR_PORTS",
        "OSSV4_EMULATOR_ACCESS_KEY_ID, id, unknown variable: OSSV4_EMULATOR_ACCESS_KEY_ID",
        "OSSV4_EMULATOR_PORT, x, 'OSSV4_EMULATOR_PORT must be a number, was x'",
        "OSSV4_EMULATOR_PORT, 70000, 'OSSV4_EMULATOR_PORT: port must be between 0 and 65535, was 70000'",
        "OSSV4_EMULATOR_HTTPS_PORT, true, 'OSSV4_EMULATOR_HTTPS_PORT must be a number, was true'",
        "OSSV4_EMULATOR_STRICT, yes, 'OSSV4_EMULATOR_STRICT must be true or false, was yes'",
        "OSSV4_EMULATOR_DOMAINS, localhost, 'OSSV4_EMULATOR_DOMAINS: a domain must not be localhost, which is always served'",
        "OSSV4_EMULATOR_CA_FILE, ' -----BEGIN PRIVATE KEY-----hush', 'OSSV4_EMULATOR_CA_FILE must name a file, and was the content of one'",
        "OSS_ACCESS_KEY_SECRET_FILE, /, 'the file of OSS_ACCESS_KEY_SECRET_FILE is a directory: /'",
        "OSS_ACCESS_KEY_SECRET_FILE, /none/secret, 'the file of OSS_ACCESS_KEY_SECRET_FILE does not exist: /none/secret'",
    })
    void reportsMistakesInVariables(String name, String value, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> parse(Map.of(name, value)))
                        .getMessage());
    }

    @Test
    void hasVariableForEachOption() {
        String help = CommandLine.usage("ossv4");
        List<String> options = Pattern.compile("(?m)^ {2}--([a-z0-9-]+)")
                .matcher(help)
                .results()
                .map(option -> option.group(1).replace('-', '_').toUpperCase(Locale.ROOT))
                .toList();
        assertTrue(options.size() > 20, options::toString);
        Set<String> without = Set.of("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "CHECK_HEALTH", "HELP");
        for (String option : options) {
            assertEquals(!without.contains(option), help.contains("  OSSV4_EMULATOR_" + option), option);
        }
    }

    @Test
    void takesSecretsFromFiles(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s e\n");
        Path token = Files.writeString(directory.resolve("token"), "token\r\n");
        Map<String, String> environment = Map.of(
                "OSS_ACCESS_KEY_ID", "STS.id",
                "OSS_ACCESS_KEY_SECRET_FILE", secret.toString(),
                "OSS_SESSION_TOKEN_FILE", token.toString());

        try (Emulator emulator = parse(environment).start()) {
            assertEquals(Credentials.of("STS.id", "s e", "token"), SignedRequest.credentialsOf(emulator));
        }

        Map<String, String> both = new HashMap<>(environment);
        both.put("OSS_ACCESS_KEY_SECRET", "hush");
        assertEquals(
                "OSS_ACCESS_KEY_SECRET and OSS_ACCESS_KEY_SECRET_FILE must not both be set",
                assertThrows(IllegalArgumentException.class, () -> parse(both)).getMessage());
    }

    /** A device has no size, and need not end. */
    @Test
    void limitsTheFilesOfSecrets(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Process endless = new ProcessBuilder(
                        "dd", "if=" + Files.write(directory.resolve("data"), new byte[1 << 20]), "of=" + pipe)
                .start();
        try {
            Map<String, String> environment =
                    Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET_FILE", pipe.toString());
            assertEquals(
                    "the file of OSS_ACCESS_KEY_SECRET_FILE must have at most 64 KiB: " + pipe,
                    assertThrows(IllegalArgumentException.class, () -> parse(environment))
                            .getMessage());
        } finally {
            endless.destroy();
        }
    }

    @Test
    void servesHttps(@TempDir Path directory) throws IOException {
        Path ca = directory.resolve("ca.pem");
        try (Emulator emulator = parse("--https", "--ca-file", ca.toString()).start()) {
            assertEquals(ca, emulator.https().caFile());
        }
        try (Emulator emulator = parse("--https", "0", "--quiet").start()) {
            assertNotNull(emulator.https());
        }
    }

    @Test
    void writesPortAndEndpoint(@TempDir Path directory) throws IOException {
        Path port = directory.resolve("port");
        Path ready = directory.resolve("ready");
        CommandLine.Arguments program = CommandLine.parse(
                List.of("--https", "--port-file", port.toString(), "--ready-file", ready.toString()), Map.of());
        Files.writeString(ready, "of a process that was killed");

        program.deleteFiles();
        assertFalse(Files.exists(ready));
        try (Emulator emulator = program.emulator.start()) {
            program.writeFiles(emulator);

            assertEquals(
                    emulator.port() + "\n" + emulator.https().url().replaceAll(".*:", "") + "\n",
                    Files.readString(port));
            assertEquals(emulator.endpoint() + "\n", Files.readString(ready));
        }
        program.deleteFiles();
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void checksHealth() throws IOException {
        String endpoint;
        try (Emulator emulator = Emulator.start()) {
            endpoint = emulator.endpoint();
            HealthCheck.of(List.of("--check-health", endpoint)).run();
            HealthCheck.of(List.of("--check-health", endpoint + "/")).run();
            HealthCheck wrong = HealthCheck.of(List.of("--check-health", endpoint + "/examplebucket"));
            assertEquals(
                    "the response from " + endpoint + "/examplebucket/-/health must be 200, was 403",
                    assertThrows(IOException.class, wrong::run).getMessage());
        }
        HealthCheck stopped = HealthCheck.of(List.of("--check-health", endpoint));
        assertTrue(assertThrows(IOException.class, stopped::run)
                .getMessage()
                .startsWith("no response from " + endpoint + "/-/health: "));
    }

    @ParameterizedTest
    @CsvSource({
        "--check-health, '--check-health requires an endpoint, and no other option'",
        "--port 1 --check-health http://127.0.0.1, '--check-health requires an endpoint, and no other option'",
        "--check-health 127.0.0.1, '--check-health requires an endpoint with http://, was 127.0.0.1'",
        "--check-health http://user:hush@127.0.0.1, '--check-health requires an endpoint without a user'"
    })
    void rejectsInvalidHealthCheck(String arguments, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> HealthCheck.of(List.of(arguments.split(" "))))
                        .getMessage());
    }
}
