// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Downloads in parts to a temporary folder, and a record of their requests. */
public abstract class DownloadFixture extends EmulatorFixture {
    public static final int PART = 100 * 1024;

    private volatile CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    public final OkHttpClient okHttpClient = new OkHttpClient.Builder()
            .connectionPool(connectionPool)
            .addInterceptor(chain -> {
                sending.join();
                return chain.proceed(chain.request());
            })
            .build();
    public final Recorder recorder = new Recorder();

    @TempDir
    public Path folder;

    public Path file;
    public Path checkpoint;

    @BeforeEach
    public void setPaths() {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
    }

    /** Records requests and completed parts, and runs an action of the test at each. */
    public static final class Recorder implements CallListener {
        public volatile IntConsumer onPartStarted = part -> {};
        public volatile IntConsumer onPartCompleted = part -> {};

        private final List<Integer> fetched = new ArrayList<>();
        private final Set<Integer> completed = new TreeSet<>();
        private int requests;

        @Override
        public void started(CallAttempt attempt) {
            synchronized (this) {
                requests++;
                if (attempt.operation().equals("GetObject")) {
                    fetched.add(attempt.partNumber());
                }
            }
            if (attempt.operation().equals("GetObject")) {
                onPartStarted.accept(attempt.partNumber());
            }
        }

        @Override
        public void partCompleted(String key, Part part) {
            synchronized (this) {
                completed.add(part.number());
            }
            onPartCompleted.accept(part.number());
        }

        /** Returns the parts requested since the previous call, in the order of their requests. */
        public synchronized List<Integer> takeFetchedParts() {
            List<Integer> since = List.copyOf(fetched);
            fetched.clear();
            return since;
        }

        public synchronized int takeRequestCount() {
            int since = requests;
            requests = 0;
            return since;
        }

        public synchronized Set<Integer> takeCompletedParts() {
            Set<Integer> since = Set.copyOf(completed);
            completed.clear();
            return since;
        }
    }

    @Override
    public BucketClient.Builder client() {
        return super.client()
                .okHttpClient(okHttpClient)
                .retryPolicy(IMMEDIATE_RETRIES)
                .listener(recorder);
    }

    /** Stores random bytes as the object {@code k}. */
    public byte[] store(long seed, int size) throws IOException {
        byte[] bytes = TestFiles.randomBytes(seed, size);
        bucket.put("k", Body.of(bytes));
        recorder.takeRequestCount();
        return bytes;
    }

    public void replaceObject(String text) {
        try {
            bucket.put("k", Body.of(text.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DownloadOptions.Builder options() {
        return DownloadOptions.builder().partSize(PART);
    }

    /** Returns options with a checkpoint and one worker. */
    public DownloadOptions resumable() {
        return options().parallel(1).checkpoint(checkpoint).build();
    }

    public Path temporaryFile() {
        return folder.resolve(TestFiles.names(folder).stream()
                .filter(name -> name.startsWith(".ossv4-"))
                .findFirst()
                .orElseThrow());
    }

    /** Returns the numbers of the parts from the first to the last. */
    public static List<Integer> parts(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    public void assertNoCallsInProgress() {
        assertEquals(
                okHttpClient.connectionPool().connectionCount(),
                okHttpClient.connectionPool().idleConnectionCount());
        // OkHttp removes a call from its dispatcher just after the callback of the call has returned.
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (okHttpClient.dispatcher().runningCallsCount() > 0) {
            assertTrue(System.nanoTime() < deadline, "calls are in progress");
            Thread.onSpinWait();
        }
        assertEquals(0, okHttpClient.dispatcher().queuedCallsCount());
    }

    /** Returns the failure of a transfer, when the transfer is idle. */
    public static IOException assertFails(Transfer<?> transfer) throws Exception {
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        transfer.idle().get(1, TimeUnit.MINUTES);
        return assertInstanceOf(IOException.class, e.getCause());
    }

    /**
     * Starts a download and completes {@code started} with it before a request is sent. Otherwise a listener that waits
     * for {@code started} may run on this thread, if the response comes early.
     */
    public Transfer<SavedObject> start(DownloadOptions options, CompletableFuture<Transfer<SavedObject>> started) {
        sending = started;
        Transfer<SavedObject> transfer = bucket.async().download("k", file, options);
        started.complete(transfer);
        return transfer;
    }

    /** Downloads with a checkpoint, and cancels on the thread that completes the given part. */
    public void cancelAfter(int part) throws Exception {
        CompletableFuture<Transfer<SavedObject>> started = new CompletableFuture<>();
        recorder.onPartCompleted = number -> {
            if (number == part) {
                started.join().cancel(true);
            }
        };
        Transfer<SavedObject> transfer = start(resumable(), started);
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertThrows(CancellationException.class, transfer::join);
        recorder.onPartCompleted = number -> {};
        assertNoCallsInProgress();
        assertEquals(parts(1, part), recorder.takeFetchedParts());
        assertEquals(List.of(temporaryFile().getFileName().toString(), "checkpoint"), TestFiles.names(folder));
    }
}
