// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import picocli.CommandLine.Mixin;

/** A command with the options for the output. */
public abstract class OutputCommand implements Command {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public final OutputOptions output() {
        return output;
    }
}
