// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Main;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The emulator in a process of its own, at a free port, with the AccessKey pair of START.md. */
final class EmulatorProgram implements AutoCloseable {
    private static final Signer SIGNER = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou");

    private final Process process;
    private final List<String> introduction = new ArrayList<>();

    private EmulatorProgram(Process process) {
        this.process = process;
    }

    /** Starts it as the image does: with variables of the environment only, and reachable from other machines. */
    static EmulatorProgram asInContainer(Map<String, String> variables, String... optionsOfJava) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(1, List.of(optionsOfJava));
        ProcessBuilder builder = builder(command);
        builder.environment().putAll(variables);
        builder.environment().put("OSSV4_EMULATOR_HOST", "0.0.0.0");
        builder.environment().putIfAbsent("OSSV4_EMULATOR_PORT", "0");
        return start(builder);
    }

    /** Starts it with a command of a shell, in which {@link #command} replaces the jar. */
    static EmulatorProgram ofShell(String script) throws IOException {
        return start(builder(List.of("bash", "-c", script)));
    }

    /** Returns the command that replaces {@code java -jar}. */
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /** Returns a process without settings of the emulator that the test inherited. */
    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OSSV4_EMULATOR_") || name.startsWith("OSS_"));
        return builder;
    }

    private static EmulatorProgram start(ProcessBuilder builder) throws IOException {
        EmulatorProgram program =
                new EmulatorProgram(builder.redirectErrorStream(true).start());
        BufferedReader output = program.process.inputReader();
        // The last of its two commands ends the introduction. The requests that follow may be left unread.
        while (program.introduction.stream()
                        .filter(line -> line.contains("curl "))
                        .count()
                < 2) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("the emulator must start, printed " + program.introduction);
            }
            program.introduction.add(line);
        }
        return program;
    }

    /** Returns the commands that it printed. */
    List<String> printedCommands() {
        return introduction.stream().filter(line -> line.contains("curl ")).toList();
    }

    String endpoint() {
        return introduced("endpoint");
    }

    /** Returns the URL of the key in callbacks. */
    String keyUrl() {
        return introduced("callback key");
    }

    private String introduced(String name) {
        return introduction.stream()
                .filter(line -> line.startsWith("  " + name + "  "))
                .map(line -> line.replaceFirst("^ *" + name + " *", ""))
                .findFirst()
                .orElseThrow();
    }

    int port() {
        return URI.create(endpoint()).getPort();
    }

    /** Checks that it is healthy and has these buckets, at an address that clients use. */
    void assertServes(List<String> buckets) throws Exception {
        assertEquals("ok\n", get("/-/health"));
        UnsignedRequest list = UnsignedRequest.builder("GET", null, null).build();
        String response = get("/?"
                + SIGNER.presign(list, Instant.now(), Duration.ofMinutes(10)).query());
        assertTrue(!buckets.isEmpty());
        for (String bucket : buckets) {
            assertTrue(response.contains("<Name>" + bucket + "</Name>"), response);
        }
    }

    private String get(String target) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint() + target)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Stops the emulator, and the shell that started it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
