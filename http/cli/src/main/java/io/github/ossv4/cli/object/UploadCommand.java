// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.CallbackOptions;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.ObjectOptions;
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
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.TransferProgress;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads files, a directory, or standard input. */
@Command(
        footer = {
            "  ossv4 upload cat.mp4 oss://examplebucket/films/",
            "  ossv4 upload photos oss://examplebucket/backup/photos",
            "  tar c photos | ossv4 upload - oss://examplebucket/photos.tar",
            "  ossv4 upload cat.jpg oss://examplebucket/cat.jpg \\",
            "      --callback-url https://app.example.com/uploaded --var x:user=42",
            "",
            "A target that ends with a slash is a folder for the files. A directory is uploaded without its",
            "own name: photos/2026/a.jpg of the second example becomes backup/photos/2026/a.jpg. The same",
            "command resumes an upload that was interrupted: parts that were sent are kept, and their",
            "checkpoints are in $$XDG_STATE_HOME/ossv4, by default ~/.local/state/ossv4.",
            "With --skip-same it continues a directory without sending its complete files again.",
            "The names for --include, --exclude and --files-from are paths below the directory.",
            "If the callback fails, the object is stored nevertheless, and the exit code is 1.",
            "JSON: file, bucket, key, crc64, crcChecked, etag, versionId, requestId,",
            "callback {contentType, body, complete}, callbackFailure; of a file that failed: error.",
            "With --dry-run: dryRun, action, file, bucket, key, size."
        })
public final class UploadCommand extends RunCommand {
    private static final String KEPT = "parts that were sent are kept; run the same command again to resume the upload";

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Mixin
    private ObjectOptions headers = new ObjectOptions();

    @Mixin
    private CallbackOptions callback = new CallbackOptions();

