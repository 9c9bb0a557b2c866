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
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The comparison of a directory with a folder. Differences are printed at the end, in the order of the keys. Interrupts the thread that
 * waits for it if all other files would fail too.
 */
final class DirectoryVerification implements Consumer<FileOutcome> {
    private final Console console;
    private final ConnectionOptions connection;
    private final Path directory;
    private final OssUrl folder;
    private final NameFilter.Selection names;
    private final NameReport.Writers report;
    private final boolean reportsExtra;
    private final FatalFailure fatal = new FatalFailure();
    private long different;
    private ExitCode worst = ExitCode.SUCCESS;

    /** @param report remains open */
    DirectoryVerification(
            Console console,
            ConnectionOptions connection,
            TransferEnds ends,
            NameFilter.Selection names,
            NameReport.Writers report,
            boolean reportsExtra) {
        this.console = console;
        this.connection = connection;
        this.directory = ends.file();
        this.folder = ends.url().folder();
        this.names = names;
        this.report = report;
        this.reportsExtra = reportsExtra;
    }

    ExitCode run(BucketClient client) throws IOException, InterruptedException {
        DirectoryResult compared;
        try (TransferBar bar = TransferBar.start(console, "verify", -1)) {
            compared = Directories.of(client)
                    .verify(
                            directory,
                            folder.key(),
                            DirectoryOptions.builder()
                                    .filter(names)
                                    .progress(progress -> bar.update(
                                            progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()))
                                    .outcomes(this)
                                    .build());
        } catch (InterruptedIOException e) {
            throwIfFatal();
            throw e;
        }
        throwIfFatal();
        for (FileOutcome outcome : compared.differences()) {
            print(outcome);
        }
        worst = worst.or(MissingNames.report(console, names, directory)).or(report.complete(console));
        List<FileOutcome> same =
                compared.skipped().stream().filter(FileOutcome::isSame).toList();
        if (same.isEmpty() && different == 0) {
            console.printFailure(Failure.of(
                    ExitCode.REFUSED,
                    "no file was compared: " + PrintableText.escape(directory.toString())
                            + " has no file that the options select"));
            return worst.or(ExitCode.REFUSED);
        }
        long bytes = same.stream()
                .mapToLong(outcome -> outcome.fileSize() == null ? 0 : outcome.fileSize())
                .sum();
        console.print(new Summary(same.size(), different, bytes));
        return worst;
    }

    private synchronized void throwIfFatal() throws IOException {
        fatal.throwIfSet();
    }

    @Override
    public synchronized void accept(FileOutcome outcome) {
        if (fatal.isSet()) {
            return;
        }
        try {
            Throwable failure = outcome.failure();
            if (failure != null && connection.failureOf(failure).isOfAllRequests()) {
                fatal.set(failure);
            } else if (outcome.status() == FileOutcome.Status.SKIPPED
                    && outcome.difference() == null
                    && outcome.file() != null) {
                console.message("skipped " + PrintableText.escape(fileOf(outcome)) + ": " + outcome.reason());
            }
        } catch (IOException e) {
            fatal.set(e);
        }
    }

    private void print(FileOutcome outcome) throws IOException {
        OssUrl url = folder.withKey(outcome.key());
        String file = outcome.file() == null ? null : fileOf(outcome);
        if (outcome.failure() != null) {
            FailedFile failed = new FailedFile(file, url, connection.failureOf(outcome.failure()));
            worst = worst.or(failed.failure().exitCode());
            different++;
            console.printFailedFile(failed);
            return;
        }
        ComparedFile compared = ComparedFile.of(file, url, outcome);
        report.addVerified(name(outcome), compared.difference());
        if (compared.kind() != ComparedFile.Kind.EXTRA || reportsExtra) {
            worst = worst.or(ExitCode.REFUSED);
            different++;
            console.print(compared);
        }
    }

    /** Returns the path below the directory, with slashes. */
    private String name(FileOutcome outcome) {
        return outcome.key().substring(folder.key().length());
    }

    private String fileOf(FileOutcome outcome) {
        return directory.resolve(name(outcome)).toString();
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
