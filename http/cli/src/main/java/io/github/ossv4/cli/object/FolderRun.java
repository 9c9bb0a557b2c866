// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Interruption;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Performs a task for each selected object of a folder, several in parallel, and prints the results in the order of the
 * list. An object that fails does not stop the others, unless these would fail too.
 */
final class FolderRun {
    /** A task for an object. */
    interface Task {
        /** Performs the task, on any thread. */
        Result of(ListedObject object) throws IOException;
    }

    private final Console console;
    private final ConnectionOptions connection;
    private final String done;
    private final SelectedObjects objects;
    private final Task task;
    private long count;
    private long failed;
    private long bytes;

    /** @param done the start of the summary, such as {@code copied} */
    FolderRun(Console console, ConnectionOptions connection, String done, SelectedObjects objects, Task task) {
        this.console = console;
        this.connection = connection;
        this.done = done;
        this.objects = objects;
        this.task = task;
    }

    /** Returns the exit code of the worst result; that of a refusal if there are no objects, or names are missing. */
    ExitCode run(int parallel) throws IOException, InterruptedException {
        List<OssUrl> empty = new ArrayList<>();
        return run(parallel, empty).or(reportEmpty(console, empty));
    }

    /** Like {@link #run(int)}, but adds the folder to a list if there are no objects. */
    ExitCode run(int parallel, List<OssUrl> empty) throws IOException, InterruptedException {
        return Interruption.guard(
                console,
                "the objects above are complete; run the same command again for the others",
                () -> runAll(parallel, empty));
    }

    /** Prints a failure if there are folders without objects. */
    static ExitCode reportEmpty(Console console, List<OssUrl> folders) throws IOException {
        if (folders.isEmpty()) {
            return ExitCode.SUCCESS;
        }
        String names = folders.stream().map(OssUrl::toString).collect(Collectors.joining(", "));
        return EmptySelection.report(console, "there are no objects below " + names);
    }

    private ExitCode runAll(int parallel, List<OssUrl> empty) throws IOException, InterruptedException {
        ExitCode worst = OrderedTasks.run(objects.iterator(), this::outcome, parallel, this::print)
                .or(objects.selection().reportNotFound(console, objects.folder()));
        if (count + failed == 0) {
            String unmet = objects.unmetCondition();
            if (unmet == null) {
                empty.add(objects.folder());
            } else {
                console.message(unmet);
            }
        } else {
            console.info(done + " " + Deletion.objects(count) + ", " + ByteSize.format(bytes)
                    + (failed == 0 ? "" : "; " + failed + " failed"));
        }
        return worst;
    }

    private Outcome outcome(ListedObject object) {
        try {
            return new Outcome(object, task.of(object), null);
        } catch (IOException | RuntimeException e) {
            return new Outcome(object, null, e);
        }
    }

    private ExitCode print(Outcome outcome) throws IOException {
        Exception thrown = outcome.failure();
        if (outcome.result() != null) {
            count++;
            bytes += outcome.object().size();
            console.summary().addDone(1, outcome.object().size());
            console.print(outcome.result());
        }
        if (thrown == null) {
            return ExitCode.SUCCESS;
        }
        Failure failure = connection.failureOf(thrown);
        if (failure.isOfAllRequests() && thrown instanceof IOException io) {
            throw io;
        }
        failed++;
        OssUrl url = objects.folder().withKey(outcome.object().key());
        console.printFailedFile(new FailedFile(null, url, failure));
        return failure.exitCode();
    }

    /** The result of an object, or its failure. */
    private record Outcome(
            ListedObject object,
            @Nullable Result result,
            @Nullable Exception failure) {}
}
