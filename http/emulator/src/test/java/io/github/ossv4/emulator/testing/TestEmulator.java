// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** A JUnit extension that starts an emulator for each test, with its own directory and clock. */
public final class TestEmulator implements BeforeEachCallback, AfterEachCallback {
    /** The time at the start of a test. */
    public static final Instant NOW = Instant.parse("2023-12-17T03:47:36Z");

    /** The error of an accepted request for an object that does not exist. */
    public static final String NO_SUCH_KEY = "404 NoSuchKey 0026-00000001";

    /** The body of {@link #putHello}. */
    public static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    /** The key of {@link #putHello}. */
    public static final String HELLO_KEY = "dir/鍵 1.txt";

    public static final String HELLO_ETAG = "\"5D41402ABC4B2A76B9719D911017C592\"";
    public static final String HELLO_MD5 = "XUFAKrxLKna5cZ2REBfFkg==";

    private final UnaryOperator<Emulator.Builder> settings;
    private volatile Instant now = NOW;
    private Path directory;
    private Emulator emulator;

    /**
     * Creates an emulator with the buckets examplebucket and other, and the AccessKey pair {@code id}, {@code secret}.
     */
    public TestEmulator() {
        this(builder -> builder.bucket("examplebucket").bucket("other").accessKey("id", "secret"));
    }

    private TestEmulator(UnaryOperator<Emulator.Builder> settings) {
        this.settings = settings;
    }

    /** Creates an emulator with other settings, which must contain an AccessKey. */
    public static TestEmulator bare(UnaryOperator<Emulator.Builder> settings) {
        return new TestEmulator(settings);
    }

    /** Returns an emulator with more settings. */
    public TestEmulator with(UnaryOperator<Emulator.Builder> more) {
        return new TestEmulator(builder -> more.apply(settings.apply(builder)));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("ossv4-test-");
        InstantSource time = () -> now;
        Emulator.Builder builder =
                Emulator.builder().directory(directory).clock(clock(time)).callbackTimeout(Duration.ofSeconds(60));
        // So that a test can count the bodies.
        emulator = settings.apply(BuilderAccess.fileBytes(builder, 0)).start();
    }

    /** Returns the clock in UTC that shows a time. */
    public static Clock clock(InstantSource time) {
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
        // Fails if the emulator has left files.
        Files.delete(directory);
    }

    /** Returns the emulator. */
    public Emulator running() {
        return emulator;
    }

    public void clearFaults() {
        emulator.clearFaults();
    }

    public void inject(Fault fault) {
        emulator.inject(fault);
    }

    /** Advances the clock of the emulator and of the signer. */
    public void advance(Duration time) {
        now = now.plus(time);
    }

    public RawConnection connect() throws IOException {
        return new RawConnection(emulator);
    }

    /** Returns a signed request to the first bucket. */
    public SignedRequest request(String method, String key) {
        return SignedRequest.of(emulator, method, key).at(now);
    }

    /** Returns a form with a signed policy and the file {@code hello}. */
    public TestForm form(String key) {
        return TestForm.of(emulator, now).key(key);
    }

    public SignedRequest put(String key, String body) {
        return SignedRequest.put(emulator, key, body).at(now);
    }

    public RawResponse get(String key) throws IOException {
        return request("GET", key).send();
    }

    /** Returns the bytes of an object. */
    public byte[] read(String key) throws IOException {
        try (RawConnection connection = connect()) {
            RawResponse head = connection.send(request("GET", key).head()).readHead();
            assertEquals(200, head.status());
            return connection.body().readNBytes(Integer.parseInt(head.header("content-length")));
        }
    }

    public RawResponse head(String key) throws IOException {
        return request("HEAD", key).send();
    }

    /** Returns a PutObject for the body {@code hello}. */
    public SignedRequest putHello() {
        return put(HELLO_KEY, "hello");
    }

    /** Sends {@link #putHello} with a callback to these URLs. */
    public RawResponse upload(String... urls) throws IOException {
        return putHello()
                .callback(Callback.builder(urls).formBody("a=b").build())
                .send("hello");
    }

    /** Returns the number of files with bodies. */
    public long files() throws IOException {
        while (true) {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.filter(Files::isRegularFile).count();
            } catch (UncheckedIOException e) {
                // A file was deleted while they were counted.
            }
        }
    }

    /** Waits for a number of files: another thread notices a closed connection. */
    public void awaitFiles(long count) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (files() != count) {
                Thread.onSpinWait();
            }
        });
    }
}
