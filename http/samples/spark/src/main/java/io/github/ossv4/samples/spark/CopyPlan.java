// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The size of a copy before it starts.
 *
 * @param files the number of files to copy
 * @param bytes their size
 * @param largeFiles the number of files to copy in parts
 * @param parts the number of parts to upload
 * @param known the number of files that earlier runs copied
 * @param lists the requests that list the target
 * @param cores the number of tasks that run at a time
 */
record CopyPlan(long files, long bytes, long largeFiles, long parts, long known, long lists, int cores) {
    /** The driver keeps the state of each task: so many need 8 GB of memory. */
    private static final long MAX_TASKS = 400_000;

    /** A lost driver repeats one task of each core: at most half a percent of the copy. */
    private static final long TASKS_OF_CORE = 200;

    /** Larger tasks would lose too much, although few cores run when the job starts. */
    private static final int MAX_FILES = 10_000;

    private static final long MAX_BYTES = 4L << 30;

    /** Smaller tasks would take longer to start than to run. */
    private static final int MIN_FILES = 16;

    private static final long MIN_BYTES = 64L << 20;

    /** Requests per second of an account in a region. */
    private static final int REQUESTS_PER_SECOND = 10_000;

    private static final int KEYS_OF_LIST = 1000;

    /** Returns the number of tasks that copy. Each commits its rows when it ends. */
    int tasks() {
        long worthwhile = Math.max(4L * cores, Math.max(files / MIN_FILES, bytes / MIN_BYTES));
        long needed = Math.max(TASKS_OF_CORE * cores, Math.max(files / MAX_FILES, bytes / MAX_BYTES));
        return (int) Math.max(
                1,
                LongStream.of(worthwhile, needed, MAX_TASKS, files - largeFiles + parts)
                        .min()
                        .getAsLong());
    }

    /** Returns the number of tasks that initiate and that complete the uploads of large files. */
    int uploadTasks() {
        return (int) Math.max(1, Math.min(largeFiles, MAX_TASKS / 100));
    }

    /** Returns the number of requests that list a prefix: a page for 1,000 objects, and the ranges of keys. */
    static long lists(long objects, int cores) {
        return objects / KEYS_OF_LIST + 4L * cores;
    }

    /** Returns the number of requests that the copy sends, without repetitions. */
    long requests() {
        return files - largeFiles + parts + 2 * largeFiles + lists;
    }

    /** Returns the time at the bandwidth or at the limit of requests, whichever is longer. */
    Duration time(double gigabitsPerSecond) {
        double seconds = Math.max(bytes * 8 / (gigabitsPerSecond * 1e9), (double) requests() / REQUESTS_PER_SECOND);
        return Duration.ofSeconds((long) Math.ceil(seconds));
    }

    /** Returns the plan as text. */
    String describe(double gigabitsPerSecond) {
        return String.format(
                Locale.ROOT,
                """
                %,d files of %,d bytes to copy, %,d of them in %,d parts; %,d tasks; %,d files are copied already
                requests: %,d PutObject, %,d UploadPart, %,d InitiateMultipartUpload and CompleteMultipartUpload each, \
                %,d ListObjectsV2
                at least %d h %d min %d s at %s Gbit/s and %,d requests per second
                a repetition with --resume or --since: %,d ListObjectsV2, 0 bytes""",
                files,
                bytes,
                largeFiles,
                parts,
                tasks(),
                known,
                files - largeFiles,
                parts,
                largeFiles,
                lists,
                time(gigabitsPerSecond).toHours(),
                time(gigabitsPerSecond).toMinutesPart(),
                time(gigabitsPerSecond).toSecondsPart(),
                gigabitsPerSecond,
                REQUESTS_PER_SECOND,
                lists(files + known, cores));
    }
}
