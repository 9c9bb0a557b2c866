// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An emulator for each test, with a directory and a time of its own, and requests to it. To be a registered extension. */
final class TestEmulator implements BeforeEachCallback, AfterEachCallback {
    /** When a test begins. */
    static final Instant NOW = Instant.parse("2023-12-17T03:47:36Z");

    /** What {@link #putHello} stores. */
    static final String HELLO_KEY = "dir/鍵 1.txt";

    static final String HELLO_ETAG = "\"5D41402ABC4B2A76B9719D911017C592\"";
    static final String HELLO_MD5 = "XUFAKrxLKna5cZ2REBfFkg==";

    private final UnaryOperator<Emulator.Builder> settings;
    private volatile Instant now = NOW;
    private Path directory;
    private Emulator emulator;

    /** With the buckets examplebucket and other, for the AccessKey ID {@code id} with the secret {@code secret}. */
    TestEmulator() {
        this(builder -> builder.bucket("examplebucket").bucket("other").credentials(Credentials.of("id", "secret")));
    }

    private TestEmulator(UnaryOperator<Emulator.Builder> settings) {
        this.settings = settings;
    }

    /** With settings in place of the usual ones, of which there must be credentials. */
    static TestEmulator bare(UnaryOperator<Emulator.Builder> settings) {
        return new TestEmulator(settings);
    }

    /** With more settings. */
    TestEmulator with(UnaryOperator<Emulator.Builder> more) {
        return new TestEmulator(builder -> more.apply(settings.apply(builder)));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("ossv4-test-");
        InstantSource time = () -> now;
        emulator = settings.apply(Emulator.builder().directory(directory).clock(clock(time)))
                .start();
    }

    private static Clock clock(InstantSource time) {
        return new Clock() {
            @Override
            public Instant instant() {
                return time.instant();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        emulator.close();
        // Fails unless the emulator has cleaned up.
        Files.delete(directory);
    }

    /** The emulator itself. */
    Emulator running() {
        return emulator;
    }

    void clearFaults() {
        emulator.clearFaults();
    }

    void inject(Fault fault) {
        emulator.inject(fault);
    }

    /** Lets time pass for the emulator and for who signs. */
    void advance(Duration time) {
        now = now.plus(time);
    }

    RawConnection wire() throws IOException {
        return new RawConnection(emulator);
    }

    /** A signed request to the first bucket. */
    SignedRequest request(String method, String key) {
        return SignedRequest.of(emulator, method, key).at(now);
    }

    /** A form with a signed policy, whose file holds {@code hello}. */
    TestForm form(String key) {
        return TestForm.of(emulator, now).key(key);
    }

    SignedRequest put(String key, String body) {
        return SignedRequest.put(emulator, key, body).at(now);
    }

    TestResponse get(String key) throws IOException {
        return request("GET", key).send();
    }

    /** The bytes of an object. */
    byte[] read(String key) throws IOException {
        try (RawConnection wire = wire()) {
            TestResponse head = wire.send(request("GET", key).head()).readHead();
            assertEquals(200, head.status());
            return wire.body().readNBytes(Integer.parseInt(head.header("content-length")));
        }
    }

    TestResponse head(String key) throws IOException {
        return request("HEAD", key).send();
    }

    /** A request that is to be sent with the body {@code hello}. */
    SignedRequest putHello() {
        return put(HELLO_KEY, "hello");
    }

    /** Sends it, with a callback to these URLs. */
    TestResponse upload(String... urls) throws IOException {
        return putHello()
                .callback(Callback.builder(urls).formBody("a=b").build())
                .send("hello");
    }

    /** How many files with bodies there are. */
    long files() throws IOException {
        while (true) {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.filter(Files::isRegularFile).count();
            } catch (UncheckedIOException e) {
                // One has gone while they were counted.
            }
        }
    }

    /** A cut connection is noticed soon, but by another thread. */
    void awaitFiles(long count) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (files() != count) {
                Thread.onSpinWait();
            }
        });
    }
}
