// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import java.io.IOException;
import java.util.List;

/** Bash in {@link HomeDirectory}, for the commands that the command line prints: those of curl. */
public final class Shell {
    private Shell() {}

    /** Runs a script to its end. */
    public static CliResult run(String script) throws IOException, InterruptedException {
        RequiredTool.assumeInstalled("bash");
        RequiredTool.assumeInstalled("curl");
        ProcessBuilder bash = new ProcessBuilder(List.of("bash", "-c", script));
        return new RunningCli(bash.directory(HomeDirectory.PATH.toFile()).start()).await();
    }
}
