// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import picocli.CommandLine.Option;

/** The options for the output of every command. */
public final class OutputOptions extends HelpOption {
    @Option(names = "--json", description = "Print results as JSON, an object per line.")
    private boolean json;

    @Option(names = "--no-progress", description = "Show no progress bars.")
    private boolean noProgress;

    @Option(names = "--stacktrace", hidden = true, description = "Print the stack trace of a failure.")
    private boolean stackTrace;

    /** Returns the options of a command whose arguments could not be parsed. */
    public static OutputOptions of(OutputFormat format) {
        OutputOptions options = new OutputOptions();
        options.json = format == OutputFormat.JSON;
        return options;
    }

    /** Returns how results are printed. */
    public OutputFormat format() {
        return json ? OutputFormat.JSON : OutputFormat.TEXT;
    }

    /** Returns whether progress bars may be shown on a terminal. */
    public boolean allowsProgress() {
        return !noProgress;
    }

    /** Returns whether failures are printed with their stack trace. */
    public boolean hasStackTrace() {
        return stackTrace;
    }
}
