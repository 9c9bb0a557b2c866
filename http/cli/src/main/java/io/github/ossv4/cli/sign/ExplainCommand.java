// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.cli.output.HelpOption;
import picocli.CommandLine.Command;

/** The command whose subcommands explain what OSS refuses. It does nothing by itself. */
@Command(
        subcommands = {ExplainSignatureCommand.class, ExplainCallbackCommand.class, ExplainPolicyCommand.class},
        footer = {
            "  ossv4 explain signature error.xml --request request.txt",
            "  ossv4 explain callback eyJjYWxsYmFja1VybCI6…",
            "  ossv4 explain policy eyJleHBpcmF0aW9uIjoi…"
        })
public final class ExplainCommand extends HelpOption {}
