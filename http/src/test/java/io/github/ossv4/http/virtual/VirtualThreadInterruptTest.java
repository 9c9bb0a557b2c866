// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadStream;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.Leftovers;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls on virtual threads that are interrupted while the server stalls. */
@EnabledForJreRange(minVersion = VirtualThreads.FIRST_JDK)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class VirtualThreadInterruptTest {
    private static final int PART = 100 * 1024;

    /** More than the buffers of a connection take. */
    private static final int LARGE = 64 << 20;

    private static final byte[] BYTES = TestFiles.randomBytes(1, 3 * PART);

    @TempDir
    private Path folder;

    /** The point at which a thread is interrupted. */
    enum Waiting {
        PUT_SENDING("PUT", StallingServer.Stall.WITHOUT_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.put("k", Body.of(new byte[LARGE]));
            }
        },
        PUT_RESPONSE("PUT", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.put("k", BYTES);
            }
        },
        APPEND_RESPONSE("POST", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.append("k", AppendPosition.START, Body.of(BYTES));
            }
        },
        GET_RESPONSE("GET", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.getBytes("k");
            }
        },
        GET_BODY("GET", StallingServer.Stall.IN_RESPONSE_BODY) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                try (GetResult result = bucket.get("k");
                        InputStream stream = result.stream()) {
                    stream.readAllBytes();
                }
            }

            @Override
            boolean isReached(Thread thread) {
                return Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("readAllBytes"));
            }
        },
        GET_TO_FILE("GET", StallingServer.Stall.IN_RESPONSE_BODY) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.download("k", folder.resolve("target"));
            }
        },
        UPLOAD("PUT", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.upload("k", folder.resolve("source"), parts());
            }
        },
        DOWNLOAD("GET", StallingServer.Stall.IN_RESPONSE_BODY) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.download(
                        "k",
                        folder.resolve("target"),
                        DownloadOptions.builder().partSize(PART).build());
            }
        },
        RETRY_DELAY("HEAD", StallingServer.Stall.UNAVAILABLE) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                bucket.head("k");
            }
        },
        STREAM_WRITE("PUT", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                try (UploadStream stream = bucket.openUpload("k", parts())) {
                    while (true) {
                        stream.write(BYTES);
                    }
                }
            }
        },
        STREAM_COMPLETE("PUT", StallingServer.Stall.AFTER_READING) {
            @Override
            void call(BucketClient bucket, Path folder) throws IOException {
                try (UploadStream stream = bucket.openUpload("k", parts())) {
                    stream.write(BYTES);
                    stream.complete();
                }
            }
        };

        private final String method;
        private final StallingServer.Stall stall;

        Waiting(String method, StallingServer.Stall stall) {
            this.method = method;
            this.stall = stall;
        }

        abstract void call(BucketClient bucket, Path folder) throws IOException;

        /** Returns whether the waiting thread has reached this point. */
        boolean isReached(Thread thread) {
            return true;
        }

        static UploadOptions parts() {
            return UploadOptions.builder().partSize(PART).threshold(0).build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheCallAndLeavesNothing(Waiting waiting) throws Exception {
        Files.write(folder.resolve("source"), BYTES);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        try (StallingServer server = new StallingServer(waiting.method, waiting.stall)) {
            Leftovers leftovers = Leftovers.since(folder);
            try (BucketClient bucket = BucketClient.builder(server.endpoint(), "examplebucket")
                    .region("cn-hangzhou")
                    .credentials(EmulatorFixture.CREDENTIALS)
                    .retryPolicy(EmulatorFixture.HOURLY_RETRIES)
                    .build()) {
                Thread thread = VirtualThreads.start(() -> {
                    try {
                        waiting.call(bucket, folder);
                    } catch (Throwable e) {
                        failure.set(e);
                        flag.set(Thread.currentThread().isInterrupted());
                    }
                });
                server.awaitStall();
                await(thread, waiting);
                long start = System.nanoTime();
                thread.interrupt();
                thread.join(TimeUnit.MINUTES.toMillis(1));
                double millis = (System.nanoTime() - start) / 1e6;
                System.out.printf(Locale.ROOT, "%s, %.1f ms after the interrupt: %s%n", waiting, millis, failure);
                assertFalse(thread.isAlive());
            }
            server.drain();
            leftovers.awaitNone();
        }
        assertInstanceOf(InterruptedIOException.class, failure.get());
        if (waiting == Waiting.APPEND_RESPONSE) {
            assertInstanceOf(OutcomeUnknownException.class, failure.get().getCause());
        }
        assertTrue(flag.get(), "the flag is set");
        assertEquals(List.of("source"), TestFiles.names(folder));
    }

    private static void await(Thread thread, Waiting waiting) {
        while (!isWaiting(thread) || !waiting.isReached(thread)) {
            assertTrue(thread.isAlive());
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
