// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;

/**
 * Prints the CPU time of operations in nanoseconds: the shortest of many short runs of each, since other processes
 * disturb few of them. Uses only methods that older versions of the library have, since it also runs with their jars.
 */
final class WarmLoop {
    private static final int PART_SIZE = 512 * 1024;
    private static final int THREADS_OF_SERVER = 16;
    private static final int CALLS_PER_THREAD = 10;

    /** The key of an object of 2 MiB. */
    private static final String DOWNLOADED = "2097152";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** An operation; its result depends on its work, so that no compiler removes it. */
    private interface Operation {
        long run() throws IOException;
    }

    private final int runs;
    private final int operationsPerRun;
    private final Operation operation;
    private long results;

    private WarmLoop(int runs, int operationsPerRun, Operation operation) {
        this.runs = runs;
        this.operationsPerRun = operationsPerRun;
        this.operation = operation;
    }

    /** Measures; the arguments are a file and the names of operations. */
    public static void main(String[] arguments) throws IOException {
        OkHttpClient okHttp =
                new OkHttpClient.Builder().addInterceptor(new NoNetwork()).build();
        try (BucketClient bucket = BucketClient.builder("http://localhost", "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .okHttpClient(okHttp)
                .build()) {
            for (int i = 1; i < arguments.length; i++) {
                WarmLoop loop = of(arguments[i], bucket, Path.of(arguments[0]));
                System.out.println(arguments[i] + " " + loop.shortest() + " " + loop.results);
            }
        } finally {
            okHttp.dispatcher().executorService().shutdown();
        }
    }

    private static WarmLoop of(String name, BucketClient bucket, Path file) {
        if (name.startsWith("crc64-")) {
            byte[] bytes = new byte[Integer.parseInt(name.substring("crc64-".length()))];
            return new WarmLoop(100, Math.min(20_000, (1 << 24) / bytes.length), () -> Crc64.compute(bytes));
        }
        if (name.startsWith("put-")) {
            Body body = Body.of(new byte[Integer.parseInt(name.substring("put-".length()))]);
            return new WarmLoop(400, 30, () -> bucket.put("large", body).key().length());
        }
        if (name.startsWith("get-")) {
            String key = name.substring("get-".length());
            return new WarmLoop(400, 30, () -> bucket.getBytes(key).length);
        }
        Signer signer = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou");
        return switch (name) {
            case "header" ->
                new WarmLoop(
                        200,
                        3000,
                        () -> signer.sign(request(), Instant.now()).headers().size());
            case "url" ->
                new WarmLoop(
                        200,
                        2500,
                        () -> signer.presign(request(), Instant.now(), Duration.ofHours(1))
                                .query()
                                .length());
            case "puts" -> {
                Body body = Body.of(new byte[1024]);
                yield inThreads(() -> bucket.put("large", body).key().length());
            }
            case "gets" -> inThreads(() -> bucket.getBytes("1024").length);
            case "parts" -> {
                UploadOptions inParts =
                        UploadOptions.builder().partSize(PART_SIZE).build();
                yield new WarmLoop(
                        400,
                        1,
                        () -> bucket.upload("large", file, inParts).key().length());
            }
            case "download" -> {
                Path copy = copyOf(file);
                yield new WarmLoop(
                        200, 1, () -> bucket.download(DOWNLOADED, copy).file().hashCode());
            }
            case "download-parts" -> {
                Path copy = copyOf(file);
                DownloadOptions inParts =
                        DownloadOptions.builder().partSize(PART_SIZE).build();
                yield new WarmLoop(
                        200,
                        1,
                        () -> bucket.download(DOWNLOADED, copy, inParts).file().hashCode());
            }
            default -> throw new IllegalArgumentException("operation must be known, was " + name);
        };
    }

    private static Path copyOf(Path file) {
        Path copy = file.resolveSibling(file.getFileName() + ".copy");
        copy.toFile().deleteOnExit();
        return copy;
    }

    /** Returns a loop of calls in as many threads as a busy server has. */
    private static WarmLoop inThreads(Callable<Integer> call) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS_OF_SERVER, runnable -> {
            Thread thread = new Thread(runnable);
            thread.setDaemon(true);
            return thread;
        });
        Callable<Integer> calls = () -> {
            int results = 0;
            for (int i = 0; i < CALLS_PER_THREAD; i++) {
                results += call.call();
            }
            return results;
        };
        return new WarmLoop(200, 1, () -> {
            try {
                for (Future<Integer> each : threads.invokeAll(Collections.nCopies(THREADS_OF_SERVER, calls))) {
                    each.get();
                }
                return 1;
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
        });
    }

    private static UnsignedRequest request() {
        return UnsignedRequest.builder("PUT", "examplebucket", "photos/2026/11/cat-0001.jpg")
                .header("Content-Type", "image/jpeg")
                .header("x-oss-meta-author", "ada")
                .header("x-oss-storage-class", "Standard")
                .build();
    }

    private double shortest() throws IOException {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long endedBefore = endedThreads();
            long start = cpuNanos();
            for (int j = 0; j < operationsPerRun; j++) {
                results += operation.run();
            }
            long nanos = cpuNanos() - start;
            // The CPU time of a thread is unknown after its end.
            if (endedThreads() == endedBefore) {
                shortest = Math.min(shortest, nanos);
            }
        }
        if (shortest == Long.MAX_VALUE) {
            throw new IllegalStateException("a thread ended in each of " + runs + " runs");
        }
        return (double) shortest / operationsPerRun;
    }

    private static long endedThreads() {
        return THREADS.getTotalStartedThreadCount() - THREADS.getThreadCount();
    }

    /** Returns the CPU time of all threads except those of compilers and garbage collectors. */
    private static long cpuNanos() {
        long nanos = 0;
        for (long thread : THREADS.getAllThreadIds()) {
            nanos += Math.max(0, THREADS.getThreadCpuTime(thread));
        }
        return nanos;
    }
}
