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
 * @param known the number of files that the manifest already proves
 * @param lists the requests that list the target
 * @param cores the number of tasks that run at a time
 */
record CopyPlan(long files, long bytes, long largeFiles, long parts, long known, long lists, int cores) {
    /** The driver holds the state of each task: give it 8 GB of memory for so many. */
    private static final long MAX_TASKS = 400_000;

    /** If the driver is lost, all running tasks are repeated: with this number, half a percent of the copy at most. */
    private static final long TASKS_OF_CORE = 200;

    /** Smaller tasks would take longer to start than to run. */
    private static final int MIN_FILES = 16;

    private static final long MIN_BYTES = 64L << 20;

    /** Requests per second of an account in a region. */
    private static final int REQUESTS_PER_SECOND = 10_000;

    private static final int KEYS_OF_LIST = 1000;

    /** Returns the number of tasks, of which each commits its rows when it ends. */
    int tasks() {
        long worthwhile = Math.max(4L * cores, Math.max(files / MIN_FILES, bytes / MIN_BYTES));
        return (int) Math.max(
                1,
                LongStream.of(worthwhile, TASKS_OF_CORE * cores, MAX_TASKS, files - largeFiles + parts)
                        .min()
                        .getAsLong());
    }

    /** Returns the number of tasks that complete the uploads of large files. */
    int completeTasks() {
        return (int) Math.max(1, Math.min(largeFiles, MAX_TASKS / 100));
    }

    /** Returns the number of requests that the copy sends, without repetitions. */
    long requests() {
        return files - largeFiles + parts + 2 * largeFiles + lists;
    }

    /** Returns the longer one of the times that the bandwidth and the limit of requests allow. */
    Duration time(double gigabitsPerSecond) {
        double seconds = Math.max(bytes * 8 / (gigabitsPerSecond * 1e9), (double) requests() / REQUESTS_PER_SECOND);
        return Duration.ofSeconds((long) Math.ceil(seconds));
    }

    /** Returns the plan as text. */
    String describe(double gigabitsPerSecond) {
        return String.format(
                Locale.ROOT,
                """
                %,d files of %,d bytes to copy in %,d tasks, %,d of them in %,d parts; %,d files are copied already
                requests: %,d PutObject, %,d UploadPart, %,d InitiateMultipartUpload and CompleteMultipartUpload each, \
                %,d ListObjectsV2
                at least %s at %s Gbit/s and %,d requests per second
                a copy of the same files with --resume or --since: %,d ListObjectsV2, 0 bytes""",
                files,
                bytes,
                tasks(),
                largeFiles,
                parts,
                known,
                files - largeFiles,
                parts,
                largeFiles,
                lists,
                time(gigabitsPerSecond),
                gigabitsPerSecond,
                REQUESTS_PER_SECOND,
                (files + known) / KEYS_OF_LIST + 4L * cores);
    }
}
