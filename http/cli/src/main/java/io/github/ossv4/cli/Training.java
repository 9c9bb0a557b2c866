// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.ProcessContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program with which {@code ossv4-archive} trains the JVM: an archive is made of the classes of one process. */
final class Training {
    private Training() {}

    /**
     * Runs the commands of standard input, one per line; arguments must not contain spaces. Exits with status 1 if
     * a command fails.
     */
    public static void main(String[] arguments) throws IOException {
        List<String> commands = new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (String command : commands) {
            ExitCode code = Main.run(command.split(" "), ProcessContext.current());
            if (code != ExitCode.SUCCESS) {
                System.exit(1);
            }
        }
        // Idle threads of OkHttp would keep the process running.
        System.exit(0);
    }
}
