// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transfer of a directory: shows its progress, prints the outcome of each file and a summary, and stops in an
 * orderly way when the process receives a signal.
 *
 * @param ends with the directory as the user wrote it
 * @param upload the options of uploads; null for a download
 */
record DirectoryTransfer(
        Console console,
        ConnectionOptions connection,
        TransferEnds ends,
        NameFilter.Selection names,
        TransferOptions transfer,
        @Nullable UploadSettings upload) {
    /** Transfers the files with options, which have all that does not depend on the command. */
    interface Run {
        DirectoryResult run(DirectoryOptions.Builder options) throws IOException;
    }

    /**
     * Runs the transfer.
     *
     * @param kept what is printed after a signal
     * @param dryRun whether the run only plans
     * @param stored receives each outcome after it is printed
     */
    ExitCode run(String kept, boolean dryRun, Consumer<FileOutcome> stored, Run run)
            throws IOException, InterruptedException {
        OutcomePrinter outcomes = new OutcomePrinter(console, connection, ends);
        DirectoryOptions.Builder options = DirectoryOptions.builder()
                .filter(names)
                .outcomes(outcomes.andThen(stored))
                .dryRun(dryRun)
                .parallel(transfer.files())
                .checkpoints(this::checkpoint)
                .download(transfer.download(TransferOptions.PARTS_OF_EACH_FILE).build());
        if (upload != null) {
            options.upload(upload.withoutCheckpoint());
        }
        DirectoryResult result;
        Direction direction = ends.direction();
        if (ends.local() != null) {
            console.requireLogOutside(ends.local());
        }
        try {
            result = Interruption.guard(console, () -> kept, () -> transfer(run, options));
        } catch (InterruptedIOException e) {
            outcomes.exitCode();
            throw e;
        }
        ExitCode code = outcomes.exitCode()
                .or(
                        switch (direction) {
                            case UPLOAD -> names.reportNotFound(console, ends.file());
                            case DOWNLOAD ->
                                names.reportNotFound(console, ends.url().folder());
                            case COPY -> names.reportNotFound(console, ends.copied());
                        });
        if (isEmpty(result)) {
            return code.or(EmptySelection.report(
                    console,
                    (direction == Direction.UPLOAD ? "there are no files below " : "there are no objects below ")
                            + ends.sourceText()
                            + (names.isRestricted() ? " that the options select" : "")));
        }
        console.info(summary(direction, dryRun, result));
        return code;
    }

    private Path checkpoint(String key, Path file) {
        OssUrl url = ends.url().withKey(key);
        return upload != null && ends.direction() == Direction.UPLOAD
                ? upload.checkpoint(url, file)
                : transfer.state(console.process()).checkpoint("download", url, file, "");
    }

    private static boolean isEmpty(DirectoryResult result) {
        return result.transferredCount() == 0
                && result.failed().isEmpty()
                && result.skipped().isEmpty()
                && result.deleted().isEmpty()
                && result.planned().isEmpty();
    }

    private DirectoryResult transfer(Run run, DirectoryOptions.Builder options) throws IOException {
        try (TransferBar bar = new TransferBar(console, ends.direction().verb(), -1, transfer.stats())) {
            return run.run(options.progress(
                    progress -> bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond())));
        }
    }

    static String summary(Direction direction, boolean dryRun, DirectoryResult result) {
        long same = result.skipped().stream().filter(FileOutcome::isSame).count();
        StringJoiner summary = new StringJoiner("; ");
        List<FileOutcome> planned = result.planned();
        long deletions = planned.stream()
                .filter(outcome -> outcome.status() == FileOutcome.Status.WOULD_DELETE)
                .count();
        if (!dryRun) {
            summary.add(direction.done() + " " + files(result.transferredCount(), result.bytes()));
            add(summary, result.deleted().size(), " deleted");
        } else {
            long bytes = planned.stream()
                    .filter(outcome -> outcome.status() == FileOutcome.Status.WOULD_TRANSFER)
                    .mapToLong(outcome -> OutcomePrinter.sourceSize(direction, outcome))
                    .sum();
            summary.add("would " + direction.verb() + " " + files(planned.size() - deletions, bytes));
            if (deletions > 0) {
                summary.add("would delete " + deletions);
            }
        }
        add(summary, same, " unchanged");
        add(summary, result.skipped().size() - same, " skipped");
        add(summary, result.failed().size(), " failed");
        return summary.toString();
    }

    private static String files(long count, long bytes) {
        return count + (count == 1 ? " file, " : " files, ") + ByteSize.format(bytes);
    }

    private static void add(StringJoiner summary, long count, String what) {
        if (count > 0) {
            summary.add(count + what);
        }
    }
}
