// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.OutputCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command with the options for the connection to a bucket. */
public abstract class BucketCommand extends OutputCommand {
    /** The options for the connection. */
    @Mixin
    protected final ConnectionOptions connection = new ConnectionOptions();

    /** Returns the settings of the last client; null if there is none. */
    public final @Nullable Connection usedConnection() {
        return connection.connection();
    }
}
