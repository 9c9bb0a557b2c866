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
 * How soon the traffic of an upload in parts stops when it is cancelled: at a server that takes all it can get, and at one that
 * takes 10 MB a second from each connection, so that as much as possible is on its way.
 */
final class CancelledUpload {
    private static final long SIZE = 1L << 30;
    private static final int TIMES = 21;

    private CancelledUpload() {}

    /** Cancels 0.2 to 0.6 seconds after the beginning. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("ossv4-", ".bytes");
        try {
            ConstantBytes.write(file, SIZE);
            System.out.println(
                    "| server | bytes that still came | ms until the last of them, or the end of its connection"
                            + " | ms until nothing was under way |");
            System.out.println("|---|---|---|---|");
            try (Sink sink = Sink.start()) {
                print("as fast as it can", sink, file);
            }
            try (Sink sink = Sink.slow(10_000_000)) {
                print("10 MB/s each", sink, file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void print(String server, Sink sink, Path file) throws IOException, InterruptedException {
        Stopped[] all = new Stopped[TIMES];
        try (BucketClient bucket = Ossv4.client(sink.endpoint())) {
            // The first warms up.
            cancel(bucket, sink, file, 1000);
            for (int i = 0; i < TIMES; i++) {
                all[i] = cancel(bucket, sink, file, 200 + 20 * i);
            }
        }
        System.out.println("| " + server + " | " + medianAndMost(all, Stopped::bytes, 0) + " | "
                + medianAndMost(all, Stopped::stoppedMillis, 1) + " | " + medianAndMost(all, Stopped::endedMillis, 1)
                + " |");
    }

    /** What followed a cancellation. */
    private record Stopped(long bytes, double stoppedMillis, double endedMillis) {}

    private static Stopped cancel(BucketClient bucket, Sink sink, Path file, int afterMillis)
            throws InterruptedException {
        Transfer<PutResult> upload = bucket.async().upload("large", file, UploadOptions.NONE);
        Thread.sleep(afterMillis);
        long received = sink.received();
        long cancelled = System.nanoTime();
        upload.cancel(true);
        double[] ended = new double[1];
        Thread waiting = new Thread(() -> {
            upload.idle().join();
            ended[0] = millisSince(cancelled);
        });
        waiting.start();
        while (sink.isReceiving()) {
            Thread.sleep(0, 100_000);
        }
        double stopped = millisSince(cancelled);
        long more = sink.received() - received;
        waiting.join();
        return new Stopped(more, stopped, ended[0]);
    }

    private static double millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static String medianAndMost(Stopped[] all, ToDoubleFunction<Stopped> what, int digits) {
        double[] sorted = Arrays.stream(all).mapToDouble(what).sorted().toArray();
        String format = "%,." + digits + "f, at most %,." + digits + "f";
        return String.format(Locale.ROOT, format, sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
