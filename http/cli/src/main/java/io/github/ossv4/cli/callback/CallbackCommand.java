// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command whose subcommands help those who receive callbacks. It does nothing by itself. */
@Command(
        subcommands = {VerifyCallbackCommand.class, ProbeCommand.class},
        footer = {
            "  ossv4 callback verify request.txt",
            "  ossv4 callback probe https://app.example.com/uploaded",
        })
public final class CallbackCommand {
    @SuppressWarnings("UnusedVariable") // Picocli handles it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;
}
