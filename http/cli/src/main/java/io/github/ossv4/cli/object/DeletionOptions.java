// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.DeclinedException;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.DeletionLimit;
import io.github.ossv4.directories.DeletionLimitException;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.EmptySourceException;
import io.github.ossv4.directories.FileOutcome;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sync} for what only the target has. */
final class DeletionOptions {
    /** A sync without {@code --max-delete} and {@code --yes} asks if it would delete more than this. */
    private static final DeletionLimit ASK_ABOVE = DeletionLimit.percent(50);

    @Option(names = "--delete", description = "Delete what the source does not have.")
    private boolean delete;

    @Option(
            names = "--max-delete",
            paramLabel = "N|N%",
            converter = Limit.class,
            description =
                    "Fail, and change nothing, if more files than N, or than N percent of the target, would be deleted;"
                            + " default: ask if it is more than half.")
    private @Nullable DeletionLimit limit;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before --delete. --max-delete still applies.")
    private boolean yes;

    /** Parses a number of files, or a percentage. */
    static final class Limit implements ITypeConverter<DeletionLimit> {
        private static final Pattern LIMIT = Pattern.compile("([0-9]{1,15})(%?)");

        @Override
        public DeletionLimit convert(String text) {
            Matcher parts = LIMIT.matcher(text);
            if (parts.matches()) {
                long number = Long.parseLong(parts.group(1));
                if (parts.group(2).isEmpty()) {
                    return DeletionLimit.files(number);
                }
                if (number <= 100) {
                    return DeletionLimit.percent((int) number);
                }
            }
            throw new TypeConversionException("must be a number of files, or 0% to 100%, was " + text);
        }
    }

    /** Checks what the options require of each other, before anything is sent. */
    void check() {
        if (limit != null && !delete) {
            throw new UsageException("--max-delete requires --delete");
        }
    }

    boolean deletes() {
        return delete;
    }

    Confirmation confirmation(Console console) {
        return new Confirmation(console, yes);
    }

    void applyTo(DirectoryOptions.Builder options) {
        options.deleteExtra(delete).allowEmptySource(yes);
        if (limit != null || !yes) {
            options.deletionLimit(limit == null ? ASK_ABOVE : limit);
        }
    }

    /**
     * Prints a warning after a dry run if the sync would ask or fail because of its deletions.
     *
     * @param wholeBucket the target if it is a whole bucket; null otherwise
     * @return the exit code of a sync that would fail before it changes anything; success if it would run or ask
     */
    ExitCode warn(Console console, DirectoryResult dryRun, @Nullable String wholeBucket) throws IOException {
        long deletions = 0;
        long replaced = 0;
        for (FileOutcome outcome : dryRun.planned()) {
            deletions += outcome.status() == FileOutcome.Status.WOULD_DELETE ? 1 : 0;
            replaced += outcome.status() == FileOutcome.Status.WOULD_TRANSFER
                            && outcome.difference() == FileOutcome.Difference.DIFFERENT
                    ? 1
                    : 0;
        }
        long target = deletions
                + replaced
                + dryRun.skipped().stream().filter(FileOutcome::isSame).count();
        if (limit != null && !limit.allows(deletions, target)) {
            console.message("a sync would fail before it deletes " + deletions + " of " + target
                    + " files: --max-delete is " + limit);
            return ExitCode.REFUSED;
        }
        String reason = wholeBucket != null
                ? "the target is the whole bucket " + wholeBucket
                : deletions > 0 && deletions == dryRun.planned().size() && target == deletions
                        ? "the source has no files"
                        : limit == null && !ASK_ABOVE.allows(deletions, target) ? "more than half" : null;
        if (yes || !delete || reason == null) {
            return ExitCode.SUCCESS;
        }
        String what = deletions + " of " + target + " files: " + reason;
        console.message(
                console.canAsk()
                        ? "a sync would ask before it deletes " + what
                        : "a sync without a terminal and without --yes would fail before it deletes " + what);
        return console.canAsk() ? ExitCode.SUCCESS : ExitCode.USAGE;
    }

    /** Asks about the deletion of all files. */
    void confirm(Console console, String target, EmptySourceException e) throws IOException {
        confirm(
                console,
                "the source has no files; delete all files of " + target + " (" + e.extraCount() + ")?",
                target);
    }

    private void confirm(Console console, String question, String target) throws IOException {
        confirmation(console).ask(question, target + ": nothing was changed");
        yes = true;
    }

    /**
     * Asks about deletions above the limit.
     *
     * @param target as a text
     * @throws DeclinedException if the user has set the limit, or the answer is no
     */
    void confirm(Console console, String target, DeletionLimitException e) throws IOException {
        if (limit != null) {
            throw new DeclinedException("--max-delete " + limit + ": " + e.extraCount() + " of " + e.targetCount()
                    + " files of " + target + " would be deleted; nothing was changed");
        }
        confirm(
                console,
                "delete " + e.extraCount() + " of " + e.targetCount() + " files of " + target + ", more than half?"
                        + (console.canAsk() ? "" : " --max-delete or"),
                target);
    }
}
