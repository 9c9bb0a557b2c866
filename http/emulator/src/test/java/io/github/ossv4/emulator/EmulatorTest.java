// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmulatorTest {
    @Test
    void describesItself() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            assertEquals("http://127.0.0.1:" + emulator.port(), emulator.endpoint());
            assertEquals("cn-hangzhou", emulator.region());
            assertEquals("examplebucket", emulator.bucket());
            assertEquals(emulator.endpoint() + "/callback_pub_key_v1.pem", emulator.publicKeyUrl());
            assertEquals("Emulator{" + emulator.endpoint() + "}", emulator.toString());
        }
    }

    @Test
    void emulatorsAreIndependent() throws IOException {
        try (Emulator one = Emulator.start();
                Emulator other = Emulator.start()) {
            SignedRequest.put(one, "a", "hello").send("hello");

            assertNotEquals(one.port(), other.port());
            assertEquals(200, SignedRequest.of(one, "GET", "a").send().status());
            assertEquals(404, SignedRequest.of(other, "GET", "a").send().status());
        }
    }

    @Test
    void verifiesWithRegionAndProduct() throws IOException {
        try (Emulator emulator = Emulator.builder()
                .accessKey("id", "secret")
                .region("us-east-1")
                .product("oss-cloudbox")
                .start()) {
            assertEquals("us-east-1", emulator.region());
            assertEquals(
                    "400 InvalidArgument 0002-00000227",
                    SignedRequest.of(emulator, "GET", "a").send().errorText());
        }
    }

    @Test
    void closesTwice(@TempDir Path directory) throws IOException {
        Emulator emulator = Emulator.builder()
                .accessKey("id", "secret")
                .directory(directory.resolve("new"))
                .start();
        SignedRequest.put(emulator, "a", "hello").send("hello");

        emulator.close();
        emulator.close();

        assertThrows(IOException.class, () -> new RawConnection(emulator.port()));
        try (Stream<Path> left = Files.list(directory.resolve("new"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void closeAbortsConnectionsAndUploads(@TempDir Path directory) throws IOException {
        Emulator emulator = Emulator.builder()
                .accessKey("id", "secret")
                .directory(directory)
                .start();
        try (RawConnection connection = new RawConnection(emulator)) {
            connection.send(SignedRequest.of(emulator, "PUT", "a")
                    .length(10)
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, connection.read().status());

            emulator.close();

            assertTrue(connection.isAtEnd());
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void closeStopsThreads() throws IOException {
        Emulator emulator = Emulator.start();
        SignedRequest.put(emulator, "a", "hello").send("hello");
        emulator.close();

        // They stop shortly after close returns.
        String name = "ossv4-emulator-" + emulator.port() + "-";
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith(name))) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void generatesPairOnEachStart() throws IOException {
        Emulator.Builder builder = Emulator.builder();
        try (Emulator one = builder.start();
                Emulator other = builder.start()) {
            assertNotEquals(one.accessKeyId(), other.accessKeyId());
            assertNotEquals(one.accessKeySecret(), other.accessKeySecret());
            assertEquals(404, SignedRequest.of(one, "GET", "a").send().status());
            assertEquals(
                    "403 InvalidAccessKeyId 0002-00000902",
                    SignedRequest.of(one, "GET", "a")
                            .credentials(SignedRequest.credentialsOf(other))
                            .send()
                            .errorText());
        }
    }

    /** The pair is in public documentation, so that any page can sign with it. */
    @Test
    void acceptsNoPublishedPair() throws IOException {
        Credentials published = Credentials.of("sample-access-key-id", "sample-access-key-secret");
        try (Emulator emulator = Emulator.start()) {
            assertEquals(
                    "403 InvalidAccessKeyId 0002-00000902",
                    SignedRequest.put(emulator, "a", "hello")
                            .credentials(published)
                            .send("hello")
                            .errorText());
        }
    }

    @Test
    void rejectsDuplicateAccessKeyIds() {
        Emulator.Builder builder = Emulator.builder().accessKey("id", "secret");

        assertThrows(IllegalArgumentException.class, () -> builder.accessKey("id", "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Bucket", "-bucket", "bucket-", "buck_et", "buck.et"})
    void rejectsInvalidBucketNames(String name) {
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().bucket(name));
    }

    @Test
    void rejectsInvalidSettings() {
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().port(-1));
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().port(65536));
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().callbackTimeout(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> Emulator.builder()
                        .accessKey("id", "secret")
                        .region("oss-cn-hangzhou")
                        .start());
    }

    @Test
    void reportsPortInUse() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            assertThrows(
                    IOException.class,
                    () -> Emulator.builder()
                            .accessKey("id", "secret")
                            .port(emulator.port())
                            .start());
        }
    }
}
