// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes with the class path of the tests. */
public final class JavaProcess {
    private JavaProcess() {}

    /** Returns the path of the {@code java} command that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts the main class with a heap option such as {@code -Xmx8m}. Its error output is merged into its output. */
    public static Process start(String heap, Class<?> main, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(java(), heap, "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
