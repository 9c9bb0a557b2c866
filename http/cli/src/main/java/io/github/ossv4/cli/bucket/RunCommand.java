// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.RunOptions;

/** A command that transfers, compares or changes files and objects: it can be quiet, and keep a log. */
public abstract class RunCommand extends BucketCommand {
    /** Creates the command with the options for its output. */
    protected RunCommand() {
        super(new RunOptions());
    }
}
