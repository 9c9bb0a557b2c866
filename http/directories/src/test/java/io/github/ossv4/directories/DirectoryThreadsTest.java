// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The threads of a transfer, and those of its client. */
@Timeout(120)
class DirectoryThreadsTest extends EmulatorFixture {
    private static final int FILES = 40;

    private static final DirectoryOptions COMPARING =
            DirectoryOptions.builder().parallel(16).comparison(Comparison.CRC64).build();

    @TempDir
    private Path temporary;

    private Path source;

    @BeforeEach
    void write() throws IOException {
        source = Files.createDirectories(temporary.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(source.resolve("file-" + i), "text " + i);
        }
    }

    private void transferInAllDirections(BucketClient client) throws IOException {
        Directories directories = Directories.of(client);
        Path target = temporary.resolve("target");
        assertEquals(
                FILES,
                directories.upload(source, "a", COMPARING).throwIfFailed().transferredCount());
        assertEquals(FILES, unchanged(directories.syncToBucket(source, "a", COMPARING)));
        assertEquals(
                FILES,
                directories
                        .syncToDirectory("a", target, COMPARING)
                        .throwIfFailed()
                        .transferredCount());
        assertEquals(FILES, unchanged(directories.syncToDirectory("a", target, COMPARING)));
        assertEquals(
                FILES,
                directories
                        .syncFrom(client, "a", "b", COMPARING)
                        .throwIfFailed()
                        .transferredCount());
    }

    private static long unchanged(DirectoryResult result) throws IOException {
        return result.throwIfFailed().skipped().stream()
                .filter(FileOutcome::isSame)
                .count();
    }

    @Test
    void needsOneThreadOfTheExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (BucketClient client = client().executor(executor).build()) {
            transferInAllDirections(client);
        } finally {
            executor.shutdown();
        }
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    }

    @Test
    void isNotRefusedByAFullQueue() throws Exception {
        try (BucketClient client = client().maxRequests(1).maxQueuedRequests(1).build()) {
            transferInAllDirections(client);
        }
    }

    private interface Transfer {
        DirectoryResult execute(BucketClient client) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"HeadObject, UP", "GetObject, DOWN", "CopyObject, COPY"})
    void cancelsCallsInProgressIfInterrupted(String operation, String direction) throws Exception {
        Directories.of(bucket).upload(source, "a").throwIfFailed();
        Transfer transfer = switch (direction) {
            case "UP" -> client -> Directories.of(client).syncToBucket(source, "a", COMPARING);
            case "DOWN" ->
                client -> Directories.of(client).syncToDirectory("a", temporary.resolve("target"), COMPARING);
            default -> client -> Directories.of(client).syncFrom(client, "a", "b", COMPARING);
        };
        for (int i = 0; i < FILES; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on(operation));
        }
        CountDownLatch started = new CountDownLatch(1);
        // Within a read timeout, only a cancellation ends the calls.
        try (BucketClient client = client().readTimeout(Duration.ofHours(1))
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals(operation)) {
                            started.countDown();
                        }
                    }
                })
                .build()) {
            FutureTask<Throwable> failure = new FutureTask<>(() -> {
                try {
                    transfer.execute(client);
                    return null;
                } catch (IOException e) {
                    return e;
                }
            });
            Thread thread = new Thread(failure);
            thread.start();
            assertTrue(started.await(1, TimeUnit.MINUTES));
            thread.interrupt();
            assertInstanceOf(InterruptedIOException.class, failure.get(1, TimeUnit.MINUTES));
        }
    }
}
