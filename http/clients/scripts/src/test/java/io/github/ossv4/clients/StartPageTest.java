// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.yaml.snakeyaml.Yaml;

/** The ways to start of START.md, without containers: what a container gets from its environment, a process gets. */
class StartPageTest {
    private static final String IMAGE = "ossv4/ossv4-emulator";
    private static final String BUCKETS = "OSSV4_EMULATOR_BUCKETS";

    @TempDir
    Path directory;

    private Script script() throws Exception {
        return Script.in(directory);
    }

    private static Map<?, ?> yaml(String heading) throws Exception {
        return new Yaml().load(StartPage.snippets(heading, "yaml").get(0));
    }

    private static Map<?, ?> at(Map<?, ?> document, String... path) {
        Map<?, ?> found = document;
        for (String name : path) {
            found = (Map<?, ?>) found.get(name);
        }
        return found;
    }

    private static Map<String, String> environment(Map<?, ?> variables) {
        Map<String, String> environment = new HashMap<>();
        variables.forEach((name, value) -> environment.put((String) name, (String) value));
        return environment;
    }

    /** Returns the environment of the emulator's container. */
    private static Map<String, String> variables(String heading) throws Exception {
        return switch (heading) {
            case "With Docker" ->
                Pattern.compile(" -e (\\w+)=(\\S+)")
                        .matcher(StartPage.snippets(heading, "sh").get(0))
                        .results()
                        .collect(Collectors.toMap(variable -> variable.group(1), variable -> variable.group(2)));
            case "With Docker Compose" -> environment(at(yaml(heading), "services", "oss", "environment"));
            case "In GitHub Actions" -> environment(at(yaml(heading), "jobs", "test", "services", "oss", "env"));
            case "In GitLab CI" -> environment(at(yaml(heading), "test", "variables"));
            default -> throw new IllegalArgumentException(heading);
        };
    }

    private static List<String> buckets(Map<String, String> variables) {
        return List.of(variables.get(BUCKETS).split(","));
    }

    @Test
    void namesExistingVariables() throws Exception {
        List<String> help = new ArrayList<>(EmulatorProgram.command());
        help.add("--help");
        Set<String> existing = names(script().run(Map.of(), help.toArray(new String[0])));
        Set<String> named = names(StartPage.text());

        assertTrue(named.contains(BUCKETS), named::toString);
        named.removeAll(existing);
        assertEquals(Set.of(), named);
    }

