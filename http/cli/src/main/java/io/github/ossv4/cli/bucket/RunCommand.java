// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.RunOptions;

/** A command that transfers, compares or changes files and objects: it can be quiet, and keep a log. */
public abstract class RunCommand extends BucketCommand {
    /** Creates a command that transfers no files. */
    protected RunCommand() {
        this(ConnectionOptions.Use.REQUESTS);
    }

    /** Creates a command. */
    protected RunCommand(ConnectionOptions.Use use) {
        super(new RunOptions(), use);
    }
}
