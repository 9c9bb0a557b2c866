// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.http.UploadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The time until the traffic of a cancelled upload in parts stops: with a server that reads as fast as possible, and
 * with one that reads 10 MB/s from each connection, which keeps all buffers full.
 */
final class CancelledUpload {
    private static final long SIZE = 1L << 30;
    private static final int TIMES = 21;

    private CancelledUpload() {}

    /** Cancels 0.2 to 0.6 seconds after the start. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("ossv4-", ".bytes");
        try {
            ConstantBytes.write(file, SIZE);
            System.out.println(
                    "| server | bytes after the cancellation | ms until the last of them, or the end of its connection"
                            + " | ms until idle |");
            System.out.println("|---|---|---|---|");
            try (Sink sink = Sink.start()) {
                print("as fast as possible", sink, file);
            }
            try (Sink sink = Sink.slow(10_000_000)) {
                print("10 MB/s per connection", sink, file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void print(String server, Sink sink, Path file) throws IOException, InterruptedException {
        Stopped[] all = new Stopped[TIMES];
        try (BucketClient bucket = Ossv4.client(sink.endpoint())) {
            // The first one warms up.
            cancel(bucket, sink, file, 1000);
            for (int i = 0; i < TIMES; i++) {
                all[i] = cancel(bucket, sink, file, 200 + 20 * i);
            }
        }
        System.out.println("| " + server + " | " + medianAndMaximum(all, Stopped::bytes, 0) + " | "
                + medianAndMaximum(all, Stopped::stoppedMillis, 1) + " | "
                + medianAndMaximum(all, Stopped::idleMillis, 1)
                + " |");
    }

    /** The traffic after a cancellation. */
    private record Stopped(long bytes, double stoppedMillis, double idleMillis) {}

    private static Stopped cancel(BucketClient bucket, Sink sink, Path file, int afterMillis)
            throws InterruptedException {
        Transfer<PutResult> upload = bucket.async().upload("large", file, UploadOptions.NONE);
        Thread.sleep(afterMillis);
        long received = sink.received();
        long cancelled = System.nanoTime();
        upload.cancel(true);
        double[] idle = new double[1];
        Thread waiting = new Thread(() -> {
            upload.idle().join();
            idle[0] = millisSince(cancelled);
        });
        waiting.start();
        while (sink.isReceiving()) {
            Thread.sleep(0, 100_000);
        }
        double stopped = millisSince(cancelled);
        long more = sink.received() - received;
        waiting.join();
        return new Stopped(more, stopped, idle[0]);
    }

    private static double millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static String medianAndMaximum(Stopped[] all, ToDoubleFunction<Stopped> value, int digits) {
        double[] sorted = Arrays.stream(all).mapToDouble(value).sorted().toArray();
        String format = "%,." + digits + "f, at most %,." + digits + "f";
        return String.format(Locale.ROOT, format, sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
