// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command whose subcommands explain what OSS refuses. It does nothing by itself. */
@Command(
        subcommands = {ExplainSignatureCommand.class, ExplainCallbackCommand.class, ExplainPolicyCommand.class},
        footer = {
            "  ossv4 explain signature error.xml --request request.txt",
            "  ossv4 explain callback eyJjYWxsYmFja1VybCI6…",
            "  ossv4 explain policy eyJleHBpcmF0aW9uIjoi…"
        })
public final class ExplainCommand {
    @SuppressWarnings("UnusedVariable") // Picocli handles it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;
}
