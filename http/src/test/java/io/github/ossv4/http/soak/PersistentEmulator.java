// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An emulator in its own process, which keeps objects and port when it is killed and started again. */
final class PersistentEmulator implements AutoCloseable {
    private static final Pattern ENDPOINT = Pattern.compile("  endpoint +(http://127\\.0\\.0\\.1:([0-9]+))");

    private final Path directory;
    private Process process;
    private String endpoint = "";
    private int port;
    private Duration cpuBefore = Duration.ZERO;

    PersistentEmulator(Path directory) throws IOException {
        this.directory = directory;
        this.process = launch();
        awaitEndpoint();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of(
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Emulator.class.getPackageName() + ".Main",
                "--quiet",
                "--admin",
                "--port",
                Integer.toString(port),
                "--persist",
                directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("OSS_") || name.startsWith("OSSV4_"));
        builder.environment().put("OSS_ACCESS_KEY_ID", "id");
        builder.environment().put("OSS_ACCESS_KEY_SECRET", "secret");
        return builder.start();
    }

    private void awaitEndpoint() throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = ENDPOINT.matcher(line);
            if (matcher.matches()) {
                endpoint = matcher.group(1);
                port = Integer.parseInt(matcher.group(2));
                return;
            }
        }
        process.destroyForcibly();
        throw new IOException("the emulator did not start");
    }

    String endpoint() {
        return endpoint;
    }

    /** Returns the CPU time of all its processes. */
    Duration cpu() {
        return cpuBefore.plus(process.info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /** Kills the process, as {@code kill -9} does. */
    void kill() {
        cpuBefore = cpu();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts another process with the objects of the killed one, at the same port. */
    void restart() throws IOException {
        process = launch();
        awaitEndpoint();
    }

    /** Adds faults as JSON. */
    void inject(String faults) throws IOException {
        faults("POST", faults);
    }

    void clearFaults() throws IOException {
        faults("DELETE", "");
    }

    private void faults(String method, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(endpoint + "/-/faults").toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(UTF_8));
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status / 100 != 2) {
            throw new IllegalStateException(status + " for " + body);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
