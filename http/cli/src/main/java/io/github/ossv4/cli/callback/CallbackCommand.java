// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.cli.output.HelpOption;
import picocli.CommandLine.Command;

/** The command whose subcommands help those who receive callbacks. It does nothing by itself. */
@Command(
        subcommands = {VerifyCallbackCommand.class, ProbeCommand.class},
        footer = {
            "  ossv4 callback verify request.txt",
            "  ossv4 callback probe https://app.example.com/uploaded",
        })
public final class CallbackCommand extends HelpOption {}
