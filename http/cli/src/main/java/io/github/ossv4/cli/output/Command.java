// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.IOException;

/** A command whose options are parsed. It prints results to a console and returns the exit code. */
public interface Command {
    /** Returns the options for the output. */
    OutputOptions output();

    /**
     * Performs the command. A failure that ends the command is thrown, and printed by the caller.
     *
     * @throws UsageException if arguments are wrong
     * @throws IOException if a request, a file or a stream failed
     * @throws InterruptedException if the thread is interrupted
     */
    ExitCode run(Console console) throws IOException, InterruptedException;
}
