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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments and the run of {@code cp} and {@code mv}, of one object or of a folder. */
abstract class CopyOrMoveCommand extends RunCommand {
    private static final int PARALLEL = 4;

    private final CopyItem.Kind kind;

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

    CopyOrMoveCommand(CopyItem.Kind kind) {
        this.kind = kind;
    }

    /** @param version the source's */
    final ExitCode run(Confirmation confirmation, VersionOption version) throws IOException, InterruptedException {
        Console console = confirmation.console();
        checkNoFile();
        OssUrl from = OssUrl.parse(source);
        OssUrl to = OssUrl.parse(target);
        if (recursive) {
            version.requireUnused();
            CopyItem.checkFolders(kind, from.folder(), to.folder());
            if (from.isBucket() && !dryRun) {
                confirmation.requireAnswer("for all objects of a bucket");
            }
        } else {
            filter.requireUnused("--recursive");
            CopyItem.of(kind, from, version.id(), to);
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
                    ? folder(confirmation, from.folder(), to.folder(), copy)
                    : run(console, copy, item -> CopyItem.of(kind, from, version.id(), to))
                            .one(Item.of(from, 0), () -> "the source is kept; run the same command again");
        }
    }

    private ExitCode folder(Confirmation confirmation, OssUrl from, OssUrl to, ObjectCopy copy)
            throws IOException, InterruptedException {
        Console console = confirmation.console();
        SelectedObjects objects = SelectedObjects.of(copy.sources(), from, filter.select(console));
        if (from.isBucket() && !dryRun) {
            confirmation.ask(kind.verb(), objects);
        }
        List<OssUrl> empty = new ArrayList<>();
        return run(console, copy, object -> CopyItem.of(kind, from, to, object))
                .folder(objects, dryRun ? 1 : parallel, dryRun ? "would " + kind.verb() : kind.participle(), empty)
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
