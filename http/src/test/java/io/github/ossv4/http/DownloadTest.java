// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads in parts: what arrives, what is fetched, what is left behind. */
class DownloadTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;
    private static final RetryPolicy AT_ONCE =
            RetryPolicy.builder().baseDelay(Duration.ZERO).build();

    private final OkHttpClient client = new OkHttpClient();
    private final Seen seen = new Seen();

    @TempDir
    private Path folder;

    private Path file;
    private Path checkpoint;

    @BeforeEach
    void paths() {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
    }

    /** What was sent, and something to be done meanwhile. */
    private static final class Seen implements CallListener {
        private final List<Integer> fetched = new ArrayList<>();
        private final Set<Integer> done = new TreeSet<>();
        private int sent;
        volatile IntConsumer onAttempt = part -> {};
        volatile IntConsumer onDone = part -> {};

        @Override
        public void started(CallAttempt attempt) {
            synchronized (this) {
                sent++;
                if (attempt.operation().equals("GetObject")) {
                    fetched.add(attempt.partNumber());
                }
            }
            if (attempt.operation().equals("GetObject")) {
                onAttempt.accept(attempt.partNumber());
            }
        }

        @Override
        public void partCompleted(String key, Part part) {
            synchronized (this) {
                done.add(part.number());
            }
            onDone.accept(part.number());
        }

        /** What was fetched since the last time, in its order. */
        synchronized List<Integer> fetched() {
            List<Integer> since = List.copyOf(fetched);
            fetched.clear();
            return since;
        }

        synchronized int sent() {
            int since = sent;
            sent = 0;
            return since;
        }

        synchronized Set<Integer> done() {
            Set<Integer> since = Set.copyOf(done);
            done.clear();
            return since;
        }
    }

    @Override
    public BucketClient.Builder client() {
        return super.client().okHttpClient(client).retryPolicy(AT_ONCE).listener(seen);
    }

    private byte[] stored(long seed, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        bucket.put("k", Body.of(bytes));
        seen.sent();
        return bytes;
    }

    private static DownloadOptions.Builder options() {
        return DownloadOptions.builder().partSize(PART);
    }

    private DownloadOptions oneByOne() {
        return options().workers(1).checkpoint(checkpoint).build();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path beside() {
        return folder.resolve(names(folder).stream()
                .filter(name -> name.startsWith(".ossv4-"))
                .findFirst()
                .orElseThrow());
    }

    private static List<Integer> parts(int first, int last) {
        List<Integer> parts = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            parts.add(number);
        }
        return parts;
    }

    private void nothingIsUnderWay() {
        assertEquals(
                client.connectionPool().connectionCount(),
                client.connectionPool().idleConnectionCount());
        // OkHttp forgets a call just after its callback has returned.
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (client.dispatcher().runningCallsCount() > 0) {
            assertTrue(System.nanoTime() < deadline, "calls are under way");
            Thread.onSpinWait();
        }
        assertEquals(0, client.dispatcher().queuedCallsCount());
    }

    private static IOException failure(Transfer<?> transfer) throws Exception {
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        transfer.idle().get(1, TimeUnit.MINUTES);
        return assertInstanceOf(IOException.class, e.getCause());
    }

    // What arrives.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 23 * PART + 7})
    void anObjectOfAnySize(int size) throws Exception {
        byte[] bytes = stored(size, size);
        SavedObject saved = bucket.download("k", file, options().build());
        assertTrue(saved.crcChecked());
        assertEquals(file, saved.file());
        assertEquals(size, saved.metadata().size());
        assertEquals(Crc64.compute(bytes), saved.metadata().crc64());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
        int count = Math.max(1, (size + PART - 1) / PART);
        assertEquals(new TreeSet<>(parts(1, count)), seen.done());
        assertEquals(count, seen.fetched().size());
        assertEquals(1 + count, seen.sent());
    }

    @Test
    void anySizesAndWorkersAndWays() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = stored(random.nextLong(), random.nextInt(30 * PART));
            DownloadOptions.Builder options = DownloadOptions.builder()
                    .partSize(PART + random.nextInt(3 * PART))
                    .workers(1 + random.nextInt(8));
            if (random.nextBoolean()) {
                options.checkpoint(checkpoint);
            }
            SavedObject saved = random.nextBoolean()
                    ? bucket.download("k", file, options.build())
                    : bucket.async().download("k", file, options.build()).get(1, TimeUnit.MINUTES);
            assertTrue(saved.crcChecked(), "seed " + seed);
            assertArrayEquals(bytes, Files.readAllBytes(file), "seed " + seed);
            assertEquals(List.of("file"), names(folder), "seed " + seed);
        }
        nothingIsUnderWay();
    }

    @Test
    void withoutOptions() throws Exception {
        byte[] bytes = stored(1, 7 * 1024 * 1024);
        assertTrue(bucket.download("k", file).crcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(2, seen.fetched().size());
    }

    @Test
    void asManyAtOnceAsThereAreWorkers() throws Exception {
        stored(1, 12 * PART);
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        seen.onAttempt = part -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            three.countDown();
        };
        seen.onDone = part -> {
            try {
                assertTrue(three.await(1, TimeUnit.MINUTES), "three at once");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            underWay.decrementAndGet();
        };
        bucket.download("k", file, options().workers(3).build());
        assertEquals(3, most.get());
    }

    @Test
    void progressIsTold() throws Exception {
        stored(1, 5 * PART + 1);
        List<TransferProgress> told = new ArrayList<>();
        bucket.download("k", file, options().progress(told::add).build());
        TransferProgress first = told.get(0);
        assertEquals(0, first.bytes());
        assertEquals(5 * PART + 1, first.totalBytes());
        assertEquals(6, first.totalParts());
        TransferProgress last = told.get(told.size() - 1);
        assertEquals(5 * PART + 1, last.bytes());
        assertEquals(6, last.parts());
    }

    @Test
    void anOldFileIsReplaced() throws Exception {
        byte[] bytes = stored(1, 3 * PART);
        Files.writeString(file, "old");
        bucket.download("k", file, options().build());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    // What goes wrong on the way.

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.downloadReset(50_000).times(2),
                Fault.downloadCut(50_000).times(2),
                Fault.downloadCut(0),
                Fault.error(500, "InternalError").times(3),
                Fault.error(503, "ServiceUnavailable").on("GetObject").times(3),
                Fault.error(503, "ServiceUnavailable").on("HeadObject").times(3),
                Fault.answerLost().times(2),
                Fault.delay(Duration.ofMillis(100)).times(4),
                Fault.noCrc64().on("GetObject").times(3),
                Fault.wrongCrc64(7).on("GetObject").times(3));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPasses(Fault fault) throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        emulator.inject(fault);
        assertTrue(bucket.download("k", file, options().build()).crcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
    }

    static Stream<Fault> lasting() {
        return Stream.of(
                Fault.downloadReset(50_000).times(12),
                Fault.error(503, "ServiceUnavailable").on("GetObject").times(12),
                Fault.error(403, "AccessDenied").on("GetObject"),
                Fault.error(403, "AccessDenied").on("HeadObject"),
                Fault.error(404, "NoSuchKey").on("HeadObject"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatDoesNotPassLeavesTheOldFile(Fault fault) throws Exception {
        stored(1, 8 * PART + 1);
        Files.writeString(file, "old");
        emulator.inject(fault);
        assertThrows(
                IOException.class, () -> bucket.download("k", file, options().build()));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), names(folder));
        nothingIsUnderWay();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFlippedByteIsFoundAndNothingIsKept(boolean noted) throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        emulator.inject(Fault.flippedByte(77));
        DownloadOptions.Builder options = options();
        if (noted) {
            options.checkpoint(checkpoint);
        }
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> bucket.download("k", file, options.build()));
        assertEquals(Crc64.compute(bytes), e.remoteCrc64());
        assertEquals(List.of(), names(folder));
        assertTrue(bucket.download("k", file, options.build()).crcChecked());
    }

    @Test
    void aFlippedByteOfTheOnlyPartIsMended() throws Exception {
        byte[] bytes = stored(1, 1000);
        emulator.inject(Fault.flippedByte(77));
        assertTrue(bucket.download("k", file).crcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of(1, 1), seen.fetched());
    }

    @Test
    void anotherCrc64ThanThatOfTheBytes() throws Exception {
        stored(1, 3 * PART);
        emulator.inject(Fault.wrongCrc64(7).on("HeadObject"));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class,
                () -> bucket.download("k", file, options().build()));
        assertEquals(7, e.remoteCrc64());
        assertEquals(List.of(), names(folder));
    }

    @Test
    void anObjectWithoutCrc64() throws Exception {
        byte[] bytes = stored(1, 3 * PART);
        emulator.inject(Fault.noCrc64().on("HeadObject"));
        assertFalse(bucket.download("k", file, options().build()).crcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void anObjectThatIsReplacedMeanwhile() throws Exception {
        stored(1, 5 * PART);
        seen.onDone = part -> put("other");
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.download("k", file, options().workers(1).build()));
        assertTrue(e.getMessage().contains("the object changed during the download"), e.getMessage());
        assertEquals(412, assertInstanceOf(ServiceException.class, e.getCause()).status());
        assertEquals(List.of(1, 2), seen.fetched());
        assertEquals(List.of(), names(folder));
    }

    private void put(String text) {
        try {
            bucket.put("k", Body.of(text.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aVersionThatIsReplacedMeanwhileIsFetchedToItsEnd() throws Exception {
        stop();
        start(Emulator.builder().versioning(true));
        byte[] bytes = stored(1, 5 * PART);
        String version = bucket.head("k").versionId();
        seen.onDone = part -> put("other");
        SavedObject saved = bucket.download("k", file, options().workers(1).build());
        assertEquals(version, saved.metadata().versionId());
        assertArrayEquals(bytes, Files.readAllBytes(file));

        seen.onDone = part -> {};
        bucket.download("k", file, options().versionId(version).build());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        bucket.download("k", file);
        assertEquals("other", Files.readString(file));
    }

    @Test
    void conditions() throws Exception {
        stored(1, 3 * PART);
        String etag = bucket.head("k").etag();
        assertThrows(
                NotModifiedException.class,
                () -> bucket.download("k", file, options().ifNoneMatch(etag).build()));
        preconditionFailedOnHead(options().ifMatch("other").build());
        preconditionFailedOnHead(options().ifUnmodifiedSince(PAST).build());
        assertThrows(
                NotModifiedException.class,
                () -> bucket.download(
                        "k", file, options().ifModifiedSince(FUTURE).build()));
        assertEquals(List.of(), names(folder));
        bucket.download("k", file, options().ifMatch(etag).ifModifiedSince(PAST).build());
    }

    private void preconditionFailedOnHead(DownloadOptions options) {
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.download("k", file, options));
        assertEquals(412, e.status());
    }

    @Test
    void aFullDisk() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(2 * PART).build())) {
            stored(1, 8 * PART);
            Path data = Files.createDirectory(small.getPath("/data"));
            Path full = Files.writeString(data.resolve("file"), "old");
            IOException e = assertThrows(
                    IOException.class,
                    () -> bucket.download("k", full, options().build()));
            assertInstanceOf(CannotWriteException.class, e);
            assertTrue(e.getMessage().contains("/data/file"), e.getMessage());
            assertEquals("old", Files.readString(full));
            assertEquals(List.of("file"), names(data));
            List<Integer> fetched = seen.fetched();
            assertEquals(fetched.size(), Set.copyOf(fetched).size(), "nothing is sent again");
        }
    }

    @Test
    void aFullDiskKeepsWhatIsNoted() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(4 * PART).build())) {
            stored(1, 8 * PART);
            Path data = Files.createDirectory(small.getPath("/data"));
            DownloadOptions noted =
                    options().workers(1).checkpoint(data.resolve("checkpoint")).build();
            assertThrows(CannotWriteException.class, () -> bucket.download("k", data.resolve("file"), noted));
            assertEquals(List.of(1, 2, 3), seen.fetched().subList(0, 3));
            assertThrows(CannotWriteException.class, () -> bucket.download("k", data.resolve("file"), noted));
            assertFalse(seen.fetched().contains(1));
        }
    }

    @Test
    void aFolderThatIsNotThere() throws Exception {
        stored(1, PART);
        Path missing = folder.resolve("missing").resolve("file");
        assertThrows(CannotWriteException.class, () -> bucket.download("k", missing));
        assertThrows(
                CannotWriteException.class,
                () -> bucket.download("k", file, options().checkpoint(missing).build()));
        assertEquals(List.of(), seen.fetched());
        assertEquals(List.of(), names(folder));
    }

    // Cancelling.

    /** Cancels when a part is done; whoever fetched it then goes on. */
    private void cancelledAfter(int parts) throws Exception {
        CompletableFuture<Transfer<SavedObject>> begun = new CompletableFuture<>();
        seen.onDone = part -> {
            if (part == parts) {
                begun.join().cancel(true);
            }
        };
        Transfer<SavedObject> transfer = bucket.async().download("k", file, oneByOne());
        begun.complete(transfer);
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertThrows(CancellationException.class, transfer::join);
        seen.onDone = part -> {};
        nothingIsUnderWay();
        assertEquals(parts(1, parts), seen.fetched());
        assertEquals(List.of(beside().getFileName().toString(), "checkpoint"), names(folder));
    }

    /** In the middle of a part, of the question before, and of the wait for another attempt. */
    @ParameterizedTest
    @ValueSource(strings = {"GetObject", "HeadObject", "retry"})
    void cancellingLeavesNothing(String where) throws Exception {
        bucket.close();
        Set<Thread> before = timers();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        bucket = super.client()
                .okHttpClient(client)
                .retryPolicy(RetryPolicy.builder()
                        .baseDelay(Duration.ofHours(20))
                        .maxDelay(Duration.ofHours(20))
                        .build())
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals(where)) {
                            waiting.complete(null);
                        }
                    }

                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        waiting.complete(null);
                    }
                })
                .build();
        stored(1, 8 * PART);
        emulator.inject(
                where.equals("retry")
                        ? Fault.error(503, "ServiceUnavailable").on("GetObject").times(8)
                        : Fault.delay(Duration.ofHours(1)).on(where).times(8));
        Transfer<SavedObject> transfer =
                bucket.async().download("k", file, options().build());
        waiting.get(1, TimeUnit.MINUTES);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (where.equals("retry") && before.containsAll(timers())) {
            // It is told that it waits just before it does.
            assertTrue(System.nanoTime() < deadline, "nothing waits");
            Thread.onSpinWait();
        }
        assertTrue(transfer.cancel(true));
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), names(folder));
        assertTrue(transfer.isCancelled());
        nothingIsUnderWay();
        for (Thread timer : timers()) {
            if (!before.contains(timer)) {
                timer.join(TimeUnit.MINUTES.toMillis(1));
                assertFalse(timer.isAlive());
            }
        }
    }

    private static Set<Thread> timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ossv4-retry"))
                .collect(Collectors.toSet());
    }

    @Test
    void cancellingWhileBytesArrive() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        stored(seed, 40 * PART);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Transfer<SavedObject>> begun = new CompletableFuture<>();
            long bytes = random.nextInt(40 * PART);
            Transfer<SavedObject> transfer = bucket.async()
                    .download(
                            "k",
                            file,
                            options()
                                    .workers(1 + random.nextInt(5))
                                    .progress(progress -> {
                                        if (progress.bytes() >= bytes) {
                                            begun.join().cancel(true);
                                        }
                                    })
                                    .build());
            begun.complete(transfer);
            transfer.idle().get(1, TimeUnit.MINUTES);
            assertTrue(transfer.isCancelled(), "seed " + seed);
            assertEquals(List.of(), names(folder), "seed " + seed);
            nothingIsUnderWay();
        }
    }

    @Test
    void anInterruptCancelsAndIsToldWhenAllHasEnded() throws Exception {
        stored(1, 8 * PART);
        Thread thread = Thread.currentThread();
        seen.onDone = part -> {
            if (part == 1) {
                emulator.inject(Fault.delay(Duration.ofHours(1)).on("GetObject"));
            }
        };
        seen.onAttempt = part -> {
            if (part == 2) {
                thread.interrupt();
            }
        };
        assertThrows(
                InterruptedIOException.class,
                () -> bucket.download("k", file, options().workers(1).build()));
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), names(folder));
        nothingIsUnderWay();
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedIOException.class,
                () -> bucket.download("k", file, options().build()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void closingTheClientFailsADownload() throws Exception {
        stored(1, 8 * PART);
        seen.onDone = part -> bucket.close();
        Transfer<SavedObject> transfer =
                bucket.async().download("k", file, options().workers(1).build());
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        assertInstanceOf(IllegalStateException.class, e.getCause());
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), names(folder));
    }

    @Test
    void closingAClientThatHasItsOwnThreads() throws Exception {
        stored(1, 8 * PART);
        BucketClient own = super.client().listener(seen).build();
        seen.onDone = part -> own.close();
        Transfer<SavedObject> transfer =
                own.async().download("k", file, options().workers(1).build());
        assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), names(folder));
    }

    // Going on where it was.

    @Test
    void afterACancellationWhatIsMissingIsFetched() throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        cancelledAfter(3);
        List<TransferProgress> told = new ArrayList<>();
        DownloadOptions options =
                options().checkpoint(checkpoint).progress(told::add).build();
        assertTrue(bucket.download("k", file, options).crcChecked());
        assertEquals(Set.copyOf(parts(4, 9)), Set.copyOf(seen.fetched()));
        assertEquals(Set.copyOf(parts(1, 9)), seen.done());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
        assertEquals(3 * PART, told.get(0).bytes());
        assertEquals(3, told.get(0).parts());
    }

    @Test
    void afterAFailureWhatIsMissingIsFetched() throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        Files.writeString(file, "old");
        seen.onDone = part -> {
            if (part == 5) {
                emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
            }
        };
        assertThrows(ServiceException.class, () -> bucket.download("k", file, oneByOne()));
        assertEquals(parts(1, 6), seen.fetched());
        assertEquals("old", Files.readString(file));
        seen.onDone = part -> {};
        // Without a part size: the one that was begun with holds.
        bucket.download(
                "k",
                file,
                DownloadOptions.builder().checkpoint(checkpoint).workers(1).build());
        assertEquals(parts(6, 9), seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
    }

    @Test
    void againAndAgain() throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        for (int number = 1; number < 9; number++) {
            int last = number;
            seen.onDone = part -> {
                if (part == last) {
                    emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
                }
            };
            assertThrows(ServiceException.class, () -> bucket.download("k", file, oneByOne()));
            assertEquals(parts(number, number + 1), seen.fetched());
        }
        seen.onDone = part -> {};
        bucket.download("k", file, oneByOne());
        assertEquals(List.of(9), seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void aCancellationWhileTheOldPartsAreReadForgetsNone() throws Exception {
        stored(1, 8 * PART + 1);
        cancelledAfter(5);
        CompletableFuture<Transfer<SavedObject>> begun = new CompletableFuture<>();
        seen.onDone = part -> begun.join().cancel(true);
        Transfer<SavedObject> transfer = bucket.async().download("k", file, oneByOne());
        begun.complete(transfer);
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertTrue(transfer.isCancelled());
        seen.onDone = part -> {};
        bucket.download("k", file, oneByOne());
        assertEquals(parts(6, 9), seen.fetched());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDamagedPartIsFetchedAnew(boolean cut) throws Exception {
        byte[] bytes = stored(1, 8 * PART + 1);
        cancelledAfter(4);
        byte[] there = Files.readAllBytes(beside());
        if (cut) {
            there = Arrays.copyOf(there, PART + 5);
        } else {
            there[PART + 5] ^= 1;
        }
        Files.write(beside(), there);
        bucket.download("k", file, oneByOne());
        List<Integer> fetched = new ArrayList<>(cut ? parts(2, 9) : parts(5, 9));
        if (!cut) {
            fetched.add(0, 2);
        }
        assertEquals(fetched, seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void withoutThePartsItBeginsAnew() throws Exception {
        byte[] bytes = stored(1, 4 * PART);
        cancelledAfter(2);
        Files.delete(beside());
        bucket.download("k", file, oneByOne());
        assertEquals(parts(1, 4), seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void anObjectThatHasChangedIsFetchedAnew() throws Exception {
        stored(1, 4 * PART);
        cancelledAfter(2);
        byte[] bytes = stored(2, 4 * PART);
        bucket.download("k", file, oneByOne());
        assertEquals(parts(1, 4), seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
    }

    @Test
    void anObjectThatChangesMeanwhileIsFetchedAnewTheNextTime() throws Exception {
        stored(1, 5 * PART);
        seen.onDone = part -> put("other");
        IOException e = failure(bucket.async().download("k", file, oneByOne()));
        assertTrue(e.getMessage().contains("changed"), e.getMessage());
        bucket.download("k", file, oneByOne());
        assertEquals("other", Files.readString(file));
        assertEquals(List.of("file"), names(folder));
    }

    @Test
    void anEmptyCheckpointIsNone() throws Exception {
        byte[] bytes = stored(1, 4 * PART);
        Files.createFile(checkpoint);
        bucket.download("k", file, oneByOne());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
    }

    @Test
    void aWholeObjectBesideTheFileNeedsOnlyToTakeItsPlace() throws Exception {
        byte[] bytes = stored(1, 4 * PART);
        seen.onDone = part -> {
            if (part == 4) {
                // Nothing can be moved onto a folder with something in it.
                try {
                    Files.createDirectories(file.resolve("in the way"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThrows(CannotWriteException.class, () -> bucket.download("k", file, oneByOne()));
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        seen.onDone = part -> {};
        seen.fetched();
        List<TransferProgress> told = new ArrayList<>();
        bucket.download(
                "k", file, options().checkpoint(checkpoint).progress(told::add).build());
        assertEquals(List.of(), seen.fetched());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(4, told.get(0).parts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "[]",
                "{}",
                "{\"format\":\"ossv4 upload 1\"}",
                "{\"format\":\"ossv4 download 2\"}",
                "{\"format\":\"ossv4 download 1\"}"
            })
    void whatIsNoCheckpointIsNotTouched(String text) throws Exception {
        Files.writeString(checkpoint, text);
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, oneByOne()));
        assertTrue(e.getMessage().startsWith(checkpoint + " is not a checkpoint of a download: "), e.getMessage());
        assertEquals(text, Files.readString(checkpoint));
        assertEquals(0, seen.sent(), "nothing was sent");
    }

    @Test
    void aFolderIsNoCheckpoint() throws Exception {
        Files.createDirectory(checkpoint);
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, oneByOne()));
        assertTrue(e.getMessage().contains("cannot read the checkpoint " + checkpoint), e.getMessage());
        assertEquals(0, seen.sent(), "nothing was sent");
    }

    @Test
    void anyCutOfACheckpointIsRefused() throws Exception {
        stored(1, 4 * PART);
        cancelledAfter(2);
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int length = 1; length < whole.length; length++) {
            Files.write(checkpoint, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, () -> bucket.download("k", file, oneByOne()), "cut to " + length);
        }
        assertEquals(0, seen.sent() - 3, "nothing was sent");
        Files.write(checkpoint, whole);
        bucket.download("k", file, oneByOne());
        assertEquals(List.of(3, 4), seen.fetched());
    }

    /** Whatever a checkpoint names would be written to, and deleted. */
    @ParameterizedTest
    @ValueSource(strings = {"../file", "ABSOLUTE", "file", ".ossv4-a.part/../x.part", ""})
    void aCheckpointThatNamesSomethingElse(String name) throws Exception {
        stored(1, 4 * PART);
        cancelledAfter(2);
        Path other = Files.writeString(folder.resolve("other"), "of somebody else");
        String beside = name.equals("ABSOLUTE") ? other.toAbsolutePath().toString() : name;
        String noted = Files.readString(checkpoint).replace("\"" + beside().getFileName() + "\"", "\"" + beside + "\"");
        Files.writeString(checkpoint, noted);
        seen.sent();
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, oneByOne()));
        assertTrue(e.getMessage().contains("is not a checkpoint of a download"), e.getMessage());
        assertEquals(0, seen.sent(), "nothing was sent");
        assertEquals("of somebody else", Files.readString(other));
    }

    @Test
    void theCheckpointOfAnotherDownload() throws Exception {
        stored(1, 4 * PART);
        bucket.put("other", Body.of(HELLO));
        cancelledAfter(2);
        seen.sent();
        List<String> before = names(folder);
        IOException e = assertThrows(IOException.class, () -> bucket.download("other", file, oneByOne()));
        assertTrue(
                e.getMessage()
                        .contains(checkpoint
                                + " belongs to another download: of k in bucket examplebucket to a file file"),
                e.getMessage());
        assertThrows(IOException.class, () -> bucket.download("k", folder.resolve("other"), oneByOne()));
        e = assertThrows(
                IOException.class,
                () -> bucket.download(
                        "k",
                        file,
                        options().partSize(PART + 1).checkpoint(checkpoint).build()));
        assertTrue(e.getMessage().contains("with a part size of 102400 bytes, not 102401"), e.getMessage());
        assertEquals(0, seen.sent(), "nothing was sent");
        assertEquals(before, names(folder));
    }

    @Test
    void twoWithOneCheckpoint() throws Exception {
        byte[] bytes = stored(1, 4 * PART);
        CompletableFuture<IOException> second = new CompletableFuture<>();
        seen.onDone = part -> {
            if (part == 2) {
                second.complete(assertThrows(IOException.class, () -> bucket.download("k", file, oneByOne())));
            }
        };
        bucket.download("k", file, oneByOne());
        IOException e = second.get(1, TimeUnit.MINUTES);
        assertTrue(e.getMessage().contains("another download with the checkpoint"), e.getMessage());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), names(folder));
    }

    // Bad input.

    @Test
    void badInput() {
        for (long bytes : new long[] {PART - 1, -1, 5L * 1024 * 1024 * 1024 + 1}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> DownloadOptions.builder().partSize(bytes));
            assertEquals("part size must be between 102400 and 5368709120 bytes, was " + bytes, e.getMessage());
        }
        for (int workers : new int[] {0, -1, 65}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> DownloadOptions.builder().workers(workers));
            assertEquals("workers must be 1 to 64, was " + workers, e.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class, () -> DownloadOptions.builder().versionId(""));
        assertThrows(
                IllegalArgumentException.class, () -> DownloadOptions.builder().trafficLimit(1));
        assertThrows(IllegalArgumentException.class, () -> bucket.async().download("", file, DownloadOptions.NONE));
        DownloadOptions same = options()
                .checkpoint(folder.resolve("x").resolve("..").resolve("file"))
                .build();
        assertThrows(IllegalArgumentException.class, () -> bucket.download("k", file, same));
        assertEquals(0, seen.sent(), "nothing was sent");
    }

    @Test
    void whatIsNoFileToWriteTo() throws Exception {
        assertTrue(assertThrows(IOException.class, () -> bucket.download("k", folder))
                .getMessage()
                .contains("directory"));
        assertThrows(IOException.class, () -> bucket.download("k", Path.of("/dev/null")));
        assertTrue(failure(bucket.async().download("k", folder, DownloadOptions.NONE))
                .getMessage()
                .contains("directory"));
        assertEquals(0, seen.sent(), "nothing was sent");
    }
}
