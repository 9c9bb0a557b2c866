// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DeletionLimitException;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.EmptySourceException;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code sync}: transfers the files that differ, and with {@code --delete} deletes what only the target
 * has.
 */
@Command(
        footer = {
            "  ossv4 sync --delete --dry-run site oss://examplebucket/www/",
            "  ossv4 sync --checksum oss://examplebucket/backup/photos photos",
            "  ossv4 sync --exclude '*.tmp' --keep-times photos oss://examplebucket/backup/photos",
            "  ossv4 sync oss://examplebucket/photos oss://backupbucket/photos",
            "",
            "Transfers files that the target lacks, and those with another size or time. Uploads store times in",
            "the metadata mtime: so a sync finds older files that were moved in place. --checksum reads the",
            "files and compares the CRC64s, --keep-times the time of each object of the same size. Between two",
            "folders, OSS copies objects whose sizes or CRC64s differ.",
            "--delete deletes after the transfers, and only if none of them failed; never names that the",
            "options do not select, or what was replaced. A sync that would delete more than --max-delete",
            "changes nothing. It needs --yes if the target is a whole bucket, and --yes --max-delete 100%% if",
            "the source has no files.",
            "The same command continues a sync that was interrupted.",
            "JSON: the fields of upload, download and cp. A deletion has deleted, bucket, key, and file if a",
            "local file was deleted. With --dry-run: dryRun, action (upload, download, copy, delete), file,",
            "bucket, key, size; a copy has sourceBucket and sourceKey, no file."
        })
public final class SyncCommand extends RunCommand {
    private static final String KEPT = "files that are complete are kept; run the same command again to continue";

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Mixin
    private ObjectOptions headers = new ObjectOptions();

    @Mixin
    private NameFilter filter = new NameFilter();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "SOURCE TARGET",
            hideParamSyntax = true,
            description = "A directory and oss://BUCKET/FOLDER, in either order, or two folders of OSS.")
    private List<String> operands = List.of();

    @Option(names = "--checksum", description = "Compare sizes and CRC64s instead of times.")
    private boolean checksum;

    @Option(names = "--size-only", description = "Compare sizes only.")
    private boolean sizeOnly;

    @Mixin
    private DeletionOptions deletion = new DeletionOptions();

    @Option(names = "--dry-run", description = "Print what would be transferred and deleted, and change nothing.")
    private boolean dryRun;

    /** Creates the command with the defaults of its options. */
    public SyncCommand() {
        super(ConnectionOptions.Use.TRANSFERS);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        transfer.shareBandwidth(connection);
        TransferEnds ends = TransferEnds.ofSync(operands);
        if (checksum && sizeOnly) {
            throw new UsageException("--checksum and --size-only must not be used together");
        }
        if (ends.direction() == Direction.DOWNLOAD && !headers.isEmpty()) {
            throw new UsageException("options for headers, tags and metadata require a target oss://BUCKET/FOLDER");
        }
        if (ends.local() != null) {
            checkDirectory(ends);
        }
        deletion.check();
        NameFilter.Selection names = filter.select(console);
        UploadSettings upload = new UploadSettings(
                this::upload,
                PartPlan.DEFAULT_PART_SIZE,
                transfer.state(console.process()),
                headers.description()
                        + (comparison() == Comparison.SIZE_AND_CHANGE ? "keep-times" : transfer.description()));
        OssUrl url = ends.url();
        try (BucketClient client = connection.client(url.bucket(), console)) {
            DirectoryTransfer directory = new DirectoryTransfer(console, connection, ends, names, transfer, upload);
            AtomicLong compared = new AtomicLong();
            ExitCode[] planned = {ExitCode.SUCCESS};
            boolean isWholeBucket =
                    ends.direction() != Direction.DOWNLOAD && url.key().isEmpty();
            Consumer<FileOutcome> stored = upload.discardingOthers(console, client, url)
                    .andThen(outcome -> compared.addAndGet(outcome.verification() == null ? 0 : 1));
            DirectoryTransfer.Run run = options -> {
                options.comparison(comparison());
                deletion.applyTo(options, isWholeBucket);
                DirectoryResult result = sync(client, ends, options);
                if (dryRun) {
                    planned[0] = deletion.warn(console, result, ends.target(), isWholeBucket);
                }
                return result;
            };
            try {
                ExitCode code = directory.run(KEPT, dryRun, stored, run);
                reportCompared(console, compared.get());
                return code.or(planned[0]);
            } catch (EmptySourceException e) {
                throw deletion.refused(ends.target(), e);
            } catch (DeletionLimitException e) {
                throw deletion.refused(ends.target(), isWholeBucket, e);
            }
        }
    }

    /** Prints why files were read although the command compares sizes and times. */
    private void reportCompared(Console console, long files) throws IOException {
        if (files > 0 && comparison() == Comparison.SIZE_AND_CHANGE) {
            console.info(files + (files == 1 ? " file" : " files")
                    + " compared by CRC64: moved, copied or unpacked after the upload");
        }
    }

    private static void checkDirectory(TransferEnds ends) throws IOException {
        if (ends.direction() == Direction.UPLOAD && !Files.exists(ends.file())) {
            throw new NoSuchFileException(ends.file().toString());
        }
        if (Files.exists(ends.file()) && !Files.isDirectory(ends.file())) {
            throw new NotDirectoryException(ends.file().toString());
        }
    }

    private Comparison comparison() {
        if (checksum) {
            return Comparison.CRC64;
        }
        Comparison byTime = transfer.keepsTimes() ? Comparison.SIZE_AND_TIME : Comparison.SIZE_AND_CHANGE;
        return sizeOnly ? Comparison.SIZE : byTime;
    }

    private UploadOptions.Builder upload() {
        UploadOptions.Builder options = transfer.upload(TransferOptions.PARTS_OF_EACH_FILE);
        headers.applyTo(options);
        return options;
    }

    private DirectoryResult sync(BucketClient client, TransferEnds ends, DirectoryOptions.Builder options)
            throws IOException {
        Directories directories = Directories.of(client);
        String folder = ends.url().key();
        return switch (ends.direction()) {
            case UPLOAD -> directories.syncToBucket(ends.file(), folder, options.build());
            case DOWNLOAD -> directories.syncToDirectory(folder, ends.file(), options.build());
            case COPY -> copy(client, ends, options);
        };
    }

    private DirectoryResult copy(BucketClient client, TransferEnds ends, DirectoryOptions.Builder options)
            throws IOException {
        CopyOptions.Builder copy = CopyOptions.builder();
        headers.applyTo(copy);
        OssUrl from = ends.copied();
        try (BucketClient source = client.bucket(from.bucket())) {
            return Directories.of(client)
                    .syncFrom(
                            source,
                            from.key(),
                            ends.url().key(),
                            options.copy(copy.build()).build());
        }
    }
}
