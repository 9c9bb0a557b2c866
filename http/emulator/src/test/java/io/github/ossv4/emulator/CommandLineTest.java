// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    private static Emulator.Builder parse(String... arguments) {
        return CommandLine.parse(List.of(arguments), Map.of());
    }

    @Test
    void keepsObjects(@TempDir Path directory) throws IOException {
        parse("--persist", directory.toString()).start().close();
        assertTrue(Files.exists(directory.resolve("journal")));
    }

    @ParameterizedTest
    @CsvSource({"4000000", "4000k", "4M", "4m"})
    void keepsObjectsInMemory(String size) throws IOException {
        parse("--memory", size).start().close();
    }

    @ParameterizedTest
    @CsvSource({
        "4x, '--memory must be a number with k, m or g, was 4x'",
        "-1, '--memory must be a number with k, m or g, was -1'",
        "0, 'the memory for objects must be at least 1 MB (1048576 bytes), was 0 bytes'",
        "512, 'the memory for objects must be at least 1 MB (1048576 bytes), was 512 bytes'"
    })
    void rejectsInvalidMemory(String size, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> parse("--memory", size))
                        .getMessage());
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
            assertFalse(emulator.server().settings().access().keys().isEmpty());
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
            assertTrue(emulator.server().settings().access().keys().isEmpty());
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
        }
    }

    @Test
    void takesCredentialsFromEnvironment() throws IOException {
        Map<String, String> environment = Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET", "secret");

        try (Emulator emulator = CommandLine.parse(List.of(), environment).start()) {
            assertEquals(Credentials.of("id", "secret"), SignedRequest.credentialsOf(emulator));
        }
        try (Emulator emulator = CommandLine.parse(List.of("--access-key-id", "other"), environment)
                .start()) {
            assertEquals(Credentials.of("other", "secret"), SignedRequest.credentialsOf(emulator));
        }
    }

    @Test
    void treatsEmptyVariablesAsUnset() throws IOException {
        Map<String, String> environment = Map.of("OSS_ACCESS_KEY_ID", "", "OSS_ACCESS_KEY_SECRET", "");

        try (Emulator emulator = CommandLine.parse(List.of(), environment).start()) {
            assertTrue(emulator.server().settings().access().keys().isEmpty());
        }
    }

    @Test
    void usesTokenWithItsPairOnly() throws IOException {
        Map<String, String> environment =
                Map.of("OSS_ACCESS_KEY_ID", "STS.id", "OSS_ACCESS_KEY_SECRET", "secret", "OSS_SESSION_TOKEN", "token");

        try (Emulator emulator = CommandLine.parse(List.of(), environment).start()) {
            assertEquals(Credentials.of("STS.id", "secret", "token"), SignedRequest.credentialsOf(emulator));
        }
        try (Emulator emulator = CommandLine.parse(
                        List.of("--access-key-id", "id", "--access-key-secret", "other"), environment)
                .start()) {
            assertEquals(Credentials.of("id", "other"), SignedRequest.credentialsOf(emulator));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--verbose, unknown option: --verbose",
        "--port, --port requires a value",
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
}
