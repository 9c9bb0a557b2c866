// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ossv4 explain}, with error documents of the emulator. */
@ExtendWith(EmulatorExtension.class)
@ExtendWith(HomeDirectory.class)
class ExplainCommandTest {
    private final Path home = HomeDirectory.PATH;

    private Cli cli;

    private Emulator emulator;

    @BeforeEach
    void start(Emulator started) {
        emulator = started;
        cli = Cli.withoutSettings();
    }

    private Signature sign(String secret, Instant time) {
        return Signer.of(Credentials.of(emulator.accessKeyId(), secret), emulator.region())
                .sign(
                        UnsignedRequest.builder("PUT", emulator.bucket(), "k")
                                .header("Content-Type", "text/plain")
                                .build(),
                        time);
    }

    /** Sends a put and saves the error document, and the request as {@code request.txt}. */
    private void send(Signature signature, Map<String, String> changed) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>(signature.headers());
        headers.put("Content-Type", "text/plain");
        StringBuilder raw = new StringBuilder(
                "PUT /" + emulator.bucket() + "/k HTTP/1.1\nHost: 127.0.0.1:" + emulator.port() + "\n");
        headers.forEach(
                (name, value) -> raw.append(name).append(": ").append(value).append('\n'));
        Files.writeString(home.resolve("request.txt"), raw + "Content-Length: 5\n\nhello");
        headers.putAll(changed);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + emulator.port() + "/" + emulator.bucket() + "/k"))
                .PUT(HttpRequest.BodyPublishers.ofString("hello"));
        headers.forEach(request::header);
        byte[] error = HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofByteArray())
                .body();
        Files.write(home.resolve("error.xml"), error);
    }

    @Test
    void findsWhatAProxyChanged() throws Exception {
        send(sign(emulator.accessKeySecret(), Instant.now()), Map.of("x-oss-meta-cdn", "1"));

        CliResult result = cli.run("explain", "signature", "error.xml", "--request", "request.txt")
                .expect(0);

        assertTrue(result.lines().contains("code: SignatureDoesNotMatch"), result::toString);
        assertTrue(result.lines().contains("resource: /" + emulator.bucket() + "/k"), result::toString);
        assertTrue(
                result.lines()
                        .contains(
                                "! problem: The header x-oss-meta-cdn differs: sent nothing, received \"1\". Usual cause: a"
                                        + " proxy added it on the way."),
                result::toString);
    }

    /** The recipient of a URL changed it. The URL as it was issued is all that its issuer has. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/k?|/other?|The path differs: sent \"/bucket/k\", received \"/bucket/other\"",
                "expires=60|expires=600|The query parameter x-oss-expires differs: sent \"60\", received \"600\"",
            })
    void namesChangeOfAPresignedUrl(String from, String to, String change) throws Exception {
        PresignedRequest presigned = Signer.of(
                        Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()), emulator.region())
                .presign(
                        UnsignedRequest.builder("GET", emulator.bucket(), "k")
                                .header("Content-Type", "text/plain")
                                .build(),
                        Instant.now(),
                        Duration.ofMinutes(1));
        String url = "http://127.0.0.1:" + emulator.port() + "/" + emulator.bucket() + "/k?" + presigned.query();
        assertTrue(url.contains(from), url);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.replace(from, to)))
                .header("Content-Type", "text/plain")
                .build();
        Files.write(
                home.resolve("error.xml"),
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofByteArray())
                        .body());
        Files.writeString(home.resolve("url.txt"), url + "\n");

        CliResult issued = cli.run("explain", "signature", "error.xml", "--request", "url.txt")
                .expect(0);
        assertTrue(
                issued.out().contains("! problem: " + change.replace("/bucket/", "/" + emulator.bucket() + "/")),
                issued::toString);
        assertFalse(issued.out().contains(presigned.hex()), issued::toString);
        CliResult alone = cli.run("explain", "signature", "error.xml").expect(1);
        assertTrue(
                alone.out().contains("not after the URL was changed, for example its bucket, key or"), alone::toString);
    }

    @Test
    void saysThatTheTextsAreRightIfTheSecretIsWrong() throws Exception {
        Signature signature = sign("wrong-secret", Instant.now());
        send(signature, Map.of());
        Files.writeString(home.resolve("canonical.txt"), signature.canonicalRequest());

        CliResult alone = cli.run("explain", "signature", "error.xml").expect(1);
        assertTrue(alone.out().contains("! advice: the texts break no rule"), alone::toString);
        CliResult sent = cli.run("explain", "signature", "error.xml", "--request", "request.txt")
                .expect(1);
        assertTrue(sent.out().contains("The server received the request as it was sent."), sent::toString);
        CliResult signed = cli.run("explain", "signature", "error.xml", "--canonical-request", "canonical.txt")
                .expect(0);
        assertTrue(signed.out().contains("The server received the same request."), signed::toString);
        assertFalse(signed.out().contains("! advice: the texts break no rule"), signed::toString);
        cli.run("explain", "signature", "error.xml", "--request", "request.txt", "--canonical-request", "canonical.txt")
                .expect(2);
        assertFalse(sent.out().contains(signature.hex()), sent::toString);
    }

    @Test
    void explainsWrongClock() throws Exception {
        send(sign(emulator.accessKeySecret(), Instant.now().minusSeconds(3600)), Map.of());

        JsonNode json = cli.withInput(Files.readAllBytes(home.resolve("error.xml")))
                .run("explain", "signature", "-", "--json")
                .expect(0)
                .json()
                .get(0);

        assertEquals(
                "RequestTimeTooSkewed", json.get("facts").get(0).get("value").textValue());
        assertTrue(
                json.get("problems")
                        .get(1)
                        .textValue()
                        .matches("the clock of the client is 36[0-9]{2} seconds behind.*"),
                json::toString);
        assertTrue(json.get("advice").isEmpty(), json::toString);
    }

    @Test
    void findsErrorInALog() throws Exception {
        Files.writeString(
                home.resolve("log"),
                "12:00 403\n<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>m</Message></Error>\nbye\n");

        CliResult result = cli.run("explain", "signature", "log").expect(0);

        assertTrue(result.out().contains("no policy allows the action"), result::toString);
    }

    @Test
    void explainsCallback() throws Exception {
        Callback callback = Callback.builder("https://app.example.com/uploaded")
                .jsonBody("{\"o\":${object},\"u\":${x:user}}")
                .variable("x:user", "42")
                .build();
        String header = callback.headerValue();
        String variables = Objects.requireNonNull(callback.varHeaderValue());

        CliResult result = cli.run("explain", "callback", header, variables).expect(0);
        assertTrue(result.lines().contains("callbackUrl: https://app.example.com/uploaded"), result::toString);
        assertTrue(result.lines().contains("x:user: 42"), result::toString);

        String broken = Base64.getEncoder()
                .encodeToString("{\"callbackUrl\":\"http://h/\",\"callbackBody\":\"${Object}\"}"
                        .getBytes(StandardCharsets.UTF_8));
        CliResult problem =
                cli.withInput(broken + "\n").run("explain", "callback", "-").expect(1);
        assertTrue(problem.out().contains("Did you mean ${object}?"), problem::toString);
    }

    @Test
    void explainsPolicy() throws Exception {
        String policy = FormUpload.underPrefix("examplebucket", "users/42/")
                .build()
                .sign(Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou"), Instant.now(), Duration.ofMinutes(10))
                .field("policy");

        CliResult result =
                cli.run("explain", "policy", Objects.requireNonNull(policy)).expect(0);
        assertTrue(result.lines().contains("key: must begin with \"users/42/\""), result::toString);
        CliResult broken = cli.run("explain", "policy", "e30=").expect(1);
        assertTrue(
                broken.out().contains("! problem: the policy has no expiration (EC 0006-00000208)"), broken::toString);
    }

    @Test
    void explainsWrongArguments() throws Exception {
        Files.writeString(home.resolve("html"), "<html/>");
        send(sign("wrong", Instant.now()), Map.of());
        assertTrue(cli.run("explain").expect(2).err().contains("a command is required"));
        assertTrue(cli.run("explain", "signature").expect(2).err().contains("ERROR.xml"));
        assertTrue(cli.run("explain", "signature", "missing").expect(2).err().contains("missing: no such file"));
        assertTrue(
                cli.run("explain", "signature", "html").expect(2).err().contains("html: contains no error document"));
        assertTrue(cli.run("explain", "signature", ".").expect(2).err().contains("is a directory"));
        CliResult request = cli.run("explain", "signature", "error.xml", "--request", "html")
                .expect(2);
        assertTrue(request.err().contains("html: line 1: must be a request line"), request::toString);
        assertTrue(
                cli.run("explain", "signature", "--help").expect(0).out().startsWith("Usage: ossv4 explain signature"));
        assertTrue(cli.run("explain", "--help").expect(0).out().contains("policy"));
    }
}
