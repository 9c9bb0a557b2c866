// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the output of every command. */
public class OutputOptions extends HelpOption {
    @Option(names = "--json", description = "Print results as JSON, an object per line.")
    private boolean json;

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

    /** Returns whether a run that selects nothing is a success. */
    boolean allowsEmpty() {
        return false;
    }

    /** Returns whether only failures and warnings are printed. */
    boolean isQuiet() {
        return false;
    }

    /** Returns the name of the log file; null for none. */
    @Nullable
    String log() {
        return null;
    }

    /** Returns whether the counts of the run are printed. */
    boolean hasSummary() {
        return false;
    }
}
