// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Copies or moves the objects of a folder, several in parallel, and prints them in the order of the list. */
final class CopyRun {
    private final Console console;
    private final CopyKind kind;
    private final CopyFolders folders;
    private final NameFilter.Selection selection;
    private final ObjectCopy copy;
    private ExitCode worst = ExitCode.SUCCESS;
    private long count;
    private long failed;
    private long bytes;

    CopyRun(Console console, CopyKind kind, CopyFolders folders, NameFilter.Selection selection, ObjectCopy copy) {
        this.console = console;
        this.kind = kind;
        this.folders = folders;
        this.selection = selection;
        this.copy = copy;
    }

    private Iterator<ListedObject> objects() {
        return new SelectedObjects(copy.sources(), folders.source(), selection).iterator();
    }

    private CopyItem item(ListedObject object) {
        OssUrl source = folders.source().withKey(object.key());
        return new CopyItem(kind, source, null, folders.targetOf(object.key()), object.size());
    }

    ExitCode printPlan() throws IOException {
        for (Iterator<ListedObject> objects = objects(); objects.hasNext(); ) {
            CopyItem item = item(objects.next());
            String problem = folders.problem(item.source().key());
            if (problem == null) {
                count++;
                console.print(item);
            } else {
                fail(item, new UsageException(problem));
            }
        }
        return end();
    }

    ExitCode copy(int parallel) throws IOException, InterruptedException {
        return Interruption.guard(
                console,
                "objects that were " + kind.participle() + " so far are complete; run the same command again",
                () -> copyAll(parallel));
    }

    private ExitCode copyAll(int parallel) throws IOException, InterruptedException {
        try (OrderedTasks<ListedObject, Outcome> tasks =
                OrderedTasks.of(objects(), object -> copy(item(object)), parallel)) {
            for (Outcome done = tasks.next(); done != null; done = tasks.next()) {
                print(done);
            }
        }
        ExitCode code = end();
        console.message(kind.participle() + " " + Deletion.objects(count) + ", " + ByteSize.format(bytes)
                + (failed == 0 ? "" : "; " + failed + " failed"));
        return code;
    }

    private Outcome copy(CopyItem item) {
        String problem = folders.problem(item.source().key());
        if (problem != null) {
            return new Outcome(item, null, new UsageException(problem));
        }
        try {
            return new Outcome(item, copy.copy(item), null);
        } catch (IOException | RuntimeException e) {
            return new Outcome(item, null, e);
        }
    }

    private void print(Outcome outcome) throws IOException {
        if (outcome.copied() != null) {
            count++;
            bytes += outcome.copied().copy().size();
            console.print(outcome.copied());
        } else if (outcome.failure() != null) {
            fail(outcome.item(), outcome.failure());
        }
    }

    private void fail(CopyItem item, Exception thrown) throws IOException {
        Failure failure = Failure.of(thrown);
        if (failure.isOfAllRequests() && thrown instanceof IOException io) {
            throw io;
        }
        failed++;
        worst = worst.or(failure.exitCode());
        new FailedFile(null, item.source(), failure).printTo(console);
    }

    private ExitCode end() throws IOException {
        for (String name : selection.notFound()) {
            worst = worst.or(ExitCode.REFUSED);
            console.message("not found: " + name);
        }
        if (count + failed == 0) {
            console.message("there are no objects below " + folders.source());
            worst = worst.or(ExitCode.REFUSED);
        }
        return worst;
    }

    /** The result of an object: the copy, or the failure. */
    private record Outcome(
            CopyItem item,
            @Nullable CopiedObject copied,
            @Nullable Exception failure) {}
}
