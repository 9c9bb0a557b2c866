// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.BucketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The objects on which a command performs a task, or the folders with {@code --recursive}. */
final class ObjectArguments {
    private static final int PARALLEL = 8;

    @Parameters(arity = "1..*", paramLabel = "oss://BUCKET/KEY", description = "Objects, or folders with --recursive.")
    private List<OssUrl> urls = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "All objects of a folder.")
    private boolean recursive;

    @Option(
            names = {"-y", "--yes"},
            description = "Allow a whole bucket.")
    private boolean yes;

    @Mixin
    private NameFilter filter = new NameFilter();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = TransferOptions.Parallel.class,
            description = "With --recursive: requests in parallel; default: ${DEFAULT-VALUE}.")
    private int parallel = PARALLEL;

    /** A task for an object. */
    interface Task {
        /** Performs the task, on any thread. */
        Result of(BucketClient client, OssUrl url) throws IOException;
    }

    /** Returns the objects or folders. */
    List<OssUrl> urls() {
        return urls;
    }

    /**
     * Checks the arguments. Nothing is sent.
     *
     * @throws io.github.ossv4.cli.output.UsageException if an object is required, or {@code --recursive}
     */
    void check() {
        if (!recursive) {
            filter.requireUnused("--recursive");
            urls.forEach(OssUrl::requireKey);
        }
    }

    boolean isRecursive() {
        return recursive;
    }

    /**
     * Performs a task for each object.
     *
     * @param done the start of the summary of a folder, such as {@code changed}
     * @param condition of the objects of a folder for which it is performed; null for all
     */
    ExitCode forEach(
            Console console,
            ConnectionOptions connection,
            String done,
            SelectedObjects.@Nullable Condition condition,
            Task task)
            throws IOException, InterruptedException {
        NameFilter.Selection selection = filter.select(console);
        refuseBuckets(console, connection, selection, condition);
        ExitCode worst = ExitCode.SUCCESS;
        List<OssUrl> empty = new ArrayList<>();
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console)) {
                ItemRun run = new ItemRun(console, connection, item -> task.of(client, item.url()));
                if (!recursive) {
                    Item item = Item.of(url, 0);
                    Supplier<String> kept = () -> "run the same command again";
                    worst = worst.or(
                            urls.size() == 1
                                    ? run.one(item, kept)
                                    : run.all(List.of(item).iterator(), 1, kept));
                    continue;
                }
                SelectedObjects objects =
                        SelectedObjects.of(client, url, selection).withCondition(condition);
                worst = worst.or(run.folder(objects, parallel, done, empty));
            }
        }
        return worst.or(ItemRun.reportEmpty(console, empty));
    }

    /** Refuses whole buckets without {@code --yes}, before anything is changed: a shell variable may be empty. */
    private void refuseBuckets(
            Console console,
            ConnectionOptions connection,
            NameFilter.Selection selection,
            SelectedObjects.@Nullable Condition condition)
            throws IOException {
        for (OssUrl url : urls) {
            if (recursive && !yes && url.isBucket()) {
                try (BucketClient client = connection.client(url.bucket(), console)) {
                    SelectedObjects.of(client, url, selection)
                            .withCondition(condition)
                            .refuseUnlessEmpty("would be changed: --yes allows a whole bucket");
                }
            }
        }
    }
}
