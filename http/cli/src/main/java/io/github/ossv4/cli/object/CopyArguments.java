// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code cp} and {@code mv}. */
final class CopyArguments {
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

    /** @param version that of the source */
    ExitCode run(Confirmation confirmation, ConnectionOptions connection, CopyKind kind, VersionOption version)
            throws IOException, InterruptedException {
        Console console = confirmation.console();
        checkNoFile(kind);
        OssUrl from = OssUrl.parse(source);
        OssUrl to = OssUrl.parse(target);
        if (!recursive) {
            filter.requireUnused("--recursive");
            CopyItem item = CopyItem.of(kind, from, version.id(), to, 0);
            return withClients(console, connection, from, to, copy -> copyObject(console, item, copy));
        }
        version.requireUnused();
        CopyFolders folders = CopyFolders.of(kind, from, to);
        if (from.isBucket() && !dryRun) {
            confirmation.requireAnswer("for all objects of a bucket");
        }
        return withClients(
                console, connection, from, to, copy -> copyFolder(confirmation, connection, kind, folders, copy));
    }

    /** Copies the objects of a folder that differ from their copies. */
    ExitCode copyChanged(Console console, ConnectionOptions connection) throws IOException, InterruptedException {
        checkNoFile(CopyKind.COPY);
        if (!recursive) {
            throw new UsageException("--skip-same requires --recursive");
        }
        OssUrl from = OssUrl.parse(source);
        OssUrl to = OssUrl.parse(target);
        CopyFolders.of(CopyKind.COPY, from, to);
        TransferEnds ends = TransferEnds.copy(from, to);
        NameFilter.Selection names = filter.select(console);
        return withClients(
                console,
                connection,
                from,
                to,
                copy -> new DirectoryTransfer(console, connection, ends, names)
                        .run(
                                "the objects above are complete; run the same command again for the others",
                                dryRun,
                                outcome -> {},
                                options -> {
                                    options.parallel(parallel).copy(copy.options());
                                    return Directories.of(copy.targets())
                                            .syncFrom(copy.sources(), from.key(), to.key(), options.build());
                                }));
    }

    private interface Copying {
        ExitCode with(ObjectCopy copy) throws IOException, InterruptedException;
    }

    private ExitCode withClients(Console console, ConnectionOptions connection, OssUrl from, OssUrl to, Copying copying)
            throws IOException, InterruptedException {
        ObjectCopy.Overwriting overwriting =
                forbidOverwrite ? ObjectCopy.Overwriting.FORBIDDEN : ObjectCopy.Overwriting.ALLOWED;
        boolean oneBucket = from.bucket().equals(to.bucket());
        if (!oneBucket && connection.isCname(console.process())) {
            throw new UsageException("the endpoint is your own domain, which serves one bucket only, not "
                    + from.bucket() + " and " + to.bucket() + ": set --endpoint to that of the region");
        }
        // Messages name the bucket of this client, that of an object that may not exist.
        try (BucketClient sources = connection.client(from.bucket(), console)) {
            BucketClient targets = oneBucket ? sources : sources.bucket(to.bucket());
            return copying.with(new ObjectCopy(sources, targets, headers, overwriting));
        }
    }

    /** An interrupt deletes the parts of a large copy. */
    private ExitCode copyObject(Console console, CopyItem item, ObjectCopy copy)
            throws IOException, InterruptedException {
        Result result = dryRun
                ? item.withSize(copy.source(item).size())
                : Interruption.guard(console, "the source is kept; run the same command again", () -> copy.copy(item));
        console.summary()
                .addDone(
                        1, result instanceof CopiedObject copied ? copied.copy().size() : 0);
        console.print(result);
        return ExitCode.SUCCESS;
    }

    private ExitCode copyFolder(
            Confirmation confirmation,
            ConnectionOptions connection,
            CopyKind kind,
            CopyFolders folders,
            ObjectCopy copy)
            throws IOException, InterruptedException {
        Console console = confirmation.console();
        SelectedObjects objects = SelectedObjects.of(copy.sources(), folders.source(), filter.select(console));
        if (dryRun) {
            return new FolderRun(
                            console, connection, "would " + kind.verb(), objects, object -> item(kind, folders, object))
                    .run(1);
        }
        if (folders.source().isBucket()) {
            confirmation.ask(kind.verb(), objects);
        }
        return new FolderRun(
                        console,
                        connection,
                        kind.participle(),
                        objects,
                        object -> copy.copy(item(kind, folders, object)))
                .run(parallel);
    }

    private static CopyItem item(CopyKind kind, CopyFolders folders, ListedObject object) {
        String problem = folders.problem(object.key());
        if (problem != null) {
            throw new UsageException(problem);
        }
        OssUrl from = folders.source().withKey(object.key());
        return new CopyItem(kind, from, null, folders.targetOf(object.key()), object.size());
    }

    private void checkNoFile(CopyKind kind) {
        boolean fromOss = OssUrl.isOssUrl(source);
        boolean toOss = OssUrl.isOssUrl(target);
        if (fromOss && toOss) {
            return;
        }
        String advice = fromOss ? "ossv4 download" : "ossv4 upload";
        throw new UsageException("source and target must be objects, as oss://BUCKET/KEY, was "
                + PrintableText.escape(fromOss ? target : source)
                + (fromOss || toOss ? "; to " + kind.verb() + " to or from a file use '" + advice + "'" : ""));
    }
}
