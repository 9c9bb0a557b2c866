// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The class of START.md for Testcontainers. */
class TestcontainersTest {
    private static final String IMPORTS = """
            import org.testcontainers.containers.GenericContainer;
            import org.testcontainers.utility.DockerImageName;
            """;

    @TempDir
    Path directory;

    /** Returns the container that the page creates. It is not started. */
    private GenericContainer<?> container() throws Exception {
        List<String> snippets = StartPage.snippets("With Testcontainers", "java");
        JavaSnippet.load("OssEmulatorContainer", snippets.get(0), directory);
        String factory = "public class Factory { public static OssEmulatorContainer create() { return "
                + snippets.get(1).strip() + "; } }";
        return (GenericContainer<?>) JavaSnippet.load("Factory", IMPORTS + factory, directory)
                .getMethod("create")
                .invoke(null);
    }

    @Test
    void hasAtMost60Lines() throws Exception {
        long lines =
                StartPage.snippets("With Testcontainers", "java").get(0).lines().count();

        assertTrue(lines <= 60, lines + " lines");
    }

    @Test
    void startsTheEmulatorWithItsVariables() throws Exception {
        try (GenericContainer<?> container = container()) {
            String port = container.getEnvMap().get("OSSV4_EMULATOR_PORT");
            assertEquals(List.of(port + ":" + port + "/tcp"), container.getPortBindings());
            try (EmulatorProgram emulator = EmulatorProgram.asInContainer(container.getEnvMap())) {
                emulator.assertServes(List.of("photos", "logs"));
                assertEquals(emulator.endpoint() + "/callback_pub_key_v1.pem", emulator.keyUrl());
            }
        }
    }

    @Test
    void startsTheContainer() throws Exception {
        assumeTrue(imageExists(), "requires Docker and the image of START.md");
        try (GenericContainer<?> container = container()) {
            container.start();
            String endpoint =
                    (String) container.getClass().getMethod("endpoint").invoke(container);
            HttpRequest health =
                    HttpRequest.newBuilder(URI.create(endpoint + "/-/health")).build();
            assertEquals(
                    "ok\n",
                    HttpClient.newHttpClient()
                            .send(health, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private static boolean imageExists() throws InterruptedException {
        String image = DockerImageName.parse("ossv4/ossv4-emulator").asCanonicalNameString();
        try {
            Process inspect = new ProcessBuilder("docker", "image", "inspect", image)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return inspect.waitFor(60, TimeUnit.SECONDS) && inspect.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
