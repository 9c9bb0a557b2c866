// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ossv4 presign}; the JDK's client sends what it signs. */
@ExtendWith(HomeDirectory.class)
class PresignCommandTest {
    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.accessKey("id", "secret"))
            .client(
                    BucketClient.class,
                    emulator -> BucketClient.builder(emulator.endpoint(), emulator.bucket())
                            .region(emulator.region())
                            .credentials(Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()))
                            .build())
            .build();

    private Cli cli;

    private String root;

    @BeforeEach
    void start(Emulator emulator) {
        cli = Cli.withoutSettings().with(emulator);
        root = "oss://" + emulator.bucket() + "/";
    }

    /** Sends a file, or nothing for a GET, to the printed URL with the printed headers. */
    private static HttpResponse<String> send(CliResult presigned, HttpRequest.BodyPublisher body) throws Exception {
        JsonNode json = presigned.expect(0).json().get(0);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(json.get("url").textValue()))
                .method(json.get("method").textValue(), body);
        json.get("headers")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().textValue()));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void signsGet(BucketClient bucket) throws Exception {
        bucket.put("a b/it's $HOME.txt", "hello");

        CliResult result = cli.run("presign", "--json", "get", root + "a b/it's $HOME.txt");

        assertEquals("hello", send(result, BodyPublishers.noBody()).body());
    }

    @Test
    void signsPutWithHeaders(BucketClient bucket) throws Exception {
        CliResult result = cli.run(
                "presign",
                "--json",
                "put",
                root + "dir/it's.txt",
                "--content-type",
                "text/plain; charset=utf-8",
                "--meta",
                "user=it's \"42\" $HOME",
                "--storage-class",
                "ia",
                "--forbid-overwrite");

        assertEquals(200, send(result, BodyPublishers.ofString("hello")).statusCode());
        assertEquals("hello", bucket.getText("dir/it's.txt"));
        assertEquals("it's \"42\" $HOME", bucket.head("dir/it's.txt").metadata().get("user"));
        assertEquals("text/plain; charset=utf-8", bucket.head("dir/it's.txt").contentType());
        String again = send(result, BodyPublishers.ofString("hello")).body();
        assertTrue(again.contains("FileAlreadyExists"), again);
    }

    @Test
    void signsCallback() throws Exception {
        EMULATOR.respondToCallbacks(200, "{\"ok\":true}");

        CliResult result = cli.run(
                "presign",
                "--json",
                "put",
                root + "cat.txt",
                "--callback-url",
                EMULATOR.callbackUrl(),
                "--callback-body",
                "{\"object\":${object},\"size\":${size},\"user\":${x:user}}",
                "--var",
                "x:user=4=2");

        assertEquals(
                "{\"ok\":true}", send(result, BodyPublishers.ofString("hello")).body());
        assertEquals(
                "{\"object\":\"cat.txt\",\"size\":5,\"user\":\"4=2\"}",
                EMULATOR.callbacks().get(0).text());
    }

    @Test
    void signsStandardCallbackBody() throws Exception {
        EMULATOR.respondToCallbacks(200, "{}");

        send(
                cli.run(
                        "presign",
                        "--json",
                        "put",
                        root + "k",
                        "--callback-url",
                        EMULATOR.callbackUrl(),
                        "--var",
                        "x:a=1"),
                BodyPublishers.ofString("hello"));

        String body = EMULATOR.callbacks().get(0).text();
        assertTrue(body.contains("\"object\":\"k\"") && body.contains("\"a\":\"1\""), body);
    }

    @Test
    void printsUrlAlone() throws Exception {
        CliResult result =
                cli.run("presign", "put", root + "k", "--content-type", "a/b").expect(0);

        assertEquals(1, result.lines().size(), result::toString);
        assertEquals("", result.err());
        CliResult verbose = cli.run("presign", "put", root + "k", "--content-type", "a/b", "-v")
                .expect(0);
        assertTrue(verbose.err().startsWith("expires: 20"), verbose::toString);
        assertTrue(verbose.err().contains("\nheaders that must be sent unchanged:\n  content-type: a/b\n"));
    }

    @Test
    void printsJson(Emulator emulator) throws Exception {
        Instant before = Instant.now();

        JsonNode json = cli.run(
                        "presign", "put", root + "k", "--json", "--verbose", "--expires", "1h", "--content-type", "a/b")
                .expect(0)
                .json()
                .get(0);

        assertEquals("PUT", json.get("method").textValue());
        assertTrue(json.get("url").textValue().startsWith(emulator.endpoint()), json::toString);
        assertEquals("a/b", json.get("headers").get("content-type").textValue());
        Duration validity =
                Duration.between(before, Instant.parse(json.get("expires").textValue()));
        assertTrue(validity.compareTo(Duration.ofMinutes(59)) > 0 && validity.compareTo(Duration.ofMinutes(62)) < 0);
    }

    @Test
    void setsHeadersOfTheResponse(BucketClient bucket) throws Exception {
        bucket.put("k", "hello");

        HttpResponse<String> response = send(
                cli.run(
                        "presign",
                        "--json",
                        "get",
                        root + "k",
                        "--response-content-disposition",
                        "attachment; filename=\"a b\""),
                BodyPublishers.noBody());

        assertEquals(
                "attachment; filename=\"a b\"",
                response.headers().firstValue("Content-Disposition").orElse(""));
    }

    @Test
    void sendsNothing() throws Exception {
        CliResult result = cli.with("OSS_ENDPOINT", "http://127.0.0.1:1")
                .run("presign", "get", root + "k")
                .expect(0);

        assertFalse(result.out().contains("secret"), result::toString);
        assertEquals("", result.err());
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("presign", "post", root + "k").expect(2).err().contains("must be get or put, was post"));
        assertTrue(cli.run("presign", "get", root).expect(2).err().contains("the key of an object is required"));
        assertTrue(cli.run("presign", "get").expect(2).err().contains("oss://BUCKET/KEY"));
        assertTrue(cli.run("presign", "get", "k").expect(2).err().contains("oss://BUCKET/KEY"));
        assertTrue(cli.run("presign", "get", root + "k", "--expires", "8d")
                .expect(2)
                .err()
                .contains("--expires must be 1s to 7d, was 8d"));
        assertTrue(cli.run("presign", "get", root + "k", "--meta", "a=1")
                .expect(2)
                .err()
                .contains("require put"));
        assertTrue(cli.run("presign", "put", root + "k", "--process", "p")
                .expect(2)
                .err()
                .contains("require get"));
        assertTrue(cli.run("presign", "put", root + "k", "--var", "x:a=1")
                .expect(2)
                .err()
                .contains("require --callback-url"));
        assertTrue(cli.run("presign", "put", root + "k", "--acl", "open")
                .expect(2)
                .err()
                .contains("was open"));
        assertTrue(cli.run("presign", "put", root + "k", "--callback-url", "h")
                .expect(2)
                .err()
                .contains("callbackUrl"));
    }
}
