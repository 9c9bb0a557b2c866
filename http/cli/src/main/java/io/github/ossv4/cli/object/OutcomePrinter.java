// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints the outcomes of the files of a directory as they come. After a failure that all other files would
 * have too, it interrupts the thread that waits for the directory.
 */
final class OutcomePrinter implements Consumer<FileOutcome> {
    private final Console console;
    private final ConnectionOptions connection;
    private final TransferEnds ends;
    private final FatalFailure fatal = new FatalFailure();

    /** Null until the directory exists. A dry run does not create it. */
    private @Nullable Path realDirectory;

    private ExitCode worst = ExitCode.SUCCESS;

    /** @param ends with the directory as the user wrote it: outcomes have its real path */
    OutcomePrinter(Console console, ConnectionOptions connection, TransferEnds ends) {
        this.console = console;
        this.connection = connection;
        this.ends = ends;
    }

    @Override
    public synchronized void accept(FileOutcome outcome) {
        if (fatal.isSet()) {
            return;
        }
        try {
            count(outcome);
            switch (outcome.status()) {
                case FAILED -> fail(outcome, Objects.requireNonNull(outcome.failure()));
                case SKIPPED -> printSkipped(outcome);
                default -> console.print(result(outcome));
            }
        } catch (IOException e) {
            fatal.set(e);
        }
    }

    /** Failures are counted when they are printed. */
    private void count(FileOutcome outcome) throws IOException {
        RunSummary counts = console.summary();
        switch (outcome.status()) {
            case TRANSFERRED, WOULD_TRANSFER -> counts.addDone(1, size(outcome));
            case SKIPPED -> counts.add(outcome.isSame() ? RunSummary.Count.UNCHANGED : RunSummary.Count.SKIPPED, 1);
            case DELETED, WOULD_DELETE -> counts.add(RunSummary.Count.DELETED, 1);
            case FAILED -> {}
        }
    }

    /** Returns the size in bytes of a file that is transferred. */
    private long size(FileOutcome outcome) throws IOException {
        if (outcome.saved() != null) {
            return outcome.saved().metadata().size();
        }
        long compared = sourceSize(ends.direction(), outcome);
        Path file = outcome.file();
        boolean isFile =
                compared == 0 && file != null && ends.direction() == Direction.UPLOAD && Files.isRegularFile(file);
        return isFile ? Files.size(file) : compared;
    }

    private void fail(FileOutcome outcome, Throwable thrown) throws IOException {
        Failure failure = connection.failureOf(thrown);
        if (failure.isOfAllRequests()) {
            fatal.set(thrown);
            return;
        }
        worst = worst.or(failure.exitCode());
        if (thrown instanceof CallbackFailedException callback) {
            console.print(StoredFile.of(name(outcome), at(outcome), callback));
        }
        console.printFailedFile(new FailedFile(outcome.file() == null ? null : name(outcome), at(outcome), failure));
    }

    /** Files that are the same are only counted. */
    private void printSkipped(FileOutcome outcome) throws IOException {
        boolean isMarker = outcome.file() == null && outcome.key().endsWith("/");
        if (!outcome.isSame() && !isMarker) {
            console.info("skipped " + PrintableText.escape(name(outcome)) + ": " + outcome.reason());
        }
    }

    private Result result(FileOutcome outcome) throws IOException {
        String file = outcome.file() == null ? null : name(outcome);
        if (file != null && outcome.stored() != null) {
            return StoredFile.of(file, at(outcome), outcome.stored());
        }
        if (outcome.stored() != null) {
            return CopiedObject.of(copy(outcome), outcome.stored());
        }
        if (file != null && outcome.saved() != null) {
            return new DownloadedFile(at(outcome), file, outcome.saved());
        }
        if (file != null && outcome.status() == FileOutcome.Status.WOULD_TRANSFER) {
            return PlannedFile.transfer(ends.direction(), file, at(outcome), sourceSize(ends.direction(), outcome));
        }
        if (outcome.status() == FileOutcome.Status.WOULD_TRANSFER) {
            return copy(outcome);
        }
        return outcome.status() == FileOutcome.Status.DELETED
                ? new DeletedFile(file, at(outcome))
                : PlannedFile.deletion(file, at(outcome));
    }

    /** Returns the size in bytes of a file that would be transferred. */
    static long sourceSize(Direction direction, FileOutcome outcome) {
        Long size = direction == Direction.DOWNLOAD ? outcome.objectSize() : outcome.fileSize();
        return size == null ? 0 : size;
    }

    private CopyItem copy(FileOutcome outcome) {
        long size = sourceSize(ends.direction(), outcome);
        return new CopyItem(source(outcome), null, at(outcome), size);
    }

    private OssUrl at(FileOutcome outcome) {
        return ends.url().withKey(outcome.key());
    }

    /** Returns the source of a copy. */
    private OssUrl source(FileOutcome outcome) {
        OssUrl folder = ends.copied();
        return folder.withKey(folder.key() + ends.name(outcome));
    }

    private String name(FileOutcome outcome) throws IOException {
        Path file = outcome.file();
        if (file == null) {
            boolean isOfSource = ends.direction() == Direction.COPY
                    && outcome.difference() != FileOutcome.Difference.MISSING_ON_SOURCE;
            return (isOfSource ? source(outcome) : at(outcome)).toString();
        }
        Path directory = ends.file();
        if (realDirectory == null && Files.exists(directory)) {
            realDirectory = directory.toRealPath();
        }
        Path real = realDirectory == null ? directory : realDirectory;
        return (file.startsWith(real) ? directory.resolve(real.relativize(file)) : file).toString();
    }

    /**
     * Returns the exit code of all files.
     *
     * @throws IOException the reason that stopped the rest
     */
    synchronized ExitCode exitCode() throws IOException {
        fatal.throwIfSet();
        return worst;
    }

    /**
     * A file or an object that a sync deleted.
     *
     * @param file null for an object
     */
    private record DeletedFile(@Nullable String file, OssUrl url) implements Result {
        @Override
        public String text() {
            return "deleted " + (file == null ? url : PrintableText.escape(file));
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeBooleanField("deleted", true);
            Result.writeUnlessNull(json, "file", file);
            url.writeTo(json);
        }
    }
}
