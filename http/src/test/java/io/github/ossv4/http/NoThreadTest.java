// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls on a machine that cannot create a thread: the future completes, and no temporary file remains. */
class NoThreadTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    /** Stands for {@code OutOfMemoryError: unable to create native thread}, on which the test runner would stop. */
    private static final class NoThreadError extends Error {
        private static final long serialVersionUID = 1;
    }

    @TempDir
    private Path folder;

    private final FailingThreads threads = new FailingThreads();

    /** Fails to run the task of a given number, counted from 1. */
    private static final class FailingThreads extends ThreadPoolExecutor {
        private final AtomicInteger submitted = new AtomicInteger();
        private volatile int failing;

        FailingThreads() {
            super(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        }

        /** Sets the number of the task that fails. Returns how many tasks were submitted since the previous call. */
        int fail(int number) {
            failing = number;
            return submitted.getAndSet(0);
        }

        @Override
        public void execute(Runnable task) {
            if (submitted.incrementAndGet() == failing) {
                throw new RejectedExecutionException(new NoThreadError());
            }
            super.execute(task);
        }
    }

    @Override
    public BucketClient.Builder client() {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequestsPerHost(64);
        return super.client()
                .okHttpClient(new OkHttpClient.Builder()
                        .connectionPool(connectionPool)
                        .dispatcher(dispatcher)
                        .build())
                .retryPolicy(
                        RetryPolicy.builder().baseDelay(Duration.ofMillis(1)).build());
    }

    interface Call {
        Future<?> on(NoThreadTest test) throws IOException;
    }

    private AsyncBucketClient async() {
        return bucket.async();
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(PART).threshold(0);
    }

    static Stream<Named<Call>> calls() {
        DownloadOptions download = DownloadOptions.builder().partSize(PART).build();
        return Stream.of(
                Named.of("put", test -> test.async().put("k", Body.of(HELLO), PutOptions.NONE)),
                Named.of("head", test -> test.async().head("large", GetOptions.NONE)),
                Named.of("verify", test -> test.async().verify("large", test.source(), GetOptions.NONE)),
                Named.of("get to file", test -> test.async().download("large", test.target(), DownloadOptions.NONE)),
                Named.of("download", test -> test.async().download("large", test.target(), download)),
                Named.of(
                        "download with checkpoint",
                        test -> test.async()
                                .download(
                                        "large",
                                        test.target(),
                                        DownloadOptions.builder()
                                                .partSize(PART)
                                                .checkpoint(test.checkpoint())
                                                .build())),
                Named.of("upload of a file", test -> test.async().upload("k", test.source(), parts().build())),
                Named.of(
                        "upload of a file with checkpoint",
                        test -> test.async()
                                .upload(
                                        "k",
                                        test.source(),
                                        parts().checkpoint(test.checkpoint()).build())),
                Named.of(
                        "upload of a stream",
                        test -> test.async()
                                .upload(
                                        "k",
                                        new ByteArrayInputStream(Files.readAllBytes(test.source())),
                                        parts().build())),
                Named.of(
                        "upload of a short stream",
                        test -> test.async().upload("k", new ByteArrayInputStream(HELLO), parts().build())));
    }

    private Path source() throws IOException {
        Path source = folder.resolve("source");
        if (!Files.exists(source)) {
            Files.write(source, new byte[5 * PART]);
        }
        return source;
    }

    private Path target() {
        return folder.resolve("target");
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    private List<String> unexpectedFiles() {
        return TestFiles.names(folder).stream()
                .filter(name -> !List.of("source", "target", "checkpoint").contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void completesTheFuture(Call call) throws Exception {
        bucket.put("large", Body.of(new byte[5 * PART]));
        // Each call is retried too: the timer submits the retry.
        List<Fault> faults = new ArrayList<>();
        for (String operation :
                List.of("PutObject", "HeadObject", "GetObject", "UploadPart", "CompleteMultipartUpload")) {
            faults.add(Fault.error(503, "ServiceUnavailable").on(operation));
        }
        threads.fail(0);
        int failed = 0;
        for (int number = 1; ; number++) {
            faults.forEach(emulator::inject);
            threads.fail(number);
            Future<?> future = call.on(this);
            try {
                future.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                failed++;
            }
            if (future instanceof Transfer<?> transfer) {
                transfer.idle().handle((nothing, failure) -> "ended").get(30, TimeUnit.SECONDS);
            }
            int submitted = threads.fail(0);
            emulator.clearFaults();
            List<String> unexpected = unexpectedFiles();
            // A checkpoint keeps its temporary file.
            unexpected = unexpected.stream()
                    .filter(name -> !(Files.exists(checkpoint()) && name.endsWith(".part")))
                    .toList();
            assertEquals(List.of(), unexpected, "after submission " + number);
            if (submitted < number) {
                break;
            }
        }
        assertTrue(failed > 0, "no submission failed");
        for (var upload : bucket.listMultipartUploads(ListOptions.NONE).stream().toList()) {
            bucket.multipartUpload(upload.key(), upload.uploadId()).abort();
        }
    }

    @Test
    void completesTheFutureIfAnExecutorOfOnesOwnThrowsAnError() {
        Dispatcher dispatcher = new Dispatcher(
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    throw new NoThreadError();
                }));
        OkHttpClient okHttpClient = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .dispatcher(dispatcher)
                .build();
        try (BucketClient client = super.client().okHttpClient(okHttpClient).build()) {
            Future<?> future = client.async().head("k", GetOptions.NONE);
            ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
            assertInstanceOf(NoThreadError.class, e.getCause());
        } finally {
            dispatcher.executorService().shutdown();
        }
    }

    @Test
    void leavesNoTemporaryFileIfTheFileCannotBeMoved() throws Exception {
        bucket.put("large", Body.of(new byte[PART]));
        CompletableFuture<SavedObject> saving = async().download(
                        "large",
                        target(),
                        DownloadOptions.builder()
                                .progress(progress -> {
                                    try {
                                        if (!Files.exists(target())) {
                                            Files.createDirectories(target().resolve("occupied"));
                                        }
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                })
                                .build());
        assertThrows(ExecutionException.class, () -> saving.get(30, TimeUnit.SECONDS));
        assertEquals(List.of(), unexpectedFiles());
    }
}
