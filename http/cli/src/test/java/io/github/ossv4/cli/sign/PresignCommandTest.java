// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.cli.testing.Shell;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ossv4 presign}; its curl commands are executed by a shell. */
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

    private final Path home = HomeDirectory.PATH;

    private Cli cli;

    private String root;

    @BeforeEach
    void start(Emulator emulator) {
        cli = Cli.withoutSettings().with(emulator);
        root = "oss://" + emulator.bucket() + "/";
    }

    /** Returns the last line of standard error. */
    private static String curl(CliResult result) {
        assertEquals(1, result.lines().size(), result::toString);
        return result.err().lines().reduce((first, second) -> second).orElseThrow();
    }

    @Test
    void printsCommandThatGets(BucketClient bucket) throws Exception {
        byte[] bytes = {1, 2, 3};
        bucket.put("a b/it's $HOME.txt", bytes);

        CliResult result = cli.run("presign", "--verbose", "get", root + "a b/it's $HOME.txt")
                .expect(0);

        assertTrue(result.lines().get(0).startsWith("http://"), result::toString);
        Shell.run("sh -c \"$(cat <<'END'\n" + curl(result) + "\nEND\n)\"").expect(0);
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("it's $HOME.txt")));
    }

    @Test
    void printsCommandThatPuts(BucketClient bucket) throws Exception {
        Files.writeString(home.resolve("it's.txt"), "hello");

        CliResult result = cli.run(
                        "presign",
                        "--verbose",
                        "put",
                        root + "dir/it's.txt",
                        "--content-type",
                        "text/plain; charset=utf-8",
                        "--meta",
                        "user=it's \"42\" $HOME",
                        "--storage-class",
                        "ia",
                        "--forbid-overwrite")
                .expect(0);

        Shell.run(curl(result)).expect(0);
        assertEquals("hello", bucket.getText("dir/it's.txt"));
        assertEquals("it's \"42\" $HOME", bucket.head("dir/it's.txt").metadata().get("user"));
        assertEquals("text/plain; charset=utf-8", bucket.head("dir/it's.txt").contentType());
        CliResult again = Shell.run(curl(result)).expect(22);
        assertTrue(again.out().contains("FileAlreadyExists"), again::toString);
    }

    @Test
    void printsCommandForKeyThatEndsWithASlash(BucketClient bucket) throws Exception {
        Files.writeString(home.resolve("dir"), "hello");

        CliResult result =
                cli.run("presign", "--verbose", "put", root + "a/dir/").expect(0);

        Shell.run(curl(result)).expect(0);
        assertEquals("hello", bucket.getText("a/dir/"));
    }

    @Test
    void signsCallback() throws Exception {
        EMULATOR.respondToCallbacks(200, "{\"ok\":true}");
        Files.writeString(home.resolve("f"), "hello");

        CliResult result = cli.run(
                        "presign",
                        "--verbose",
                        "put",
                        root + "cat.txt",
                        "--file",
                        "f",
                        "--callback-url",
                        EMULATOR.callbackUrl(),
                        "--callback-body",
                        "{\"object\":${object},\"size\":${size},\"user\":${x:user}}",
                        "--var",
                        "x:user=4=2")
                .expect(0);

        assertEquals("{\"ok\":true}", Shell.run(curl(result)).expect(0).out());
        assertEquals(
                "{\"object\":\"cat.txt\",\"size\":5,\"user\":\"4=2\"}",
                EMULATOR.callbacks().get(0).text());
    }

    @Test
    void signsStandardCallbackBody() throws Exception {
        EMULATOR.respondToCallbacks(200, "{}");
        Files.writeString(home.resolve("f"), "hello");

        CliResult result = cli.run(
                        "presign",
                        "--verbose",
                        "put",
                        root + "k",
                        "--file",
                        "f",
                        "--callback-url",
                        EMULATOR.callbackUrl(),
                        "--var",
                        "x:a=1")
                .expect(0);

        Shell.run(curl(result)).expect(0);
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
        assertTrue(verbose.err().contains("\nheaders that must be sent unchanged:\n  content-type: a/b\ncurl "));
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
        assertTrue(json.get("curl").textValue().startsWith("curl "), json::toString);
        Duration validity =
                Duration.between(before, Instant.parse(json.get("expires").textValue()));
        assertTrue(validity.compareTo(Duration.ofMinutes(59)) > 0 && validity.compareTo(Duration.ofMinutes(62)) < 0);
    }

    @Test
    void setsHeadersOfTheResponse(BucketClient bucket) throws Exception {
        bucket.put("k", "hello");

        CliResult result = cli.run(
                        "presign",
                        "--verbose",
                        "get",
                        root + "k",
                        "--response-content-disposition",
                        "attachment; filename=\"a b\"")
                .expect(0);

        String head = Shell.run(curl(result) + " --dump-header -").expect(0).out();
        assertTrue(head.contains("attachment; filename=\"a b\""), head);
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
