// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import io.github.ossv4.cli.RootCommand;
import io.github.ossv4.emulator.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        // Otherwise the synopsis of the man pages is wrapped, also within oss://BUCKET/KEY.
        root.setUsageHelpWidth(10_000);
        Files.writeString(directory.resolve("ossv4_completion"), completion(root));
        Path pages = Files.createDirectories(directory.resolve("adoc"));
        int code = ManPageGenerator.generateManPage(pages.toFile(), null, new boolean[0], true, root.getCommandSpec());
        if (code != 0) {
            throw new IOException("no man pages, exit code " + code);
        }
        complete(pages, root);
    }

    /** Returns the script of picocli, whose numbers follow the locale, and in bash the completion of buckets and keys. */
    static String completion(CommandLine root) throws IOException {
        Locale users = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try (InputStream urls = Documentation.class.getResourceAsStream("complete-urls.bash")) {
            return AutoComplete.bash("ossv4", root)
                    + new String(Objects.requireNonNull(urls).readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, users);
        }
    }

    /** Adds sections to the page of a command, and to those of its subcommands. */
    private static void complete(Path pages, CommandLine command) throws IOException {
        String name = command.getCommandSpec().qualifiedName("-");
        ManPage page = ManPage.of(pages.resolve(name + ".adoc"));
        if (name.equals("ossv4-emulator")) {
            page.literal("Emulator options", emulatorUsage());
        } else {
            page.environment().files();
        }
        List<String> others = new ArrayList<>();
        CommandLine parent = command.getParent();
        if (parent != null) {
            page.exitStatus();
            others.add(parent.getCommandSpec().qualifiedName("-"));
        }
        for (CommandLine subcommand : command.getSubcommands().values()) {
            others.add(subcommand.getCommandSpec().qualifiedName("-"));
            complete(pages, subcommand);
        }
        page.seeAlso(others).write();
    }

    /** Returns what {@code ossv4 emulator --help} prints. */
    private static String emulatorUsage() throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream usage = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(usage, true, StandardCharsets.UTF_8));
            Main.serve("ossv4 emulator", "--help");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            System.setOut(out);
        }
        return usage.toString(StandardCharsets.UTF_8).strip();
    }
}
