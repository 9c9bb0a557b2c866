// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.EnvironmentProxies;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Command;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputFormat;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.TypedSecrets;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code ossv4}. {@link ExitCode} lists its exit codes. */
public final class Main {
    /** The character to which the JVM decodes bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final String[] arguments;
    private final ProcessContext process;
    private final CommandLine root;
    private final TypedSecrets typed;

    private Main(String[] arguments, ProcessContext process) {
        this.arguments = arguments;
        this.process = process;
        this.root = root(arguments);
        Set<String> options = new HashSet<>();
        addOptions(root, options);
        this.typed = TypedSecrets.of(options, arguments);
    }

    private static void addOptions(CommandLine line, Set<String> options) {
        options.addAll(line.getCommandSpec().optionsMap().keySet());
        line.getSubcommands().values().forEach(subcommand -> addOptions(subcommand, options));
    }

    /**
     * Runs a command and exits.
     *
     * @param arguments the name of the command and its options, see {@code --help}
     */
    public static void main(String[] arguments) {
        // Otherwise progress bars show the digits of the user's locale within English text.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        // Idle threads of OkHttp would keep the process running.
        System.exit(run(arguments, ProcessContext.current()).code());
    }

    /** Runs a command with the streams and variables of a process, and returns its exit code. */
    public static ExitCode run(String[] arguments, ProcessContext process) {
        // No option has these types, and loading them takes a tenth of the time to start.
        System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
        // Otherwise it warns of quotes in values, which it does not change.
        System.setProperty("picocli.trace", "OFF");
        return new Main(withoutHelpCommand(arguments), process).run();
    }

    /** Returns {@code COMMAND --help} for {@code help COMMAND}, or an unknown command alone. */
    private static String[] withoutHelpCommand(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        if (arguments.length > 1 && Subcommand.named(arguments[1]) == null) {
            return new String[] {arguments[1]};
        }
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        command[command.length - 1] = "--help";
        return command;
    }

    private ExitCode run() {
        boolean isOption = true;
        for (String argument : arguments) {
            isOption &= !argument.equals("--");
            String problem = isOption && argument.matches("--[^=]*=") ? emptyValue(argument) : problem(argument);
            if (problem != null) {
                return printUsageError(new ParameterException(root, problem));
            }
        }
        ParseResult parsed;
        try {
            parsed = root.parseArgs(arguments);
        } catch (ParameterException e) {
            return printUsageError(e);
        }
        while (parsed.hasSubcommand() && !isHelp(parsed)) {
            parsed = parsed.subcommand();
        }
        CommandLine line = parsed.commandSpec().commandLine();
        if (isHelp(parsed)) {
            return isMeantAsHuman(line)
                    ? printUsageError(new ParameterException(
                            line, "-h is --help; here the option for sizes such as 1.5 MiB is --human"))
                    : printHelp(line, parsed);
        }
        return line.getCommand() instanceof Command command
                ? run(command)
                : printUsageError(new ParameterException(line, "a command is required"));
    }

    private static CommandLine root(String... arguments) {
        Subcommand subcommand = arguments.length == 0 ? null : Subcommand.named(arguments[0]);
        if (subcommand != null) {
            return RootCommand.with(subcommand);
        }
        // All subcommands together take half of the time to start.
        boolean isVersion = arguments.length == 1 && RootCommand.VERSION.contains(arguments[0]);
        return isVersion ? RootCommand.withoutSubcommands() : RootCommand.withAllSubcommands();
    }

    private static String emptyValue(String option) {
        return PrintableText.escape(option) + " has no value: is a variable of the shell not set?";
    }

    /** Returns the problem of an argument that would name another file or object than the user means; null for none. */
    private static @Nullable String problem(String argument) {
        if (argument.isEmpty()) {
            return "an argument is empty: is a variable of the shell not set?";
        }
        if (argument.indexOf(REPLACEMENT) < 0) {
            return null;
        }
        String shown = ", was " + PrintableText.escape(argument);
        return "UTF-8".equals(System.getProperty("sun.jnu.encoding"))
                ? "the argument must be UTF-8, as all keys are" + shown
                        + "; Java cannot open a file with another name: rename it"
                : "the locale must be UTF-8: set LC_ALL=C.UTF-8" + shown;
    }

    /** Returns whether the option {@code -h} is meant as in {@code du -h} of a shell: together with an operand. */
    private boolean isMeantAsHuman(CommandLine line) {
        List<String> all = Arrays.asList(arguments);
        return all.stream().anyMatch(argument -> argument.matches("-[a-zA-Z]*h"))
                && line.getCommandSpec().optionsMap().containsKey("--human")
                && all.stream().anyMatch(OssUrl::isOssUrl);
    }

    private static boolean isHelp(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    }

    private ExitCode run(Command command) {
        Console console = new Console(command.output(), process, typed);
        ExitCode code;
        try {
            console.start();
            code = runCommand(command, console);
        } catch (UsageException e) {
            return print(Failure.of(e), console);
        }
        if (code == ExitCode.INTERRUPTED) {
            // The hook of Interruption ends the run.
            return code;
        }
        try {
            return console.end(code);
        } catch (IOException e) {
            // The command has failed for the same reason, and has printed it.
            return code == ExitCode.SUCCESS ? print(Failure.of(e), console) : code;
        }
    }

    private ExitCode runCommand(Command command, Console console) {
        try {
            EnvironmentProxies.install(process.environment());
            ExitCode code = command.run(console);
            console.flush();
            return code;
        } catch (Throwable e) {
            if (e instanceof InterruptedException || Thread.interrupted()) {
                // By SIGINT: the hook of Interruption prints the last message.
                return ExitCode.INTERRUPTED;
            }
            if (process.environment().containsKey("OSSV4_STACKTRACE")) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace, true));
                process.err().print(typed.hideIn(trace.toString()));
            }
            return print(command instanceof BucketCommand client ? client.failureOf(e) : Failure.of(e), console);
        }
    }

    private ExitCode print(Failure failure, Console console) {
        if (failure.exitCode() == ExitCode.PIPE_CLOSED) {
            return failure.exitCode();
        }
        try {
            console.printFailure(failure);
            return failure.exitCode();
        } catch (IOException e) {
            Failure ofOutput = Failure.of(e);
            console.printLastFailure(failure);
            return ofOutput.exitCode() == ExitCode.PIPE_CLOSED ? ofOutput.exitCode() : failure.exitCode();
        }
    }

    /** Help that the user requests is a result, so it is printed to standard output. */
    private ExitCode printHelp(CommandLine line, ParseResult parsed) {
        Console console = new Console(OutputOptions.of(OutputFormat.TEXT), process, typed);
        String text = parsed.isVersionHelpRequested()
                ? String.join("\n", line.getCommandSpec().version())
                : HelpText.of(line, console.width(), console.showsColor() ? Ansi.ON : Ansi.OFF);
        try {
            console.printLine(text.stripTrailing());
            console.flush();
            return ExitCode.SUCCESS;
        } catch (IOException e) {
            return print(Failure.of(e), console);
        }
    }

    private ExitCode printUsageError(ParameterException e) {
        boolean isJson = Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals("--json") || argument.equalsIgnoreCase("--json=true"));
        OutputFormat format = isJson ? OutputFormat.JSON : OutputFormat.TEXT;
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String hint = format == OutputFormat.JSON ? "" : "\nTry '" + name + " --help'.";
        return print(
                Failure.of(ExitCode.USAGE, UsageMessage.of(e) + hint),
                new Console(OutputOptions.of(format), process, typed));
    }
}