    @Mixin
    private NameFilter filter = new NameFilter();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "FILE... oss://BUCKET/KEY",
            hideParamSyntax = true,
            description = "Files or a directory, - for standard input; then the target.")
    private List<String> operands = List.of();

    @SuppressWarnings("UnusedVariable") // For users of other tools.
    @Option(
            names = {"-r", "--recursive"},
            hidden = true,
            description = "Has no effect: a directory is uploaded with all that is below it.")
    private boolean recursive;

    @Option(names = "--forbid-overwrite", description = "Fail if the object exists.")
    private boolean forbidOverwrite;

    @Option(
            names = "--skip-same",
            description = "Skip files whose object has the same size and CRC64; there is no callback for them.")
    private boolean skipSame;

    @Option(names = "--dry-run", description = "Print what would be uploaded, and send nothing.")
    private boolean dryRun;

    /** Creates the command with the defaults of its options. */
    public UploadCommand() {
        super(ConnectionOptions.Use.TRANSFERS);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        transfer.shareBandwidth(connection);
        if (operands.size() < 2) {
            throw new UsageException("a file and a target oss://BUCKET/KEY are required, was " + operands.get(0));
        }
        String last = operands.get(operands.size() - 1);
        List<String> sources = operands.subList(0, operands.size() - 1);
        for (String source : sources) {
            if (OssUrl.isOssUrl(source)) {
                throw new UsageException("a source must be a file or a directory, was " + PrintableText.escape(source)
                        + (OssUrl.isOssUrl(last)
                                ? "; to copy objects within OSS, use 'ossv4 cp'"
                                : "; to download, use 'ossv4 download'"));
            }
        }
        OssUrl target = OssUrl.parse(last);
        UploadSettings settings = settings(console);
        if (sources.equals(List.of(SmallInput.STANDARD_INPUT))) {
            if (target.isDirectory()) {
                throw new UsageException("standard input has no name: the target must be a key, was " + target);
            }
            filter.requireUnused("a directory");
            if (skipSame) {
                throw new UsageException("--skip-same requires files: standard input can be read only once");
            }
            target.requireKey();
            if (dryRun) {
                console.print(PlannedFile.transfer(Direction.UPLOAD, SmallInput.STANDARD_INPUT, target, -1));
                return ExitCode.SUCCESS;
            }
            try (BucketClient client = connection.client(target.bucket(), console)) {
                return uploadInput(console, client, target, settings);
            }
        }
        if (sources.size() == 1 && Files.isDirectory(Path.of(sources.get(0)))) {
            Path directory = Path.of(sources.get(0));
            try (BucketClient client = connection.client(target.bucket(), console)) {
                return upload(console, client, directory, target, settings);
            }
        }
        filter.requireUnused("a directory");
        for (String source : sources) {
            console.requireLogOutside(Path.of(source));
        }
        List<Item> items = Item.ofFiles(sources, target);
        if (dryRun) {
            for (Item item : items) {
                console.print(PlannedFile.transfer(Direction.UPLOAD, item.name(), item.url(), item.size()));
            }
            return ExitCode.SUCCESS;
        }
        try (BucketClient client = connection.client(target.bucket(), console)) {
            return uploadFiles(console, client, items, settings);
        }
    }

    /** Uploads standard input, of any length. */
    private ExitCode uploadInput(Console console, BucketClient client, OssUrl url, UploadSettings settings)
            throws IOException, InterruptedException {
        AtomicLong bytes = new AtomicLong();
        try (TransferBar bar = new TransferBar(console, "upload", -1, transfer.stats())) {
            TransferListener progress = current -> {
                bytes.set(current.bytes());
                bar.update(current.bytes(), -1, current.bytesPerSecond());
            };
            PutResult stored = Interruption.guard(
                    console,
                    () -> "standard input cannot be read again, so the upload cannot be resumed",
                    () -> client.upload(url.key(), console.input(), settings.ofStream(progress)));
            console.summary().addDone(1, bytes.get());
            console.print(StoredFile.of(SmallInput.STANDARD_INPUT, url, stored));
            return ExitCode.SUCCESS;
        } catch (CallbackFailedException e) {
            console.print(StoredFile.of(SmallInput.STANDARD_INPUT, url, e));
            throw e;
        }
    }

    private ExitCode uploadFiles(Console console, BucketClient client, List<Item> items, UploadSettings settings)
            throws IOException, InterruptedException {
        long total = items.stream().mapToLong(Item::size).sum();
        try (TransferBar bar = new TransferBar(console, "upload", total, transfer.stats())) {
            CombinedProgress progress = new CombinedProgress(bar, total);
            ItemRun run = new ItemRun(console, connection, item -> upload(console, client, item, settings, progress));
            Supplier<String> kept =
                    () -> items.stream().anyMatch(settings::hasCheckpoint) ? KEPT : StateDirectory.NOTHING_KEPT;
            return items.size() == 1
                    ? run.one(items.get(0), kept)
                    : run.all(items.iterator(), Math.min(items.size(), transfer.files()), kept);
        }
    }

    /** Returns null if the object is the same already, and the user wants to skip it. */
    private @Nullable StoredFile upload(
            Console console, BucketClient client, Item item, UploadSettings settings, CombinedProgress progress)
            throws IOException {
        Path file = Objects.requireNonNull(item.file());
        long sent = 0;
        try {
            if (skipSame && isSame(client, item.url(), file)) {
                sent = item.size();
                return null;
            }
            if (settings.hasCheckpoint(item)) {
                console.info("an upload of " + PrintableText.escape(item.name())
                        + " was not completed; it continues if OSS still has it and the file is unchanged");
            }
            PutResult stored = client.upload(item.url().key(), file, settings.ofFile(item, progress.of(item)));
            sent = item.size();
            if (item.size() > settings.partSize()) {
                settings.discardOthers(console, client, item.url(), file);
            }
            return StoredFile.of(item.name(), item.url(), stored);
        } finally {
            progress.done(item, sent);
        }
    }

    private static boolean isSame(BucketClient client, OssUrl url, Path file) throws IOException {
        try {
            return client.verify(url.key(), file).isSame();
        } catch (ServiceException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    private ExitCode upload(
            Console console, BucketClient client, Path directory, OssUrl target, UploadSettings settings)
            throws IOException, InterruptedException {
        TransferEnds ends = TransferEnds.upload(directory, target);
        return new DirectoryTransfer(console, connection, ends, filter.select(console), transfer, settings)
                .run(
                        KEPT + "; --skip-same skips files that are complete",
                        dryRun,
                        settings.discardingOthers(console, client, target),
                        options -> {
                            if (skipSame) {
                                options.comparison(Comparison.CRC64);
                            }
                            return Directories.of(client).upload(directory, target.key(), options.build());
                        });
    }

    private UploadSettings settings(Console console) {
        Long partSize = transfer.partSize();
        return new UploadSettings(
                this::options,
                partSize == null ? PartPlan.DEFAULT_PART_SIZE : partSize,
                transfer.state(console.process()),
                headers.description() + transfer.description());
    }

    private UploadOptions.Builder options() {
        boolean isOneFile = operands.size() == 2
                && !operands.get(0).equals(SmallInput.STANDARD_INPUT)
                && Files.isRegularFile(Path.of(operands.get(0)));
        UploadOptions.Builder options =
                transfer.upload(isOneFile ? TransferOptions.PARTS_OF_ONE_FILE : TransferOptions.PARTS_OF_EACH_FILE);
        headers.applyTo(options);
        callback.applyTo(options::callback);
        return options.forbidOverwrite(forbidOverwrite);
    }

    /** The progress of several transfers in one bar. Thread-safe. */
    private static final class CombinedProgress {
        private final TransferBar bar;
        private final long totalBytes;
        private final Map<Object, TransferProgress> inProgress = new HashMap<>();
        private long doneBytes;

        /** @param totalBytes the number of bytes of all transfers, -1 if unknown */
        CombinedProgress(TransferBar bar, long totalBytes) {
            this.bar = bar;
            this.totalBytes = totalBytes;
        }

        /** Returns the listener of one transfer. */
        TransferListener of(Object transfer) {
            return progress -> update(transfer, progress);
        }

        private synchronized void update(Object transfer, TransferProgress progress) {
            inProgress.put(transfer, progress);
            show();
        }

        /** Counts a transfer that has ended as done. */
        synchronized void done(Object transfer, long bytes) {
            inProgress.remove(transfer);
            doneBytes += bytes;
            show();
        }

        private void show() {
            long bytes = doneBytes;
            long rate = 0;
            for (TransferProgress progress : inProgress.values()) {
                bytes += progress.bytes();
                rate += progress.bytesPerSecond();
            }
            bar.update(bytes, totalBytes, rate);
        }
    }
}
