// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;

/** The report of a run that had nothing to do: a wrong path or pattern would otherwise look like success. */
final class EmptySelection {
    private EmptySelection() {}

    /** Prints a failure and returns its exit code, or a note if {@code --allow-empty} is given. */
    static ExitCode report(Console console, String message) throws IOException {
        if (console.allowsEmpty()) {
            console.info(message);
            return ExitCode.SUCCESS;
        }
        console.printFailure(Failure.of(ExitCode.REFUSED, message));
        return ExitCode.REFUSED;
    }
}