    private static Set<String> names(String text) {
        return Pattern.compile("OSSV4_EMULATOR_[A-Z0-9_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void startsTheJarAndRunsItsCommands() throws Exception {
        String snippet = StartPage.snippets("As a jar", "sh").get(0);
        String command = snippet.replaceFirst("cp \\S+ emulator\\.jar\n", "")
                .replaceFirst("java -jar \\S+\\.jar", String.join(" ", EmulatorProgram.command()))
                .replace("--port 9000", "--port 0");
        assertTrue(command.contains("--port 0") && !command.contains(".jar --"), command);

        try (EmulatorProgram emulator = EmulatorProgram.ofShell(command)) {
            emulator.assertServes(List.of("photos"));
            for (String printed : emulator.printedCommands()) {
                assertTrue(printed.contains("/photos/"), printed);
            }
            assertEquals("", script().shell(emulator.printedCommands().get(0)));
            assertEquals("hello\n", script().shell(emulator.printedCommands().get(1)));
            assertEquals("ok\n", script().shell(StartPage.snippet("curl", "sh", emulator.endpoint())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"With Docker", "With Docker Compose", "In GitHub Actions", "In GitLab CI"})
    void startsWithTheVariablesOfTheContainer(String heading) throws Exception {
        Map<String, String> variables = variables(heading);
        try (EmulatorProgram emulator = EmulatorProgram.asInContainer(variables)) {
            emulator.assertServes(buckets(variables));
        }
    }

    @Test
    void usesTheImageAndItsPort() throws Exception {
        Map<?, ?> compose = at(yaml("With Docker Compose"), "services", "oss");
        Map<?, ?> action = at(yaml("In GitHub Actions"), "jobs", "test", "services", "oss");
        Map<?, ?> service =
                (Map<?, ?>) ((List<?>) at(yaml("In GitLab CI"), "test").get("services")).get(0);

        assertEquals(
                List.of(IMAGE, IMAGE, IMAGE), List.of(compose.get("image"), action.get("image"), service.get("name")));
        assertEquals(List.of("127.0.0.1:9000:9000"), compose.get("ports"));
        assertEquals(List.of("127.0.0.1:9000:9000"), action.get("ports"));
        assertEquals(variables("In GitLab CI").get("OSSV4_EMULATOR_DOMAINS"), service.get("alias"));
        String docker = Files.readString(Path.of("..", "..", "emulator", "Dockerfile"));
        assertTrue(docker.contains("OSSV4_EMULATOR_PORT=9000"), docker);
    }

    @Test
    void runsTheFirstStepOfGitHubActions() throws Exception {
        List<?> steps = (List<?>) at(yaml("In GitHub Actions"), "jobs", "test").get("steps");
        String run = (String) ((Map<?, ?>) steps.get(0)).get("run");

        try (EmulatorProgram emulator = EmulatorProgram.asInContainer(variables("In GitHub Actions"))) {
            assertEquals("ok\n", script().shell(StartPage.at(emulator.endpoint(), run)));
        }
    }

    /** The names of the network resolve to this machine: for the emulator by a file, for curl by an option. */
    @Test
    void callsTheApplicationServerOfCompose() throws Exception {
        Map<?, ?> services = at(yaml("With Docker Compose"), "services");
        Map<String, String> ofApplication = environment(at(services, "app", "environment"));
        List<?> aliases = (List<?>) at(services, "oss", "networks", "default").get("aliases");
        BlockingQueue<String> keyUrls = new ArrayBlockingQueue<>(1);
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/uploaded", exchange -> {
            keyUrls.add(exchange.getRequestHeaders().getFirst("x-oss-pub-key-url"));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        application.start();
        String port = ":" + application.getAddress().getPort();
        Map<String, String> variables = variables("With Docker Compose");
        variables.computeIfPresent(
                "OSSV4_EMULATOR_CALLBACK_TARGETS", (name, targets) -> targets.replace(":8080", port));
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 app\n");

        try (EmulatorProgram emulator = EmulatorProgram.asInContainer(variables, "-Djdk.net.hosts.file=" + hosts)) {
            String endpoint = atPort(ofApplication.get("OSS_ENDPOINT"), emulator);
            Callback callback = Callback.builder(
                            ofApplication.get("OSS_CALLBACK_URL").replace(":8080", port))
                    .jsonBody("{\"object\":${object}}")
                    .build();
            UnsignedRequest.Builder put = UnsignedRequest.builder("PUT", "photos", "cat.jpg");
            callback.headers().forEach(put::header);
            PresignedRequest presigned = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou")
                    .presign(put.build(), Instant.now(), Duration.ofMinutes(10));
            assertTrue(aliases.contains("photos.oss"), aliases::toString);
            List<String> curl = curl(emulator);
            presigned.headers().forEach((name, value) -> curl.addAll(List.of("-H", name + ": " + value)));
            curl.addAll(List.of("-X", "PUT", "-d", "hello", "-H", "Content-Type:"));
            curl.add(presigned.url(endpoint.replace("http://oss:", "http://photos.oss:")));

            assertEquals("{}", script().run(Map.of(), curl.toArray(new String[0])));
            String keyUrl = atPort(ofApplication.get("OSS_CALLBACK_KEY_URL"), emulator);
            String received = keyUrls.poll(60, TimeUnit.SECONDS);
            assertEquals(keyUrl, new String(Base64.getDecoder().decode(received), StandardCharsets.UTF_8));
            List<String> fetch = curl(emulator);
            fetch.add(keyUrl);
            String key = script().run(Map.of(), fetch.toArray(new String[0]));
            assertTrue(key.startsWith("-----BEGIN PUBLIC KEY-----"), key);
        } finally {
            application.stop(0);
        }
    }

    private static String atPort(String url, EmulatorProgram emulator) {
        return url.replace(":9000", ":" + emulator.port());
    }

    private static List<String> curl(EmulatorProgram emulator) {
        return new ArrayList<>(List.of("curl", "-sS", "--resolve", "*:" + emulator.port() + ":127.0.0.1"));
    }

    @Test
    void runsTheTestWithJUnit() throws Exception {
        String imports = """
                import static org.junit.jupiter.api.Assertions.*;
                import io.github.ossv4.emulator.*;
                import io.github.ossv4.emulator.junit.*;
                import java.net.*;
                import java.net.http.*;
                import java.net.http.HttpResponse.*;
                import org.junit.jupiter.api.*;
                import org.junit.jupiter.api.extension.*;
                """;
        Class<?> test = JavaSnippet.load(
                "PhotosTest", imports + StartPage.snippets("In JUnit", "java").get(0), directory);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(test))
                                .build(),
                        listener);

        assertEquals(1, listener.getSummary().getTestsSucceededCount());
        assertEquals(0, listener.getSummary().getTotalFailureCount());
    }
}
