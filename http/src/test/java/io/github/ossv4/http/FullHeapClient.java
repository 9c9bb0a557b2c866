// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that transfers a file in parts, again and again, while another thread fills the heap and releases it.
 * Prints how many transfers succeeded, failed, and did not complete.
 */
final class FullHeapClient {
    private static final int PART = 100 * 1024;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Half a kilobyte or less stays free. Without it, OkHttp loses calls. */
    private static final int MIN_LENGTH = 1 << 7;

    private static final Random RANDOM = new Random();
    private static volatile boolean filling = true;

    private FullHeapClient() {}

    public static void main(String[] arguments) throws Exception {
        BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        String call = arguments[1];
        Path file = Path.of(arguments[3]);
        bucket.upload("k", file);
        // A class whose initialization fails for want of memory can never be used.
        start(bucket, call, file).get();
        Transfer<?> cancelled = start(bucket, call, file);
        cancelled.cancel(true);
        isIdleInTime(cancelled);
        Thread filler = new Thread(FullHeapClient::fillAgainAndAgain);
        filler.setDaemon(true);
        filler.start();
        int succeeded = 0;
        int incomplete = 0;
        int times = Integer.parseInt(arguments[2]);
        for (int i = 0; i < times; i++) {
            try {
                Transfer<?> transfer = start(bucket, call, file);
                if (!isIdleInTime(transfer)) {
                    incomplete++;
                } else if (!transfer.toCompletableFuture().isCompletedExceptionally()) {
                    succeeded++;
                }
            } catch (IOException | OutOfMemoryError e) {
                // It could not start.
            }
        }
        filling = false;
        filler.join();
        System.out.println(succeeded + " of " + times + " succeeded, " + incomplete + " incomplete");
        System.exit(0);
    }

    private static Transfer<?> start(BucketClient bucket, String call, Path file) throws IOException {
        UploadOptions.Builder upload = UploadOptions.builder().partSize(PART).threshold(0);
        Path checkpoint = file.resolveSibling("checkpoint");
        return switch (call) {
            case "upload" ->
                bucket.async().upload("k", file, upload.checkpoint(checkpoint).build());
            case "stream" -> bucket.async().upload("k", Files.newInputStream(file), upload.build());
            default ->
                bucket.async()
                        .download(
                                "k",
                                file.resolveSibling("downloaded"),
                                DownloadOptions.builder()
                                        .partSize(PART)
                                        .checkpoint(checkpoint)
                                        .build());
        };
    }

    /** Polls, since waiting needs memory. */
    private static boolean isIdleInTime(Transfer<?> transfer) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT_NANOS) {
            try {
                if (transfer.toCompletableFuture().isDone() && transfer.idle().isDone()) {
                    return true;
                }
            } catch (OutOfMemoryError e) {
                // Later.
            }
            LockSupport.parkNanos(1_000_000);
        }
        return false;
    }

    private static void fillAgainAndAgain() {
        while (filling) {
            try {
                fill();
                // Time for some steps, until another one finds a full heap.
                LockSupport.parkNanos(RANDOM.nextInt(50_000_000));
            } catch (OutOfMemoryError e) {
                // Filled by others.
            }
        }
    }

    /** Fills the heap to the last bytes, for a moment. */
    private static void fill() {
        Object[] chain = null;
        try {
            int length = 1 << 14;
            while (length > MIN_LENGTH) {
                try {
                    Object[] next = new Object[length];
                    next[0] = chain;
                    chain = next;
                } catch (OutOfMemoryError e) {
                    length /= 4;
                }
            }
            LockSupport.parkNanos(RANDOM.nextInt(2_000_000));
        } finally {
            Reference.reachabilityFence(chain);
        }
    }
}
