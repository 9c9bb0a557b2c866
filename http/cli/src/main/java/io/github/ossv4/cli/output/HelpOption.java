// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import picocli.CommandLine.Option;

/** The option that prints the help of a command. */
public abstract class HelpOption {
    @SuppressWarnings("UnusedVariable") // Picocli handles it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;
}
