// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packaged command line with its start script, which each call runs in a process of its own. The process has none
 * of the settings of the machine: no variables of OSS, and a home directory of its own. Immutable.
 */
public final class CliProcess {
    /** The packaged jar. */
    public static final Path JAR = Path.of(System.getProperty("cli.jar", "the property cli.jar is missing"));

    /** The directory to install. */
    public static final Path DISTRIBUTION =
            Path.of(System.getProperty("cli.distribution", "the property cli.distribution is missing"));

    private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1";
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String PROGRAM = DISTRIBUTION.resolve("bin/ossv4").toString();

    /** Defines the command {@code ossv4} in a script of a shell. */
    private static final String FUNCTION = "ossv4() { \"$TEST_PROGRAM\" \"$@\"; }\n";

    private final Path home;
    private final Map<String, String> environment;
    private final byte[] input;

    private CliProcess(Path home, Map<String, String> environment, byte[] input) {
        this.home = home;
        this.environment = environment;
        this.input = input;
    }

    /**
     * Returns the command line without any settings.
     *
     * @param home the home and working directory
     */
    public static CliProcess in(Path home) {
        return new CliProcess(home, Map.of(), new byte[0]);
    }

    /** Returns the command line with endpoint, region and AccessKey pair of an emulator in its environment. */
    public CliProcess with(Emulator emulator) {
        return with("OSS_ENDPOINT", emulator.endpoint())
                .with("OSS_REGION", emulator.region())
                .with("OSS_ACCESS_KEY_ID", emulator.accessKeyId())
                .with("OSS_ACCESS_KEY_SECRET", emulator.accessKeySecret());
    }

    /** Returns the command line with a variable of the environment. */
    public CliProcess with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new CliProcess(home, more, input);
    }

    /**
     * Returns the command line in a JVM that does not cache failed lookups of hosts. Otherwise a retry waits for 10
     * seconds, until the JVM makes a new query.
     */
    public CliProcess withoutCacheOfFailedLookups() throws IOException {
        Files.writeString(home.resolve("java.security"), "networkaddress.cache.negative.ttl=0\n");
        return with("OSSV4_JAVA_OPTIONS", JAVA_OPTIONS + " -Djava.security.properties=java.security");
    }

    /** Returns the command line with a text as standard input. */
    public CliProcess withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the command line with bytes as standard input. */
    public CliProcess withInput(byte[] bytes) {
        return new CliProcess(home, environment, bytes);
    }

    /** Runs a command to its end, with pipes as its streams. */
    public CliResult run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).await();
    }

    /** Starts a command, with pipes as its streams. */
    public RunningCli start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /**
     * Runs a script of bash, in which {@code ossv4} is the command line, and {@code $TEST_JAVA -jar $TEST_JAR} the same
     * without the start script.
     */
    public CliResult runScript(String script) throws IOException, InterruptedException {
        return start(List.of("bash", "-c", FUNCTION + script)).await();
    }

    /**
     * Runs a script of bash in a pseudo-terminal of 24 lines and 100 columns, in which {@code ossv4} is the command
     * line. The output is what the terminal receives, with the lines of standard error among those of standard output.
     */
    public CliResult runInTerminal(String script) throws IOException, InterruptedException {
        return startInTerminal(script).await();
    }

    /** Like {@link #runInTerminal}, but does not wait for the script. */
    public RunningCli startInTerminal(String script) throws IOException {
        Path file = Files.createTempFile(home, "script", ".sh");
        Files.writeString(file, FUNCTION + "stty rows 24 cols 100\n" + script);
        return start(List.of("script", "-qefc", "bash " + file, "/dev/null"));
    }

    private RunningCli start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(CliProcess::isSetting);
        variables.put("HOME", home.toString());
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("TERM", "xterm");
        variables.put("JAVA_HOME", JAVA_HOME.toString());
        variables.put("OSSV4_JAVA_OPTIONS", JAVA_OPTIONS);
        variables.put("TEST_PROGRAM", PROGRAM);
        variables.put("TEST_JAVA", JAVA_HOME.resolve("bin/java").toString());
        variables.put("TEST_JAR", JAR.toString());
        // Otherwise the default chain of credentials would ask the network.
        variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        variables.putAll(environment);
        Process process = builder.start();
        RunningCli running = new RunningCli(process);
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException e) {
            // The command ended without reading its input.
        }
        return running;
    }

    private static boolean isSetting(String variable) {
        return variable.startsWith("OSS")
                || variable.startsWith("ALIBABA_CLOUD_")
                || variable.startsWith("ALICLOUD_")
                || variable.startsWith("XDG_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("NO_COLOR")
                || variable.equals("REQUEST_METHOD")
                || variable.toUpperCase(Locale.ROOT).endsWith("_PROXY");
    }
}
