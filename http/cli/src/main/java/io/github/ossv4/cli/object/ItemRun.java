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
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Performs a task for each item of a command, several in parallel, and prints the results in the order of the items. An
 * item that fails does not stop the others, unless these would fail too.
 */
final class ItemRun {
    /** A task for an item. */
    interface Task {
        /** Performs the task, on any thread. Returns null if the object is the same already. */
        @Nullable
        Result of(Item item) throws IOException;
    }

    private final Console console;
    private final ConnectionOptions connection;
    private final Task task;
    private long done;
    private long failed;
    private long bytes;

    ItemRun(Console console, ConnectionOptions connection, Task task) {
        this.console = console;
        this.connection = connection;
        this.task = task;
    }

    /**
     * Performs the task for an item that the user named alone: its failure is thrown.
     *
     * @param kept returns what is printed after a signal
     */
    ExitCode one(Item item, Supplier<String> kept) throws IOException, InterruptedException {
        Outcome outcome = Interruption.guard(console, kept, () -> outcome(item));
        if (outcome.failure() != null) {
            printIfStored(outcome);
            throw rethrow(outcome.failure());
        }
        return print(outcome);
    }

    /**
     * Performs the task for all items, and returns the exit code of the worst result.
     *
     * @param kept returns what is printed after a signal
     */
    ExitCode all(Iterator<Item> items, int parallel, Supplier<String> kept) throws IOException, InterruptedException {
        return Interruption.guard(console, kept, () -> OrderedTasks.run(items, this::outcome, parallel, this::print));
    }

    /**
     * Performs the task for the objects of a folder, and prints how many they were.
     *
     * @param verb the start of the summary, such as {@code copied}
     * @param empty receives the folder if it has no objects
     */
    ExitCode folder(SelectedObjects objects, int parallel, String verb, List<OssUrl> empty)
            throws IOException, InterruptedException {
        ExitCode worst = all(
                        objects.items(),
                        parallel,
                        () -> "the objects above are complete; run the same command again for the others")
                .or(objects.selection().reportNotFound(console, objects.folder()));
        String unmet = done + failed > 0 ? null : objects.unmetCondition();
        if (done + failed > 0) {
            console.info(verb + " " + Deletion.objects(done) + ", " + ByteSize.format(bytes)
                    + (failed == 0 ? "" : "; " + failed + " failed"));
        } else if (unmet == null) {
            empty.add(objects.folder());
        } else {
            console.message(unmet);
        }
        return worst;
    }

    /** Prints a failure if there are folders without objects. */
    static ExitCode reportEmpty(Console console, List<OssUrl> folders) throws IOException {
        if (folders.isEmpty()) {
            return ExitCode.SUCCESS;
        }
        String names = folders.stream().map(OssUrl::toString).collect(Collectors.joining(", "));
        return EmptySelection.report(console, "there are no objects below " + names);
    }

    private Outcome outcome(Item item) {
        try {
            return new Outcome(item, task.of(item), null);
        } catch (IOException | RuntimeException e) {
            return new Outcome(item, null, e);
        }
    }

    private ExitCode print(Outcome outcome) throws IOException {
        Item item = outcome.item();
        Result result = outcome.result();
        if (outcome.failure() != null) {
            return printFailure(outcome, outcome.failure());
        }
        if (result == null) {
            console.summary().add(RunSummary.Count.UNCHANGED, 1);
            console.info("skipped " + PrintableText.escape(item.name()) + ": the object is the same");
            return ExitCode.SUCCESS;
        }
        long size = result instanceof CopiedObject copied ? copied.item().size() : item.size();
        done++;
        bytes += size;
        console.summary().addDone(1, size);
        console.print(result);
        return ExitCode.SUCCESS;
    }

    private ExitCode printFailure(Outcome outcome, Exception thrown) throws IOException {
        Item item = outcome.item();
        printIfStored(outcome);
        Failure failure = connection.failureOf(thrown);
        if (failure.isOfAllRequests()) {
            throw rethrow(thrown);
        }
        failed++;
        String file = item.file() == null ? null : item.file().toString();
        console.printFailedFile(new FailedFile(file, item.url(), failure));
        return failure.exitCode();
    }

    /** Prints the object that was stored, although its callback failed. */
    private void printIfStored(Outcome outcome) throws IOException {
        if (outcome.failure() instanceof CallbackFailedException callback) {
            console.print(StoredFile.of(outcome.item().name(), outcome.item().url(), callback));
        }
    }

    private static RuntimeException rethrow(Exception thrown) throws IOException {
        if (thrown instanceof IOException io) {
            throw io;
        }
        return (RuntimeException) thrown;
    }

    /** The result of an item, or its failure; neither if the object was the same. */
    private record Outcome(
            Item item, @Nullable Result result, @Nullable Exception failure) {}
}
