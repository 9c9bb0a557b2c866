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
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DirectoryComparison;
import io.github.ossv4.http.FileComparison;
import io.github.ossv4.http.VerifyDirectoryOptions;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The comparison of a directory with a folder. Differences are printed in the order of the keys. Interrupts the thread that
 * waits for it if all other files would fail too.
 */
final class DirectoryVerification implements Consumer<FileComparison> {
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
        DirectoryComparison compared;
        try (TransferBar bar = TransferBar.start(console, "verify", -1)) {
            compared = client.verifyDirectory(
                    directory,
                    folder.key(),
                    VerifyDirectoryOptions.builder()
                            .filter(names)
                            .progress(progress ->
                                    bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()))
                            .comparisons(this)
                            .build());
        } catch (InterruptedIOException e) {
            throwIfFatal();
            throw e;
        }
        throwIfFatal();
        worst = worst.or(MissingNames.report(console, names, directory)).or(report.complete(console));
        if (compared.sameCount() + different == 0) {
            console.printFailure(Failure.of(
                    ExitCode.REFUSED,
                    "no file was compared: " + PrintableText.escape(directory.toString())
                            + " has no file that the options select"));
            return worst.or(ExitCode.REFUSED);
        }
        console.print(new Summary(compared.sameCount(), different, compared.sameBytes()));
        return worst;
    }

    private synchronized void throwIfFatal() throws IOException {
        fatal.throwIfSet();
    }

    @Override
    public synchronized void accept(FileComparison comparison) {
        if (fatal.isSet()) {
            return;
        }
        try {
            print(comparison);
        } catch (IOException e) {
            fatal.set(e);
        }
    }

    private void print(FileComparison comparison) throws IOException {
        OssUrl url = folder.withKey(comparison.key());
        String name = comparison.key().substring(folder.key().length());
        String file = comparison.file() == null ? null : directory.resolve(name).toString();
        switch (comparison.outcome()) {
            case SAME -> {}
            case SKIPPED ->
                console.message(
                        "skipped " + PrintableText.escape(file == null ? name : file) + ": " + comparison.reason());
            case FAILED ->
                fail(
                        new FailedFile(file, url, connection.failureOf(Objects.requireNonNull(comparison.failure()))),
                        comparison);
            default -> {
                report.add(name, comparison.outcome());
                if (comparison.outcome() != FileComparison.Outcome.NO_FILE || reportsExtra) {
                    worst = worst.or(ExitCode.REFUSED);
                    different++;
                    console.print(new ComparedFile(file, url, comparison));
                }
            }
        }
    }

    private void fail(FailedFile failed, FileComparison comparison) throws IOException {
        if (failed.failure().isOfAllRequests()) {
            fatal.set(Objects.requireNonNull(comparison.failure()));
            return;
        }
        worst = worst.or(failed.failure().exitCode());
        different++;
        console.printFailedFile(failed);
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
