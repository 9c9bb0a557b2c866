// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/**
 * The comparison of a directory with a folder. Differences are printed at the end, in the order of the keys.
 *
 * @param reportsExtra whether objects without a file are differences
 */
record DirectoryVerification(
        Console console,
        ConnectionOptions connection,
        TransferEnds ends,
        NameFilter.Selection names,
        boolean reportsExtra) {
    ExitCode run(BucketClient client) throws IOException {
        FatalFailure fatal = new FatalFailure();
        DirectoryResult compared;
        try (TransferBar bar = new TransferBar(console, "verify", -1, null)) {
            DirectoryOptions options = DirectoryOptions.builder()
                    .filter(names)
                    .progress(
                            progress -> bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()))
                    .outcomes(outcome -> accept(outcome, fatal))
                    .build();
            compared = Directories.of(client).verify(ends.file(), ends.url().key(), options);
        } catch (InterruptedIOException e) {
            fatal.throwIfSet();
            throw e;
        }
        fatal.throwIfSet();
        ExitCode worst = ExitCode.SUCCESS;
        long different = 0;
        for (FileOutcome outcome : compared.differences()) {
            ExitCode code = print(outcome);
            worst = worst.or(code);
            different += code == ExitCode.SUCCESS ? 0 : 1;
        }
        worst = worst.or(names.reportNotFound(console, ends.file()));
        List<FileOutcome> same =
                compared.skipped().stream().filter(FileOutcome::isSame).toList();
        if (same.isEmpty() && different == 0) {
            return worst.or(EmptySelection.report(
                    console,
                    "no file was compared: " + PrintableText.escape(ends.file().toString())
                            + " has no file that the options select"));
        }
        long bytes = same.stream()
                .mapToLong(outcome -> outcome.fileSize() == null ? 0 : outcome.fileSize())
                .sum();
        console.summary().add(RunSummary.Count.UNCHANGED, same.size());
        console.print(new Summary(same.size(), different, bytes));
        return worst;
    }

    private void accept(FileOutcome outcome, FatalFailure fatal) {
        try {
            Throwable failure = outcome.failure();
            if (failure != null && connection.failureOf(failure).isOfAllRequests()) {
                fatal.set(failure);
            } else if (outcome.status() == FileOutcome.Status.SKIPPED
                    && outcome.difference() == null
                    && outcome.file() != null
                    && !fatal.isSet()) {
                console.info("skipped " + PrintableText.escape(fileOf(outcome)) + ": " + outcome.reason());
            }
        } catch (IOException e) {
            fatal.set(e);
        }
    }

    /** Prints a difference, and returns its exit code; success if it is not reported. */
    private ExitCode print(FileOutcome outcome) throws IOException {
        OssUrl url = ends.url().withKey(outcome.key());
        String file = outcome.file() == null ? null : fileOf(outcome);
        if (outcome.failure() != null) {
            Failure failure = connection.failureOf(outcome.failure());
            console.printFailedFile(new FailedFile(file, url, failure));
            return failure.exitCode();
        }
        ComparedFile compared = ComparedFile.of(file, url, outcome);
        if (compared.kind() == ComparedFile.Kind.EXTRA && !reportsExtra) {
            return ExitCode.SUCCESS;
        }
        console.summary().add(RunSummary.Count.DIFFERENT, 1);
        console.printDifference(compared);
        return ExitCode.REFUSED;
    }

    private String fileOf(FileOutcome outcome) {
        return ends.file().resolve(ends.name(outcome)).toString();
    }

    private record Summary(long same, long different, long bytes) implements Result {
        @Override
        public String text() {
            return same + (same == 1 ? " file is" : " files are") + " the same, " + ByteSize.format(bytes)
                    + (different == 0 ? "" : "; " + different + (different == 1 ? " differs" : " differ"));
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("summary");
            json.writeNumberField("same", same);
            json.writeNumberField("different", different);
            json.writeNumberField("bytes", bytes);
            json.writeEndObject();
        }
    }
}
