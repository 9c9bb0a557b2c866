// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.Readme;
import io.github.ossv4.servlet.testing.SpringServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The Spring Boot application of README.md and its test, compiled and run with the emulator.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadApplicationTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Oss oss;
    private @Nullable URLClassLoader loader;
    private Class<?> application;

    @BeforeAll
    void compile(@TempDir Path folder) throws Exception {
        oss = new Oss();
        List<String> examples = Readme.examples();
        Readme.compile(
                folder,
                Map.of("UploadApplication", examples.get(0), "UploadApplicationTest", examples.get(1)),
                List.of());
        Files.writeString(
                folder.resolve("application.properties"),
                Readme.properties() + "\n#---\nspring.autoconfigure.exclude=" + SpringServer.SECURITY + "\n");
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        application = loader.loadClass("com.example.UploadApplication");
        Thread.currentThread().setContextClassLoader(loader);
    }

    /** Returns the settings of the profile, at the port of this emulator; the last value of a setting is used. */
    private String[] settings(String... more) {
        Map<String, String> settings = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(
                                "--spring.profiles.active=emulator",
                                "--oss.endpoint=" + oss.emulator.endpoint(),
                                "--oss.key.url=" + oss.emulator.publicKeyUrl(),
                                "--oss.access.key.id=id",
                                "--oss.access.key.secret=secret"),
                        Stream.of(more))
                .forEach(setting -> settings.put(setting.split("=", 2)[0], setting));
        return settings.values().toArray(String[]::new);
    }

    @AfterAll
    void stop() throws IOException {
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        if (loader != null) {
            loader.close();
        }
        oss.close();
    }

    @Test
    void hasAtMost60Lines() throws IOException {
        long lines = Readme.examples().get(0).lines().count();
        assertTrue(lines <= 60, lines + " lines");
    }

    private HttpResponse<String> form(SpringServer server, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/form"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        oss.emulator.addCallbackTarget(server.port());
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String upload(String form, String filename) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(form)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields.put(json.currentName(), json.nextTextValue());
            }
        }
        return oss.post(SignedForm.of(fields), filename);
    }

    @Test
    void passesTheTestOfThePage() throws Exception {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(
                                        Class.forName("com.example.UploadApplicationTest", true, loader)))
                                .build(),
                        listener);
        StringWriter failures = new StringWriter();
        listener.getSummary().printFailuresTo(new PrintWriter(failures));
        assertEquals(1, listener.getSummary().getTestsSucceededCount(), failures::toString);
    }

    /** Each wrong setting stops the start with its reason, not the first form. */
    @ParameterizedTest
    @CsvSource({
        "--oss.access.key.secret=wrong, SignatureDoesNotMatch",
        "--oss.access.key.id=other, InvalidAccessKeyId",
        "--oss.region=cn-beijing, region",
        "--oss.endpoint=http://127.0.0.1:9, 127.0.0.1",
        "--oss.endpoint=, endpoint",
    })
    void checksSettingsAtTheStart(String setting, String reason) {
        assertFailsToStart(reason, settings(setting));
    }

    @Test
    void namesMissingSetting() {
        assertFailsToStart("Required key 'oss.access.key.id' not found", "--spring.profiles.active=emulator");
    }

    private void assertFailsToStart(String reason, String... settings) {
        Exception failed = assertThrows(
                Exception.class,
                () -> SpringServer.start(application, Map.of(), settings).close());
        StringWriter trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertTrue(trace.toString().contains(reason), trace::toString);
    }

    @Test
    void handsOutFormAndReceivesItsCallback() throws Exception {
        try (SpringServer server = SpringServer.start(application, Map.of(), settings())) {
            HttpResponse<String> form = form(server);
            assertEquals(200, form.statusCode());
            for (String name : new String[] {"cat.jpg", "my cat+%.jpg", "猫 😀.jpg"}) {
                assertEquals("{\"user\":\"7\"}", upload(form.body(), name));
                assertTrue(oss.bucket.exists("users/7/" + name));
            }
        }
    }

    /** Spring Security refuses a POST without a CSRF token, and reads its form to find one. */
    @Test
    void receivesCallbacksBeforeSpringSecurity() throws Exception {
        try (SpringServer server = SpringServer.startSecured(
                application,
                Map.of(),
                settings(
                        "--spring.autoconfigure.exclude=",
                        "--spring.security.user.name=ann",
                        "--spring.security.user.password=pw"))) {
            assertEquals(401, form(server).statusCode());
            HttpResponse<String> form = form(
                    server, "Authorization", "Basic " + Base64.getEncoder().encodeToString("ann:pw".getBytes(UTF_8)));
            assertEquals(200, form.statusCode());
            assertEquals("{\"user\":\"7\"}", upload(form.body(), "my cat.jpg"));
            HttpResponse<String> forged = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/uploaded"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(
                    "403 {\"Status\":\"Refused\",\"FailedCheck\":\"AUTHORIZATION\"}",
                    forged.statusCode() + " " + forged.body());
        }
    }
}
