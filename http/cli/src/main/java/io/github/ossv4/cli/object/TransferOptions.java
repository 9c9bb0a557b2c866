// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.DurationConverter;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.WholeNumber;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.multipart.PartPlan;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of uploads and downloads in parts. */
final class TransferOptions {
    /** Parts in parallel of a single file. */
    static final int PARTS_OF_ONE_FILE = 8;

    /** Parts in parallel of each of several files, or of a stream, which is buffered in memory. */
    static final int PARTS_OF_EACH_FILE = 3;

    /** Files that are transferred in parallel. */
    private static final int FILES = 8;

    @Option(
            names = "--part-size",
            paramLabel = "SIZE",
            converter = PartSize.class,
            description = "Size of a part, such as 20m; default: 6m.")
    private @Nullable Long partSize;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = Parallel.class,
            description = "Parts of a file in parallel; default: " + PARTS_OF_ONE_FILE + ", " + PARTS_OF_EACH_FILE
                    + " for several files, 1 with --bandwidth.")
    private @Nullable Integer parallel;

    @Option(
            names = "--files",
            paramLabel = "N",
            converter = Parallel.class,
            description = "Files in parallel; default: ${DEFAULT-VALUE}.")
    private int files = FILES;

    @Option(
            names = "--keep-times",
            description = "Keep the modification times of files in the metadata mtime, as rclone does, and back.")
    private boolean keepTimes;

    @Option(
            names = "--stats",
            paramLabel = "TIME",
            converter = DurationConverter.Age.class,
            description = "Print and log progress this often, such as 1m.")
    private @Nullable Duration stats;

    /** Returns the time between two lines of progress; null for no lines. */
    @Nullable
    Duration stats() {
        return stats;
    }

    /** Sends one part of a file at a time, if they share a bandwidth: after an interrupt, complete parts are kept. */
    void shareBandwidth(ConnectionOptions connection) {
        sharesBandwidth = connection.limitsBandwidth();
    }

    boolean keepsTimes() {
        return keepTimes;
    }

    @Option(names = "--checkpoint-dir", paramLabel = "DIR", description = "Directory of checkpoints.")
    private @Nullable Path checkpointDirectory;

    private boolean sharesBandwidth;

    /** The sizes of parts that OSS accepts. */
    static final class PartSize extends ByteSize.Converter {
        PartSize() {
            super(PartPlan.MIN_PART_SIZE, PartPlan.MAX_PART_SIZE, "100k to 5g");
        }
    }

    /** The numbers of requests that a transfer can have at a time. */
    static final class Parallel extends WholeNumber {
        Parallel() {
            super(1, 64);
        }
    }

    /** Returns the size of a part in bytes; null for the default. */
    @Nullable
    Long partSize() {
        return partSize;
    }

    private int parallel(int defaultNumber) {
        return parallel != null ? parallel : sharesBandwidth ? 1 : defaultNumber;
    }

    /** Returns the number of files that are transferred in parallel. */
    int files() {
        return files;
    }

    /**
     * Returns the options of each upload, without those that name one file.
     *
     * @param defaultParallel the number of parts in parallel, unless the user gives one
     */
    UploadOptions.Builder upload(int defaultParallel) {
        UploadOptions.Builder options = UploadOptions.builder().parallel(parallel(defaultParallel));
        if (partSize != null) {
            options.partSize(partSize);
        }
        return options.keepTime(keepTimes);
    }

    /**
     * Returns the options of each download, without those that name one file.
     *
     * @param defaultParallel the number of parts in parallel, unless the user gives one
     */
    DownloadOptions.Builder download(int defaultParallel) {
        DownloadOptions.Builder options = DownloadOptions.builder().parallel(parallel(defaultParallel));
        if (partSize != null) {
            options.partSize(partSize);
        }
        return options.keepTime(keepTimes);
    }

    /** Returns what OSS receives when an upload in parts is initiated, as a text. */
    String description() {
        return keepTimes ? "keep-times" : "";
    }

    /** Returns the directory of the checkpoints. */
    StateDirectory state(ProcessContext process) {
        return StateDirectory.of(checkpointDirectory, process.environment(), process.home());
    }
}
