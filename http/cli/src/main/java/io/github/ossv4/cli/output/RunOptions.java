// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the output of commands that transfer, compare or change files and objects. */
public final class RunOptions extends OutputOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "Print only failures and warnings, so that cron sends no mail.")
    private boolean quiet;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Append a line to FILE for each file, message and failure. In the name, {date} is the date of"
                    + " the start, {month} its month.")
    private @Nullable String log;

    @Option(
            names = "--summary",
            description = "Print the counts at the end as a JSON object, also with --quiet and after a failure.")
    private boolean summary;

    @Option(names = "--allow-empty", description = "Exit with 0 if nothing is selected; default: exit code 1.")
    private boolean allowEmpty;

    @Override
    boolean allowsEmpty() {
        return allowEmpty;
    }

    @Override
    boolean isQuiet() {
        return quiet;
    }

    @Override
    @Nullable
    String log() {
        return log;
    }

    @Override
    boolean hasSummary() {
        return summary;
    }
}
