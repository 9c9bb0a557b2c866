// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.UploadDirectoryOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/** The upload of the files of a directory. */
final class DirectorySource {
    private final Console console;
    private final Path directory;
    private final OssUrl url;

    DirectorySource(Console console, Path directory, OssUrl url) {
        this.console = console;
        this.directory = directory;
        this.url = url;
    }

    ExitCode printPlan() throws IOException {
        String prefix = url.isDirectory() ? url.key() : url.key() + "/";
        for (LocalFiles files = LocalFiles.below(directory, console); files.hasNext(); ) {
            LocalFiles.Entry file = files.next();
            console.print(new UploadItem(file.path(), url.withKey(prefix + file.name()), file.size()));
        }
        return ExitCode.SUCCESS;
    }

    ExitCode upload(BucketClient client, UploadSettings settings) throws IOException, InterruptedException {
        OutcomePrinter outcomes = new OutcomePrinter(console, directory, url);
        try {
            DirectoryResult result = Interruption.guard(
                    console,
                    FileSources.KEPT + "; --skip-same skips files that are complete",
                    () -> send(client, settings, outcomes));
            console.message(summary("uploaded", result));
        } catch (InterruptedIOException e) {
            outcomes.exitCode();
            throw e;
        }
        return outcomes.exitCode();
    }

    private DirectoryResult send(BucketClient client, UploadSettings settings, OutcomePrinter outcomes)
            throws IOException {
        try (TransferBar bar = TransferBar.start(console, "upload", -1)) {
            UploadDirectoryOptions.Builder options = UploadDirectoryOptions.builder()
                    .upload(settings.withoutCheckpoint())
                    .files(settings.files())
                    .checkpoints((key, file) -> settings.checkpoint(client, url.withKey(key), file))
                    .progress(
                            progress -> bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()))
                    .outcomes(outcomes);
            if (settings.skipsSame()) {
                options.skipSame();
            }
            return client.uploadDirectory(directory, url.key(), options.build());
        }
    }

    static String summary(String done, DirectoryResult result) {
        return done + " " + result.transferredCount() + (result.transferredCount() == 1 ? " file, " : " files, ")
                + ByteSize.format(result.bytes())
                + (result.skipped().isEmpty() ? "" : "; " + result.skipped().size() + " skipped")
                + (result.failed().isEmpty() ? "" : "; " + result.failed().size() + " failed");
    }
}
