// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.OutputOptions;
import picocli.CommandLine.Mixin;

/** A command with the options for the connection to a bucket. */
public abstract class BucketCommand extends OutputCommand {
    /** The options for the connection. */
    @Mixin
    protected final ConnectionOptions connection;

    /** Creates a command that sends requests, and whose output is its results. */
    protected BucketCommand() {
        this(ConnectionOptions.Use.REQUESTS);
    }

    /** Creates a command whose output is its results. */
    protected BucketCommand(ConnectionOptions.Use use) {
        this(new OutputOptions(), use);
    }

    /** Creates a command with more options for the output. */
    protected BucketCommand(OutputOptions output, ConnectionOptions.Use use) {
        super(output);
        connection = new ConnectionOptions(use);
    }

    /** Returns the failure that an exception describes. Its advice names the settings to change. */
    public final Failure failureOf(Throwable thrown) {
        return connection.failureOf(thrown);
    }
}
