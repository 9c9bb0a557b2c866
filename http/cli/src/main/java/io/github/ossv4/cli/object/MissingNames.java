// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;

/** The names of {@code --files-from} for which there was no file or object. */
final class MissingNames {
    private MissingNames() {}

    /** Prints a message for each, and returns the exit code: success if there are none. */
    static ExitCode report(Console console, NameFilter.Selection selection) throws IOException {
        ExitCode code = ExitCode.SUCCESS;
        for (String name : selection.notFound()) {
            console.message(PrintableText.escape(name) + ": named by --files-from, was not found");
            code = ExitCode.REFUSED;
        }
        return code;
    }
}
