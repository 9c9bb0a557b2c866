// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import io.github.ossv4.cli.RootCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the man pages as AsciiDoc and the completion script, both made from the commands' own help. */
final class Documentation {
    private Documentation() {}

    /**
     * Writes all files.
     *
     * @param arguments the directory to write to, and the version of the program
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        CommandLine root = RootCommand.withAllSubcommands();
        // The provider reads the manifest of the jar, which does not exist yet.
        root.getCommandSpec().versionProvider(null).version("ossv4 " + arguments[1]);
        Files.writeString(directory.resolve("ossv4_completion"), AutoComplete.bash("ossv4", root));
        Path pages = Files.createDirectories(directory.resolve("adoc"));
        int code = ManPageGenerator.generateManPage(pages.toFile(), null, new boolean[0], true, root.getCommandSpec());
        if (code != 0) {
            throw new IOException("no man pages, exit code " + code);
        }
    }
}
