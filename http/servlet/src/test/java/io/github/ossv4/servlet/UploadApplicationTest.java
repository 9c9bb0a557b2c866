// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.Readme;
import io.github.ossv4.servlet.testing.SpringServer;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Spring Boot application of README.md, compiled and run with the emulator in place of OSS: endpoint, credentials,
 * key and the address of the application are replaced.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadApplicationTest {
    private static final String KEY_PAIR = "Credentials.of(\"id\", \"secret\")";

    private final HttpClient http = HttpClient.newHttpClient();
    private Oss oss;
    private @Nullable URLClassLoader loader;
    private Class<?> application;

    @BeforeAll
    void compile(@TempDir Path folder) throws Exception {
        oss = new Oss();
        String source = Readme.examples().get(0);
        source = Readme.replace(
                source,
                "\"https://oss-cn-hangzhou.aliyuncs.com\", \"examplebucket\")",
                "\"" + oss.emulator.endpoint() + "\", \"examplebucket\").region(\"cn-hangzhou\")");
        source = Readme.replace(source, "CredentialsSource.environment()", "io.github.ossv4.sign." + KEY_PAIR);
        source = Readme.replace(source, "CallbackVerifier.of(CallbackKeySource.pinned())", """
                CallbackVerifier.of(CallbackKeySource.pinned(
                                "%1$s", io.github.ossv4.callback.CallbackPublicKey.ofPem("%2$s")))
                        .trusting("%1$s")""".formatted(
                        oss.emulator.publicKeyUrl(), oss.pem.replace("\n", "\\n")));
        source = Readme.replace(
                source,
                "\"https://app.example.com/uploaded\"",
                "org.springframework.web.servlet.support.ServletUriComponentsBuilder.fromCurrentContextPath()"
                        + ".path(\"/uploaded\").toUriString()");
        Readme.compile(folder, "UploadApplication", source);
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        application = loader.loadClass("com.example.UploadApplication");
    }

    @AfterAll
    void stop() throws IOException {
        if (loader != null) {
            loader.close();
        }
        oss.close();
    }

    @Test
    void hasAtMost40Lines() throws IOException {
        long lines = Readme.examples().get(0).lines().count();
        assertTrue(lines <= 40, lines + " lines");
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
    void handsOutFormAndReceivesItsCallback() throws Exception {
        try (SpringServer server = SpringServer.start(application, Map.of())) {
            HttpResponse<String> form = form(server);
            assertEquals(200, form.statusCode());
            for (String name : new String[] {"cat.jpg", "my cat+%.jpg", "猫 😀.jpg"}) {
                assertEquals("{\"user\":7}", upload(form.body(), name));
                assertTrue(oss.bucket.exists("users/7/" + name));
            }
        }
    }

    /** Spring Security refuses a POST without a CSRF token, and reads its form to find one. */
    @Test
    void receivesCallbacksBeforeSpringSecurity() throws Exception {
        try (SpringServer server = SpringServer.startSecured(
                application, Map.of(), "--spring.security.user.name=ann", "--spring.security.user.password=pw")) {
            assertEquals(401, form(server).statusCode());
            HttpResponse<String> form = form(
                    server, "Authorization", "Basic " + Base64.getEncoder().encodeToString("ann:pw".getBytes(UTF_8)));
            assertEquals(200, form.statusCode());
            assertEquals("{\"user\":7}", upload(form.body(), "my cat.jpg"));
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
