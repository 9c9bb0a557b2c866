// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The upload of files that the command names, several in parallel, with their results in order. */
record FileSources(Console console, ConnectionOptions connection, List<UploadItem> items) {
    /** The message if the upload is interrupted. */
    static final String KEPT = "parts that were sent are kept; run the same command again to resume the upload";

    ExitCode printPlan() throws IOException {
        for (UploadItem item : items) {
            console.print(item.planned());
        }
        return ExitCode.SUCCESS;
    }

    ExitCode upload(BucketClient client, UploadSettings settings) throws IOException, InterruptedException {
        return Interruption.guard(
                console,
                () -> items.stream().anyMatch(settings::hasCheckpoint) ? KEPT : StateDirectory.NOTHING_KEPT,
                () -> uploadAll(client, settings));
    }

    private ExitCode uploadAll(BucketClient client, UploadSettings settings) throws IOException, InterruptedException {
        long total = items.stream().mapToLong(UploadItem::size).sum();
        try (TransferBar bar = new TransferBar(console, "upload", total)) {
            CombinedProgress progress = new CombinedProgress(bar, total);
            int threads = Math.min(items.size(), settings.files());
            return OrderedTasks.run(
                    items.iterator(), item -> upload(client, settings, item, progress), threads, this::print);
        }
    }

    private Uploaded upload(BucketClient client, UploadSettings settings, UploadItem item, CombinedProgress progress) {
        try {
            if (settings.skipsSame() && isSame(client, item)) {
                progress.done(item, item.size());
                return new Uploaded(item, null, null);
            }
            if (settings.hasCheckpoint(item)) {
                console.info("an upload of " + PrintableText.escape(item.file().toString())
                        + " was not completed; parts that OSS has are not sent again");
            }
            PutResult stored = client.upload(item.url().key(), item.file(), settings.ofFile(item, progress.of(item)));
            progress.done(item, item.size());
            if (item.size() > settings.partSize()) {
                settings.discardOthers(console, client, item.url(), item.file());
            }
            return new Uploaded(item, stored, null);
        } catch (IOException | RuntimeException e) {
            progress.done(item, 0);
            return new Uploaded(item, null, e);
        }
    }

    private ExitCode print(Uploaded uploaded) throws IOException {
        UploadItem item = uploaded.item();
        Exception e = uploaded.failure();
        if (uploaded.stored() != null) {
            console.summary().addDone(1, item.size());
            console.print(StoredFile.of(item.file().toString(), item.url(), uploaded.stored()));
            return ExitCode.SUCCESS;
        }
        if (e instanceof CallbackFailedException callback) {
            console.print(StoredFile.of(item.file().toString(), item.url(), callback));
        }
        if (e == null) {
            console.summary().add(RunSummary.Count.UNCHANGED, 1);
            console.info("skipped " + PrintableText.escape(item.file().toString()) + ": the object is the same");
            return ExitCode.SUCCESS;
        }
        Failure failure = connection.failureOf(e);
        if (items.size() == 1 || failure.isOfAllRequests()) {
            throw rethrow(e);
        }
        console.printFailedFile(new FailedFile(item.file().toString(), item.url(), failure));
        return failure.exitCode();
    }

    private static boolean isSame(BucketClient client, UploadItem item) throws IOException {
        try {
            return client.verify(item.url().key(), item.file()).isSame();
        } catch (ServiceException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    private static RuntimeException rethrow(Exception e) throws IOException {
        if (e instanceof IOException io) {
            throw io;
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    /** The result of a file: the stored object, or the failure, or neither if the object was the same. */
    private record Uploaded(
            UploadItem item,
            @Nullable PutResult stored,
            @Nullable Exception failure) {}
}
