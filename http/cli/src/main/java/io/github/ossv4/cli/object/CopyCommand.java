// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies objects within OSS. */
@Command(
        footer = {
            "  ossv4 cp oss://examplebucket/cat.jpg oss://otherbucket/photos/",
            "  ossv4 cp -r --storage-class IA oss://examplebucket/2025 oss://examplebucket/archive/2025",
            "  ossv4 cp --version-id CAEQMhiBgIDXiaaB0BYiIGQzYmRk oss://examplebucket/a oss://examplebucket/a",
            "",
            "OSS copies objects of any size itself, between buckets of a region: no bytes pass through this",
            "machine. Each copy is compared with its source by size and CRC64.",
            "--content-type, --header and --meta replace all headers and metadata of the source. --tag",
            "replaces all tags. Without them the copy has the headers, metadata and tags of the source.",
            "The copy has the storage class and the ACL of the source, unless --storage-class or --acl names",
            "others. An object whose ACL cannot be read is not copied without --acl.",
            "To move objects, copy them, and delete the sources with 'ossv4 rm' if all copies are checked.",
            "Objects of the classes Archive, ColdArchive and DeepColdArchive must be restored before.",
            "'ossv4 sync' copies only the objects of a folder that differ from their copies.",
            "JSON: sourceBucket, sourceKey, sourceVersionId, bucket, key, size, crc64, checked, etag,",
            "versionId; of an object that failed: bucket and key of the source, error; with",
            "--dry-run: dryRun, action (copy), sourceBucket, sourceKey, bucket, key, size."
        })
public final class CopyCommand extends RunCommand {
    private static final int PARALLEL = 4;

    @Parameters(index = "0", paramLabel = "oss://BUCKET/KEY", description = "Object, or folder with --recursive.")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "oss://BUCKET/KEY",
            description = "Object, or a folder, which ends with a slash.")
    private String target = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "All objects of a folder.")
    private boolean recursive;

    @Mixin
    private NameFilter filter = new NameFilter();

    @Mixin
    private ObjectOptions headers = new ObjectOptions();

    @Option(names = "--forbid-overwrite", description = "Fail if the target exists.")
    private boolean forbidOverwrite;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = TransferOptions.Parallel.class,
            description = "Objects that are copied in parallel; default: ${DEFAULT-VALUE}.")
    private int parallel = PARALLEL;

    @Option(names = "--dry-run", description = "Print what would be done, and change nothing.")
    private boolean dryRun;

    @Mixin
    private VersionOption version = new VersionOption();

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        checkNoFile();
        OssUrl from = OssUrl.parse(source);
        OssUrl to = OssUrl.parse(target);
        if (recursive) {
            version.requireUnused();
            CopyItem.checkFolders(from.folder(), to.folder());
        } else {
            filter.requireUnused("--recursive");
            CopyItem.of(from, version.id(), to);
        }
        boolean oneBucket = from.bucket().equals(to.bucket());
        if (!oneBucket && connection.isCname(console.process())) {
            throw new UsageException("the endpoint is your own domain, which serves one bucket only, not "
                    + from.bucket() + " and " + to.bucket() + ": set --endpoint to that of the region");
        }
        // Messages name the bucket of this client, where an object may not exist.
        try (BucketClient sources = connection.client(from.bucket(), console)) {
            BucketClient targets = oneBucket ? sources : sources.bucket(to.bucket());
            ObjectCopy copy = ObjectCopy.of(sources, targets, headers, forbidOverwrite);
            return recursive
                    ? folder(console, from.folder(), to.folder(), copy)
                    : run(console, copy, item -> CopyItem.of(from, version.id(), to))
                            .one(Item.of(from, 0), () -> "run the same command again");
        }
    }

    private ExitCode folder(Console console, OssUrl from, OssUrl to, ObjectCopy copy)
            throws IOException, InterruptedException {
        SelectedObjects objects = SelectedObjects.of(copy.sources(), from, filter.select(console));
        List<OssUrl> empty = new ArrayList<>();
        return run(console, copy, object -> CopyItem.of(from, to, object))
                .folder(objects, dryRun ? 1 : parallel, dryRun ? "would copy" : "copied", empty)
                .or(ItemRun.reportEmpty(console, empty));
    }

    private interface Targets {
        CopyItem of(Item object);
    }

    private ItemRun run(Console console, ObjectCopy copy, Targets targets) {
        return new ItemRun(console, connection, object -> {
            CopyItem item = targets.of(object);
            return dryRun
                    ? item.withSize(
                            recursive ? object.size() : copy.source(item).size())
                    : copy.copy(item);
        });
    }

    private void checkNoFile() {
        boolean fromOss = OssUrl.isOssUrl(source);
        boolean toOss = OssUrl.isOssUrl(target);
        if (fromOss && toOss) {
            return;
        }
        String command = fromOss ? "download" : "upload";
        throw new UsageException("source and target must be objects, as oss://BUCKET/KEY, was "
                + PrintableText.escape(fromOss ? target : source)
                + (fromOss || toOss ? "; to " + command + ", use 'ossv4 " + command + "'" : ""));
    }
}
