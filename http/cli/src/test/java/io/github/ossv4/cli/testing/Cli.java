// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.cli.Main;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.emulator.Emulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line in the JVM of the tests, with {@link HomeDirectory} as its home and working directory. Credentials
 * are an exception: the library reads their variables from the environment of the process, where the build sets the
 * AccessKey pair {@code id} and {@code secret}. Tests with other credentials use {@link CliProcess}. Immutable.
 */
public final class Cli {
    private final Map<String, String> environment;
    private final byte[] input;

    private Cli(Map<String, String> environment, byte[] input) {
        this.environment = environment;
        this.input = input;
    }

    /** Returns the command line without any settings but the AccessKey pair. */
    public static Cli withoutSettings() {
        return new Cli(Map.of(), new byte[0]);
    }

    /**
     * Returns the command line with endpoint and region of an emulator, whose AccessKey pair must be that of the build.
     */
    public Cli with(Emulator emulator) {
        assertEquals(System.getenv("OSS_ACCESS_KEY_ID"), emulator.accessKeyId());
        assertEquals(System.getenv("OSS_ACCESS_KEY_SECRET"), emulator.accessKeySecret());
        return with("OSS_ENDPOINT", emulator.endpoint()).with("OSS_REGION", emulator.region());
    }

    /** Returns the command line with a variable of the environment, which must not be one of credentials. */
    public Cli with(String variable, String value) {
        if (System.getenv().containsKey(variable) || variable.startsWith("ALIBABA_CLOUD_")) {
            throw new IllegalArgumentException(variable + " is read from the process: use CliProcess");
        }
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new Cli(more, input);
    }

    /** Returns the command line with a text as standard input. */
    public Cli withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the command line with bytes as standard input. */
    public Cli withInput(byte[] bytes) {
        return new Cli(environment, bytes);
    }

    /** Runs a command. Its streams are not terminals. */
    public CliResult run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode code = Main.run(
                arguments,
                ProcessContext.of(
                        environment, HomeDirectory.PATH.toString(), new ByteArrayInputStream(input), out, err));
        return new CliResult(code.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
