// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.OutputOptions;
import picocli.CommandLine.Mixin;

/** A command with the options for the connection to a bucket. */
public abstract class BucketCommand extends OutputCommand {
    /** The options for the connection. */
    @Mixin
    protected final ConnectionOptions connection = new ConnectionOptions();

    /** Creates a command whose output is its results. */
    protected BucketCommand() {}

    /** Creates a command with more options for the output. */
    protected BucketCommand(OutputOptions output) {
        super(output);
    }

    /** Returns the failure that an exception describes. Its advice names the settings to change. */
    public final Failure failureOf(Throwable thrown) {
        return connection.failureOf(thrown);
    }
}
