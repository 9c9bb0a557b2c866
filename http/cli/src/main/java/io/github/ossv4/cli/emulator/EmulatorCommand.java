// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.emulator;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputFormat;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.emulator.Main;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The emulator, which receives all arguments, {@code --help} included. */
@Command(footer = {"  ossv4 emulator --port 9000", "", "'ossv4 emulator --help' prints its options."})
public final class EmulatorCommand implements io.github.ossv4.cli.output.Command {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public OutputOptions output() {
        return OutputOptions.of(OutputFormat.TEXT);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        Main.serve("ossv4 emulator", arguments.toArray(new String[0]));
        return ExitCode.SUCCESS;
    }
}
