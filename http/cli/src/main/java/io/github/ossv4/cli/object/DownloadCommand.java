// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.DownloadDirectoryOptions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads an object, or all objects of a folder. */
@Command(
        name = "download",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 download oss://examplebucket/films/cat.mp4 .",
            "  ossv4 download --recursive oss://examplebucket/backup/photos photos",
            "",
            "A file is replaced only after all bytes are there and their CRC64 is right. The same command",
            "resumes a download that was interrupted; its checkpoint is in $$XDG_STATE_HOME/ossv4, by default",
            "~/.local/state/ossv4.",
            "JSON: bucket, key, file, size, crc64, crcChecked, etag; of an object that failed: error."
        })
public final class DownloadCommand implements io.github.ossv4.cli.output.Command {
    private static final String KEPT =
            "parts that were received are kept; run the same command again to resume the download";

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Parameters(
            index = "0",
            paramLabel = "oss://BUCKET/KEY",
            converter = OssUrl.Converter.class,
            description = "Object, or the folder of objects with --recursive.")
    private @Nullable OssUrl url;

    @Parameters(index = "1", paramLabel = "FILE", description = "File, or the directory for it.")
    private @Nullable String target;

    @Option(
            names = {"-r", "--recursive"},
            description = "Download all objects of a folder to a directory.")
    private boolean recursive;

    @Option(
            names = "--skip-same",
            description = "With --recursive: skip files with the size and CRC64 of their object.")
    private boolean skipSame;

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        if (url == null || target == null) {
            throw new UsageException("an object and a file are required");
        }
        OssUrl from = url;
        String to = target;
        DownloadOptions.Builder options = options();
        if (skipSame && !recursive) {
            throw new UsageException("--skip-same requires --recursive");
        }
        if (!recursive) {
            from.requireKey();
            Path file = file(from, to);
            try (BucketClient client = connection.client(from.bucket(), console.process())) {
                return Interruption.guard(console, KEPT, () -> download(console, client, from, file, options));
            }
        }
        try (BucketClient client = connection.client(from.bucket(), console.process())) {
            return downloadAll(console, client, from, Path.of(to), options.build());
        }
    }

    private DownloadOptions.Builder options() {
        DownloadOptions.Builder options = DownloadOptions.builder().workers(transfer.parallel());
        Long partSize = transfer.partSize();
        if (partSize != null) {
            options.partSize(partSize);
        }
        RateLimit limit = transfer.rateLimit();
        if (limit != null) {
            options.trafficLimit(limit.bitsPerSecond());
        }
        return options;
    }

    /** Returns the target, with the last part of the key appended if it is a directory. */
    static Path file(OssUrl from, String to) {
        if (from.isDirectory()) {
            throw new UsageException(from + " ends with a slash: --recursive is required to download a folder");
        }
        Path target = Path.of(to);
        if (!Files.isDirectory(target)) {
            Path parent = target.toAbsolutePath().getParent();
            if (to.endsWith("/") || parent == null || !Files.isDirectory(parent)) {
                throw new UsageException(
                        "no such directory: " + PrintableText.escape(to.endsWith("/") ? to : String.valueOf(parent)));
            }
            return target;
        }
        String name = from.key().substring(from.key().lastIndexOf('/') + 1);
        if (name.equals(".") || name.equals("..")) {
            throw new UsageException("the key is not the name of a file: " + from + "; name the file");
        }
        return target.resolve(name);
    }

    private ExitCode download(
            Console console, BucketClient client, OssUrl from, Path file, DownloadOptions.Builder options)
            throws IOException {
        SavedObject saved;
        try (TransferBar bar = TransferBar.start(console, "download", -1)) {
            options.checkpoint(checkpoint(console, from, file))
                    .progress(
                            progress -> bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()));
            saved = client.download(from.key(), file, options.build());
        }
        console.print(new DownloadedFile(from, file.toString(), saved));
        return ExitCode.SUCCESS;
    }

    private ExitCode downloadAll(
            Console console, BucketClient client, OssUrl from, Path directory, DownloadOptions options)
            throws IOException, InterruptedException {
        OutcomePrinter outcomes = new OutcomePrinter(console, directory, from);
        try {
            DirectoryResult result = Interruption.guard(
                    console,
                    KEPT + "; --skip-same skips files that are complete",
                    () -> receive(console, client, from, directory, options, outcomes));
            if (result.transferredCount() == 0
                    && result.failed().isEmpty()
                    && result.skipped().isEmpty()) {
                console.message("there are no objects below " + from);
                return ExitCode.REFUSED;
            }
            console.message(DirectorySource.summary("downloaded", result));
        } catch (InterruptedIOException e) {
            outcomes.exitCode();
            throw e;
        }
        return outcomes.exitCode();
    }

    private DirectoryResult receive(
            Console console,
            BucketClient client,
            OssUrl from,
            Path directory,
            DownloadOptions options,
            OutcomePrinter outcomes)
            throws IOException {
        try (TransferBar bar = TransferBar.start(console, "download", -1)) {
            DownloadDirectoryOptions.Builder all = DownloadDirectoryOptions.builder()
                    .download(options)
                    .files(transfer.files())
                    .checkpoints((key, file) -> checkpoint(console, from.withKey(key), file))
                    .progress(
                            progress -> bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond()))
                    .outcomes(outcomes);
            if (skipSame) {
                all.skipSame();
            }
            return client.downloadDirectory(from.key(), directory, all.build());
        }
    }

    private Path checkpoint(Console console, OssUrl from, Path file) {
        return transfer.state(console.process()).checkpoint("download", from, file, "");
    }
}
