// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The names of {@code --files-from} for which there was no file or object. */
final class MissingNames {
    /** A control character as {@code ls} prints it without {@code --print0}. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\u[0-9a-f]{4}");

    private MissingNames() {}

    /** Prints a message for each name below a directory, and what is expected; returns success if there are none. */
    static ExitCode report(Console console, NameFilter.Selection selection, Path directory) throws IOException {
        return report(console, selection.notFound(), PrintableText.escape(directory.toString()));
    }

    /** Prints a message for each name below a folder, and what is expected; returns success if there are none. */
    static ExitCode report(Console console, NameFilter.Selection selection, OssUrl folder) throws IOException {
        List<String> names = selection.notFound();
        boolean hasEscape = names.stream().anyMatch(name -> ESCAPE.matcher(name).find());
        return report(
                console,
                names,
                folder + "; 'ossv4 ls -r --relative --print0' prints them"
                        + (hasEscape ? ", without escapes such as \\u000a" : ""));
    }

    private static ExitCode report(Console console, List<String> names, String expected) throws IOException {
        for (String name : names) {
            console.message(PrintableText.escape(name) + ": named by --files-from, was not found");
        }
        if (names.isEmpty()) {
            return ExitCode.SUCCESS;
        }
        console.message("names of --files-from are relative to " + expected);
        return ExitCode.REFUSED;
    }
}
