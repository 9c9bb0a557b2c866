// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.HelpOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command {@code ossv4}, with one of its subcommands or all of them. */
@Command(
        name = "ossv4",
        description = "Uploads to Alibaba Cloud OSS, verifies checksums, and explains signatures and callbacks.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RootCommand.Version.class,
        footerHeading = "%n",
        footer = {
            "Settings of the environment: OSS_REGION or OSS_ENDPOINT (with OSS_CNAME=true for a domain of your",
            "own); OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, and OSS_SESSION_TOKEN of temporary credentials.",
            "OSS_PROFILE or --profile names a profile of ~/.ossutilconfig or ~/.aliyun/config.json that has",
            "them. Without these, credentials are read from these files, or are those of a role.",
            "OSSV4_JAVA_OPTIONS has options of the JVM. Run 'ossv4-archive' once to start commands faster.",
            "'ossv4 COMMAND --help' prints the options of a command."
        })
public final class RootCommand extends HelpOption {
    /** The options that print the version. */
    static final List<String> VERSION = List.of("-V", "--version");

    @SuppressWarnings("UnusedVariable") // Picocli handles it.
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    /** Returns the command with all subcommands: for help, completion and the man page. */
    public static CommandLine withAllSubcommands() {
        CommandLine root = withoutSubcommands();
        for (Subcommand subcommand : Subcommand.values()) {
            add(root, subcommand);
        }
        return root;
    }

    /** Returns the command with one subcommand only, since each costs time at the start. */
    static CommandLine with(Subcommand subcommand) {
        CommandLine root = withoutSubcommands();
        add(root, subcommand);
        return root;
    }

    /** Returns the command alone, which can print its version. */
    static CommandLine withoutSubcommands() {
        // Otherwise a file that is named @x would be read as a list of arguments.
        CommandLine root = new CommandLine(new RootCommand()).setExpandAtFiles(false);
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return root;
    }

    private static void add(CommandLine root, Subcommand subcommand) {
        CommandLine line =
                new CommandLine(subcommand.newCommand()).registerConverter(OssUrl.class, new OssUrl.Converter());
        line.getCommandSpec().usageMessage().description(subcommand.description());
        line.getSubcommands().values().forEach(RootCommand::setHeading);
        setHeading(line);
        root.addSubcommand(subcommand.title(), line);
    }

    private static void setHeading(CommandLine line) {
        line.getCommandSpec().usageMessage().footerHeading("%nExamples:%n");
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.description());
        }
        return codes;
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Version.class.getPackage().getImplementationVersion();
            return new String[] {"ossv4 " + (version == null ? "(not packaged)" : version)};
        }
    }
}
