// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulator without objects, and a client of it. */
abstract class EmulatorFixture {
    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");

    public Emulator emulator;
    public BucketClient bucket;

    /** A line for each request that the emulator received. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    /** Returns the home and working directory of the command line. */
    abstract Path home();

    /** Configures the command line for the emulator, which has just been started. */
    abstract void configure();

    @BeforeEach
    public void start() throws IOException {
        start(Emulator.builder());
    }

    /** Starts an emulator with other settings in place of the first. */
    public void restart(Emulator.Builder builder) throws IOException {
        stop();
        start(builder);
    }

    private void start(Emulator.Builder builder) throws IOException {
        emulator = builder.accessKey("id", "secret")
                .callbackTimeout(Duration.ofSeconds(60))
                .log(this::received)
                .start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .build();
        configure();
    }

    /** Receives the line of a request. */
    protected void received(String request) {
        requests.add(request);
    }

    @AfterEach
    public void stop() {
        bucket.close();
        emulator.close();
    }

    /** Returns how many requests so far have this method. */
    public long count(String method) {
        return requests.stream()
                .filter(line -> line.contains(" " + method + " "))
                .count();
    }

    /** Returns the URL of an object in the bucket of the emulator. */
    public String oss(String key) {
        return "oss://" + emulator.bucket() + "/" + key;
    }

    /** Writes a file below the home directory, with random bytes that are the same in each run. */
    public byte[] write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = home().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return bytes;
    }
}
