// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The environment variables, home directory and standard streams of the process of a command. Immutable. */
public final class ProcessContext {
    private final Map<String, String> environment;
    private final String home;
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;

    /** Whether the streams are the process's, which may be terminals. */
    private final boolean ofProcess;

    private ProcessContext(
            Map<String, String> environment,
            String home,
            InputStream in,
            OutputStream out,
            OutputStream err,
            boolean ofProcess) {
        this.environment = environment;
        this.home = home;
        this.in = in;
        this.out = out;
        // Its own encoder: System.err encodes in the language of the system.
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.ofProcess = ofProcess;
    }

    /** Returns the context of this process. */
    public static ProcessContext current() {
        return new ProcessContext(
                System.getenv(), System.getProperty("user.home"), System.in, new StandardOutput(), System.err, true);
    }

    /** Returns a context with other variables and streams than this process's. Its streams are not terminals. */
    public static ProcessContext of(
            Map<String, String> environment, String home, InputStream in, OutputStream out, OutputStream err) {
        return new ProcessContext(environment, home, in, out, err, false);
    }

    /** Returns the environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Returns the home directory of the user. */
    public String home() {
        return home;
    }

    /** Returns standard error, which encodes in UTF-8. */
    public PrintStream err() {
        return err;
    }

    /** Returns standard input. */
    InputStream in() {
        return in;
    }

    /** Returns standard output, unbuffered. */
    OutputStream out() {
        return out;
    }

    /** Returns whether a stream, 0 to 2, is a terminal. */
    boolean hasTerminal(int descriptor) {
        return ofProcess && Terminal.has(descriptor);
    }
}
