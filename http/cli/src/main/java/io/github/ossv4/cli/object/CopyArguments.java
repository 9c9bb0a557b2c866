// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

    /** @param versionId the version of the source; null for the latest */
    ExitCode run(Console console, ConnectionOptions connection, CopyKind kind, @Nullable String versionId)
            throws IOException, InterruptedException {
        checkNoFile(kind);
        OssUrl from = OssUrl.parse(source);
        OssUrl to = OssUrl.parse(target);
        if (!recursive) {
            filter.requireUnused("--recursive");
        }
        if (versionId != null && recursive) {
            throw new UsageException("--version-id is that of one object: without --recursive");
        }
        CopyFolders folders = recursive ? CopyFolders.of(kind, from, to) : null;
        CopyItem item = recursive ? null : CopyItem.of(kind, from, versionId, to, 0);
        boolean oneBucket = from.bucket().equals(to.bucket());
        if (!oneBucket && connection.isCname(console.process())) {
            throw new UsageException("the endpoint is your own domain, which serves one bucket only, not "
                    + from.bucket() + " and " + to.bucket() + ": set --endpoint to that of the region");
        }
        try (BucketClient sources = connection.client(from.bucket(), console.process());
                BucketClient others = oneBucket ? null : connection.client(to.bucket(), console.process())) {
            ObjectCopy copy = new ObjectCopy(
                    sources,
                    others == null ? sources : others,
                    headers,
                    forbidOverwrite ? ObjectCopy.Overwriting.FORBIDDEN : ObjectCopy.Overwriting.ALLOWED);
            if (item != null) {
                console.print(dryRun ? item.withSize(copy.source(item).size()) : copy.copy(item));
                return ExitCode.SUCCESS;
            }
            return run(console, kind, Objects.requireNonNull(folders), copy);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ExitCode run(Console console, CopyKind kind, CopyFolders folders, ObjectCopy copy)
            throws IOException, InterruptedException {
        SelectedObjects objects = SelectedObjects.of(copy.sources(), folders.source(), filter.select(console));
        if (dryRun) {
            return new FolderRun(console, "would " + kind.verb(), objects, object -> item(kind, folders, object))
                    .run(1);
        }
        return new FolderRun(console, kind.participle(), objects, object -> copy.copy(item(kind, folders, object)))
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
