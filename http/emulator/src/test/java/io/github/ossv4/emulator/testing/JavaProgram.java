// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** A Java program of a test, which is compiled from source and runs in its own process. */
public final class JavaProgram {
    /** Options of a JVM that runs for seconds: it needs less CPU time. */
    public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private JavaProgram() {}

    /** Compiles sources into {@code directory}. Returns the errors, or an empty text. */
    public static String compile(Path directory, List<String> options, Path... sources) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-proc:none", "-d", directory.toString()));
        for (Path source : sources) {
            arguments.add(source.toString());
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(new String[0]));
        String text = messages.toString(StandardCharsets.UTF_8);
        return status == 0 ? "" : "status " + status + ": " + text;
    }

    /** Runs a program and returns its trimmed standard output. Its errors are those of the test. */
    public static String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the program does not stop: " + output);
            }
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }
}
