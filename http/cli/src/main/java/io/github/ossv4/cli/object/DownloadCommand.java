// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.TransferProgress;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads an object, or all objects of a folder. */
@Command(
        footer = {
            "  ossv4 download oss://examplebucket/films/cat.mp4 .",
            "  ossv4 download --recursive oss://examplebucket/backup/photos photos",
            "  ossv4 download oss://examplebucket/photos.tar - | tar t",
            "",
            "A file is replaced only after all bytes are there and their CRC64 is right. The same command",
            "resumes a download that was interrupted; its checkpoint is in $$XDG_STATE_HOME/ossv4, by default",
            "~/.local/state/ossv4.",
            "With --keep-times, files of objects that were uploaded without it get the time of the object.",
            "With Java 17 times are cut to microseconds.",
            "The names for --include, --exclude and --files-from are keys after the folder.",
            "JSON: bucket, key, file, size, crc64, crcChecked, etag; of an object that failed: error.",
            "With --dry-run: dryRun, action, file, bucket, key, size. To standard output: nothing."
        })
public final class DownloadCommand extends RunCommand {
    private static final String KIND = "download";
    private static final String KEPT =
            "parts that were received are kept; run the same command again to resume the download";

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Parameters(
            index = "0",
            paramLabel = "oss://BUCKET/KEY",
            description = "Object, or the folder of objects with --recursive.")
    private String source = "";

    @SuppressWarnings("NullAway.Init") // Parsed from the source when the command runs.
    private OssUrl from;

    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(index = "1", paramLabel = "FILE", description = "File, the directory for it, or - for standard output.")
    private String to;

    @Option(
            names = {"-r", "--recursive"},
            description = "Download all objects of a folder to a directory.")
    private boolean recursive;

    @Option(
            names = "--skip-same",
            description = "With --recursive: skip files with the size and CRC64 of their object.")
    private boolean skipSame;

    @Mixin
    private VersionOption version = new VersionOption();

    @Option(names = "--dry-run", description = "Print what would be downloaded, and change nothing.")
    private boolean dryRun;

    @Mixin
    private NameFilter filter = new NameFilter();

    /** Creates the command with the defaults of its options. */
    public DownloadCommand() {
        super(ConnectionOptions.Use.TRANSFERS);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        transfer.shareBandwidth(connection);
        if (OssUrl.isOssUrl(to)) {
            throw new UsageException("the target must be a file or a directory, was " + PrintableText.escape(to)
                    + (OssUrl.isOssUrl(source)
                            ? "; to copy objects within OSS, use 'ossv4 cp'"
                            : "; to upload, use 'ossv4 upload'"));
        }
        from = OssUrl.parse(source);
        if (recursive) {
            if (to.equals(SmallInput.STANDARD_INPUT)) {
                throw new UsageException("- is standard output, which takes one object: name a directory");
            }
            version.requireUnused();
            try (BucketClient client = connection.client(from.bucket(), console)) {
                return downloadAll(console, client, from, Path.of(to));
            }
        }
        if (skipSame) {
            throw new UsageException("--skip-same requires --recursive");
        }
        filter.requireUnused("--recursive");
        from.requireKey();
        boolean toOutput = to.equals(SmallInput.STANDARD_INPUT);
        if (toOutput && console.hasSummary()) {
            throw new UsageException("--summary is printed on standard output, where - writes the object: name a file");
        }
        Path file = toOutput ? null : file(from, to);
        if (file != null) {
            console.requireLogOutside(file);
        }
        try (BucketClient client = connection.client(from.bucket(), console)) {
            if (dryRun) {
                GetOptions.Builder options = GetOptions.builder();
                version.applyTo(options::versionId);
                long size = client.head(from.key(), options.build()).size();
                console.print(
                        PlannedFile.transfer(Direction.DOWNLOAD, file == null ? to : file.toString(), from, size));
                return ExitCode.SUCCESS;
            }
            if (file == null) {
                GetOptions.Builder options = GetOptions.builder();
                version.applyTo(options::versionId);
                CatCommand.write(console, client, from, options.build());
                return ExitCode.SUCCESS;
            }
            StateDirectory state = transfer.state(console.process());
            try {
                return downloadGuarded(console, client, state, file);
            } catch (ServiceException e) {
                checkNoFolder(client, e);
                throw e;
            }
        }
    }

    /** Throws if no object has the key, but objects are below it as in a folder. */
    private void checkNoFolder(BucketClient client, ServiceException e) {
        if (e.isNotFound() && client.list(from.folder().key()).iterator().hasNext()) {
            throw new UsageException(from + " is a folder: --recursive is required to download its objects");
        }
    }

    private ExitCode downloadGuarded(Console console, BucketClient client, StateDirectory state, Path file)
            throws IOException, InterruptedException {
        return Interruption.guard(
                console,
                () -> state.hasCheckpoint(KIND, from, file, "") ? KEPT : StateDirectory.NOTHING_KEPT,
                () -> download(console, client, from, file));
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

    private ExitCode download(Console console, BucketClient client, OssUrl from, Path file) throws IOException {
        SavedObject saved;
        try (TransferBar bar = new TransferBar(console, "download", -1, transfer.stats())) {
            DownloadOptions.Builder options = transfer.download(TransferOptions.PARTS_OF_ONE_FILE)
                    .checkpoint(transfer.state(console.process()).checkpoint(KIND, from, file, ""))
                    .progress(new ResumedProgress(console, bar));
            version.applyTo(options::versionId);
            saved = client.download(from.key(), file, options.build());
        }
        console.summary().addDone(1, saved.metadata().size());
        console.print(new DownloadedFile(from, file.toString(), saved));
        return ExitCode.SUCCESS;
    }

    private ExitCode downloadAll(Console console, BucketClient client, OssUrl from, Path directory)
            throws IOException, InterruptedException {
        TransferEnds ends = TransferEnds.download(from, directory);
        return new DirectoryTransfer(console, connection, ends, filter.select(console), transfer, null)
                .run(KEPT + "; --skip-same skips files that are complete", dryRun, outcome -> {}, options -> {
                    if (skipSame) {
                        options.comparison(Comparison.CRC64);
                    }
                    return Directories.of(client).download(from.key(), directory, options.build());
                });
    }

    /** The progress of a download in a bar, after a message if parts were received before. Thread-safe. */
    private static final class ResumedProgress implements TransferListener {
        private final Console console;
        private final TransferBar bar;
        private final AtomicBoolean isBegun = new AtomicBoolean();

        ResumedProgress(Console console, TransferBar bar) {
            this.console = console;
            this.bar = bar;
        }

        /** The first progress of a resumed download is reported before a part is requested. */
        @Override
        public void progress(TransferProgress progress) {
            bar.update(progress.bytes(), progress.totalBytes(), progress.bytesPerSecond());
            if (!isBegun.getAndSet(true) && progress.parts() > 0 && progress.totalParts() > 1) {
                try {
                    console.info("resumed: " + progress.parts() + " of " + progress.totalParts() + " parts were there");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
