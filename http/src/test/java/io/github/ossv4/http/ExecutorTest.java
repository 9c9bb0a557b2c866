// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose asynchronous calls run on an executor of the user. */
class ExecutorTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private BucketClient client(ExecutorService executor) {
        return client().executor(executor)
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        threads.add(Thread.currentThread().getName());
                    }
                })
                .build();
    }

    private static ExecutorService named(int number) {
        return Executors.newFixedThreadPool(number, task -> new Thread(task, "mine"));
    }

    /** @param number with one thread, its parts are transferred one after the other */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void runsCallsAndTransfers(int number) throws Exception {
        ExecutorService executor = named(number);
        byte[] bytes = TestFiles.randomBytes(1, 5 * PART);
        Path source = Files.write(folder.resolve("source"), bytes);
        Path target = folder.resolve("target");
        try (BucketClient client = client(executor)) {
            client.async().put("put", Body.of(HELLO)).get(1, TimeUnit.MINUTES);
            UploadOptions upload = UploadOptions.builder().partSize(PART).build();
            client.upload("k", source, upload);
            DownloadOptions download = DownloadOptions.builder().partSize(PART).build();
            client.download("k", target, download);
            client.async()
                    .upload("k2", source, upload)
                    .toCompletableFuture()
                    .thenCompose(result -> client.async().download("k2", target, download))
                    .get(1, TimeUnit.MINUTES);
        }
        assertArrayEquals(bytes, Files.readAllBytes(target));
        assertEquals(Set.of("mine", Thread.currentThread().getName()), threads);
        assertFalse(executor.isShutdown());
        executor.shutdown();
    }

    @Test
    void reportsAClosedClientBeforeAMissingFile() {
        BucketClient closed = client().build();
        closed.close();
        Path missing = folder.resolve("missing");
        for (Executable upload : List.<Executable>of(
                () -> closed.upload("k", missing), () -> closed.async().upload("k", missing))) {
            IllegalStateException e = assertThrows(IllegalStateException.class, upload);
            assertTrue(e.getMessage().startsWith("the client is closed: "), e::toString);
        }
    }

    @Test
    void failsIfTheExecutorIsShutDown() throws Exception {
        ExecutorService executor = named(1);
        executor.shutdown();
        Path source = Files.write(folder.resolve("source"), HELLO);
        try (BucketClient client = client(executor)) {
            for (Future<?> call : List.of(
                    client.async().put("k", Body.of(HELLO)), client.async().upload("k", source))) {
                Throwable e = failureOf(call);
                assertInstanceOf(IOException.class, e);
                assertEquals("the executor of the client is closed, or has no thread for the call", e.getMessage());
            }
            client.put("k", HELLO);
            client.upload("k", source);
        }
    }

    /** The threads that would help with the parts are optional. */
    @ParameterizedTest
    @ValueSource(strings = {"k", "stream"})
    void transfersPartsOnTheThreadOfTheCallerIfTheExecutorThrows(String key) throws Exception {
        AtomicInteger tasks = new AtomicInteger();
        ExecutorService executor = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                tasks.incrementAndGet();
                throw new IllegalStateException("busy");
            }
        };
        byte[] bytes = TestFiles.randomBytes(4, 5 * PART);
        Path target = folder.resolve("target");
        UploadOptions upload = UploadOptions.builder().partSize(PART).build();
        DownloadOptions download = DownloadOptions.builder().partSize(PART).build();
        try (BucketClient client = client(executor)) {
            if (key.equals("k")) {
                client.upload(key, Files.write(folder.resolve("source"), bytes), upload);
            } else {
                client.upload(key, new ByteArrayInputStream(bytes), upload);
            }
            assertTrue(tasks.getAndSet(0) > 0);
            client.download(key, target, download);
            assertTrue(tasks.get() > 0, "" + tasks);
        }
        assertArrayEquals(bytes, Files.readAllBytes(target));
        executor.shutdown();
    }

    /** An interrupt closes the files of the transfer, by an exception that has no message. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void namesTheTransferThatShutdownNowStops(int event) throws Exception {
        Path source = Files.write(folder.resolve("source"), TestFiles.randomBytes(5, 4 * PART));
        bucket.put("k", Body.of(source));
        Path checkpoint = folder.resolve("checkpoint");
        assertNamed(
                event,
                client -> client.upload(
                        "k",
                        source,
                        UploadOptions.builder()
                                .partSize(PART)
                                .checkpoint(checkpoint)
                                .build()));
        assertNamed(
                event,
                client -> client.upload(
                        "k",
                        source,
                        UploadOptions.builder()
                                .partSize(PART)
                                .checkpoint(checkpoint)
                                .build()));
        Path target = folder.resolve("target");
        Path recorded = folder.resolve("recorded");
        assertNamed(
                event,
                client -> client.download(
                        "k",
                        target,
                        DownloadOptions.builder()
                                .partSize(PART)
                                .checkpoint(recorded)
                                .build()));
        assertNamed(
                event,
                client -> client.download(
                        "k",
                        target,
                        DownloadOptions.builder()
                                .partSize(PART)
                                .checkpoint(recorded)
                                .build()));
    }

    private interface Blocking {
        Object run(BucketClient client) throws IOException;
    }

    /** Shuts the executor down at an event of the transfer, unless it is completed before. */
    private void assertNamed(int event, Blocking transfer) {
        ExecutorService executor = named(1);
        AtomicInteger events = new AtomicInteger();
        CallListener stopping = new CallListener() {
            private void count() {
                if (events.incrementAndGet() == event) {
                    executor.shutdownNow();
                }
            }

            @Override
            public void started(CallAttempt attempt) {
                count();
            }

            @Override
            public void partCompleted(String key, Part part) {
                count();
            }
        };
        try (BucketClient client =
                client().executor(executor).listener(stopping).build()) {
            transfer.run(client);
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("interrupted"), e::toString);
        }
        executor.shutdown();
    }

    @Test
    void runsOnVirtualThreads() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "needs virtual threads");
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        byte[] bytes = TestFiles.randomBytes(3, 20 * PART);
        Path source = Files.write(folder.resolve("source"), bytes);
        try (BucketClient client = client(executor)) {
            client.upload("k", source, UploadOptions.builder().partSize(PART).build());
            Path target = folder.resolve("target");
            client.download(
                    "k", target, DownloadOptions.builder().partSize(PART).build());
            assertArrayEquals(bytes, Files.readAllBytes(target));
        }
        assertEquals(Set.of(""), threads, "virtual threads have no name");
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    }
}
