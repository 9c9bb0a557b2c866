// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RefusedException;
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes objects, all objects of a folder, or all objects of a bucket. */
@Command(
        footer = {
            "  ossv4 rm oss://examplebucket/photos/cat.jpg",
            "  ossv4 rm --recursive --yes oss://examplebucket/tmp/",
            "  ossv4 rm --recursive --dry-run --include '*.tmp' oss://examplebucket/photos/",
            "  ossv4 rm --recursive --all --yes oss://examplebucket/",
            "",
            "Without --yes, --recursive deletes nothing, and prints how many objects it would delete. A whole",
            "bucket needs --all too: a shell variable such as $$FOLDER can be empty. oss://examplebucket/tmp and",
            "oss://examplebucket/tmp/ are the same folder. The folder is listed completely before the first",
            "deletion, and each page of it again directly before its objects are deleted: an object that was",
            "added or replaced since the start is kept.",
            "",
            "Objects that do not exist count as deleted. In a bucket with versioning objects are hidden by",
            "delete markers; 'ossv4 ls --versions' lists them. --version-id deletes a version permanently, or",
            "a delete marker, so that the object is visible again.",
            "JSON: bucket, key, versionId, recursive, deleted (a number); with --dry-run an object for each",
            "object of OSS: dryRun, action (delete), bucket, key, versionId."
        })
public final class RemoveCommand extends RunCommand {
    @Parameters(arity = "1..*", paramLabel = "oss://BUCKET/KEY", description = "Objects, or folders with --recursive.")
    private List<OssUrl> urls = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Delete all objects of a folder.")
    private boolean recursive;

    @Option(names = "--all", description = "With --recursive: delete all objects of a bucket, whose URL has no key.")
    private boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Allow --recursive.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Print what would be deleted, and delete nothing.")
    private boolean dryRun;

    @Mixin
    private VersionOption version = new VersionOption();

    @Mixin
    private NameFilter filter = new NameFilter();

    @Override
    public ExitCode run(Console console) throws IOException {
        version.check(urls);
        if (recursive) {
            version.requireUnused();
        } else {
            filter.requireUnused("--recursive");
        }
        urls.forEach(this::check);
        NameFilter.Selection selection = filter.select(console);
        ExitCode worst = ExitCode.SUCCESS;
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console)) {
                if (recursive) {
                    worst = worst.or(deleteFolder(console, SelectedObjects.of(client, url, selection)));
                } else {
                    deleteObject(console, client, url);
                }
            } catch (RefusedException e) {
                Failure refused = Failure.of(e);
                console.printFailure(refused);
                worst = worst.or(refused.exitCode());
            }
        }
        return worst.or(selection.reportNotFound(console, urls.get(0).folder()));
    }

    private void check(OssUrl url) {
        if (!recursive) {
            if (all) {
                throw new UsageException("--all requires --recursive");
            }
            url.requireKey();
        } else if (url.isBucket() && !all) {
            throw new UsageException(
                    url + " has no key. Add --all to delete all objects of the bucket, or add a folder," + " such as "
                            + url + "FOLDER/. Check that the shell variable in the URL is set.");
        } else if (!url.isBucket() && all) {
            throw new UsageException("--all requires the URL of a bucket, oss://" + url.bucket() + "/, was " + url);
        }
    }

    private void deleteObject(Console console, BucketClient client, OssUrl url) throws IOException {
        String versionId = version.id();
        if (dryRun) {
            GetOptions.Builder options = GetOptions.builder();
            version.applyTo(options::versionId);
            if (client.exists(url.key(), options.build())) {
                console.print(Deletion.planned(url, versionId));
            } else {
                console.message("does not exist: " + url);
            }
            return;
        }
        ObjectDeletion.deleteNamed(client, version.of(url.key()));
        console.summary().add(RunSummary.Count.DELETED, 1);
        console.print(Deletion.ofObject(url, versionId));
    }

    private ExitCode deleteFolder(Console console, SelectedObjects objects) throws IOException {
        long count = 0;
        if (dryRun) {
            count = printPlan(console, objects);
        } else if (yes) {
            count = deleteListed(console, objects);
        } else {
            objects.refuseUnlessEmpty("would be deleted: --yes deletes them");
        }
        return count > 0
                ? ExitCode.SUCCESS
                : EmptySelection.report(console, "there are no objects below " + objects.folder());
    }

    /** Returns the number of objects that would be deleted. */
    private static long printPlan(Console console, SelectedObjects objects) throws IOException {
        long count = 0;
        long bytes = 0;
        for (ListedObject object : objects) {
            console.print(Deletion.planned(objects.folder().withKey(object.key()), null));
            count++;
            bytes += object.size();
        }
        if (count > 0) {
            console.info("would delete " + Deletion.objects(count) + ", " + ByteSize.format(bytes));
        }
        return count;
    }

    /** Returns the number of objects that were listed. */
    private static long deleteListed(Console console, SelectedObjects objects) throws IOException {
        AtomicLong deleted = new AtomicLong();
        long listed = ObjectDeletion.deleteListed(objects, count -> {
            deleted.addAndGet(count);
            console.summary().add(RunSummary.Count.DELETED, count);
        });
        if (listed > 0) {
            console.print(Deletion.ofFolder(objects.folder(), deleted.get()));
        }
        if (listed > deleted.get()) {
            console.message("not deleted, because they changed meanwhile: " + Deletion.objects(listed - deleted.get())
                    + " of " + objects.folder());
        }
        return listed;
    }
}
