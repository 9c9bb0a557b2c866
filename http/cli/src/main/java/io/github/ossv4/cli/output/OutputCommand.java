// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import picocli.CommandLine.Mixin;

/** A command with the options for the output. */
public abstract class OutputCommand implements Command {
    @Mixin
    private final OutputOptions output;

    /** Creates a command whose output is its results. */
    protected OutputCommand() {
        this(new OutputOptions());
    }

    /** Creates a command with more options for the output. */
    protected OutputCommand(OutputOptions output) {
        this.output = output;
    }

    @Override
    public final OutputOptions output() {
        return output;
    }
}
