// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RefusedException;
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
    /** The limit without {@code --max-delete}. */
    private static final DeletionLimit HALF = DeletionLimit.percent(50);

    private static final DeletionLimit ALL = DeletionLimit.percent(100);

    private static final String UNCHANGED = "nothing was changed: ";

    @Option(names = "--delete", description = "Delete what the source does not have.")
    private boolean delete;

    @Option(
            names = "--max-delete",
            paramLabel = "N|N%",
            converter = Limit.class,
            description = "Refuse, and change nothing, if more files than N, or than N percent of the target, would be"
                    + " deleted; default: half of it.")
    private @Nullable DeletionLimit limit;

    @Option(
            names = {"-y", "--yes"},
            description =
                    "Allow --delete in a whole bucket; with a --max-delete of 100 percent also if the source has no files.")
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

    /** @param wholeBucket whether the target is a whole bucket: a shell variable in the URL may have been empty */
    void applyTo(DirectoryOptions.Builder options, boolean wholeBucket) {
        options.deleteExtra(delete).allowEmptySource(allowsEmptySource()).deletionLimit(limit(wholeBucket));
    }

    private boolean allowsEmptySource() {
        return yes && ALL.equals(limit);
    }

    private DeletionLimit limit(boolean wholeBucket) {
        return wholeBucket && !yes ? DeletionLimit.files(0) : limit();
    }

    private DeletionLimit limit() {
        return limit == null ? HALF : limit;
    }

    /**
     * Returns why a sync is refused; null if it is not.
     *
     * @param target as a text
     * @param extra the number of files or objects that would be deleted
     * @param of the number of files or objects of the target
     */
    private @Nullable String refusal(String target, boolean isSourceEmpty, boolean wholeBucket, long extra, long of) {
        String what = extra + " of " + of + " files of " + target + " would be deleted";
        if (!delete || extra == 0) {
            return null;
        } else if (isSourceEmpty && !allowsEmptySource()) {
            return what + ", since the source has no files: check that it is mounted; --yes --max-delete 100% deletes"
                    + " them";
        } else if (limit(wholeBucket).allows(extra, of)) {
            return null;
        } else if (wholeBucket && !yes) {
            return what + ", and the target is a whole bucket: --yes "
                    + (limit().allows(extra, of) ? "" : "--max-delete " + extra + " ") + "allows that";
        }
        return what + (limit == null ? ", more than half" : ", more than --max-delete " + limit) + ": --max-delete "
                + extra + " allows that";
    }

    /** Prints a warning after a dry run if a sync would be refused; returns its exit code. */
    ExitCode warn(Console console, DirectoryResult dryRun, String target, boolean wholeBucket) throws IOException {
        long deletions = 0;
        long replaced = 0;
        for (FileOutcome outcome : dryRun.planned()) {
            deletions += outcome.status() == FileOutcome.Status.WOULD_DELETE ? 1 : 0;
            replaced += outcome.status() == FileOutcome.Status.WOULD_TRANSFER
                            && outcome.difference() == FileOutcome.Difference.DIFFERENT
                    ? 1
                    : 0;
        }
        long same = dryRun.skipped().stream().filter(FileOutcome::isSame).count();
        boolean isSourceEmpty = same == 0 && deletions == dryRun.planned().size();
        String refusal = refusal(target, isSourceEmpty, wholeBucket, deletions, deletions + replaced + same);
        if (refusal == null) {
            return ExitCode.SUCCESS;
        }
        console.message("a sync would be refused: " + refusal);
        return ExitCode.REFUSED;
    }

    /** Returns the refusal of a sync whose source is empty. */
    RefusedException refused(String target, EmptySourceException e) {
        return new RefusedException(UNCHANGED + refusal(target, true, false, e.extraCount(), e.extraCount()));
    }

    /** Returns the refusal of a sync that would delete more than its limit. */
    RefusedException refused(String target, boolean wholeBucket, DeletionLimitException e) {
        return new RefusedException(UNCHANGED + refusal(target, false, wholeBucket, e.extraCount(), e.targetCount()));
    }
}
