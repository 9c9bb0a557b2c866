// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.cli.testing.RequiredTool;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ossv4 form}; curl posts its forms as a browser does. */
@ExtendWith(HomeDirectory.class)
class FormCommandTest {
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
    void start(Emulator emulator) throws Exception {
        cli = Cli.withoutSettings().with(emulator);
        root = "oss://" + emulator.bucket() + "/";
        Files.writeString(home.resolve("cat.txt"), "hello");
    }

    /** Posts fields and the file by curl, and returns the status and the body. */
    private String post(String url, List<String[]> fields, String type) throws Exception {
        RequiredTool.assumeInstalled("curl");
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-w", " %{http_code}"));
        for (String[] field : fields) {
            command.add("--form-string");
            command.add(field[0] + "=" + field[1]);
        }
        command.addAll(List.of("-F", "file=@cat.txt;type=" + type, url));
        Process curl = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, curl.waitFor(), output);
        return output.trim();
    }

    private static List<String[]> fields(JsonNode json) {
        List<String[]> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : json.get("fields").properties()) {
            fields.add(new String[] {field.getKey(), field.getValue().textValue()});
        }
        return fields;
    }

    @Test
    void signsKeyAndMetadataWithSpecialCharacters(BucketClient bucket) throws Exception {
        JsonNode json = cli.run("form", root + "it's <my> \"dir\"/", "--json", "--meta", "user=a\"b'<c>&d")
                .expect(0)
                .json()
                .get(0);

        assertEquals("200", post(json.get("url").textValue(), fields(json), "text/plain"));
        assertEquals("hello", bucket.getText("it's <my> \"dir\"/cat.txt"));
        assertEquals(
                "a\"b'<c>&d",
                bucket.head("it's <my> \"dir\"/cat.txt").metadata().get("user"));
    }

    @Test
    void printsFieldsThatUpload(BucketClient bucket) throws Exception {
        JsonNode json = cli.run("form", root + "k", "--json", "--success-status", "204", "--forbid-overwrite")
                .expect(0)
                .json()
                .get(0);

        assertEquals("204", post(json.get("url").textValue(), fields(json), "text/plain"));
        assertEquals("hello", bucket.getText("k"));
        assertTrue(post(json.get("url").textValue(), fields(json), "text/plain").contains("FileAlreadyExists"));
    }

    @Test
    void limitsSizeAndTypes() throws Exception {
        String text = cli.run("form", root + "dir/", "--max-size", "4", "--allow-type", "a/b", "--allow-type", "c/d")
                .expect(0)
                .out();
        JsonNode json = new ObjectMapper().readTree(text);
        assertTrue(text.lines().count() > 5, text);
        assertEquals("[\"a/b\",\"c/d\"]", json.get("contentTypes").toString());
        List<String[]> fields = fields(json);
        assertTrue(post(json.get("url").textValue(), fields, "a/b").contains("AccessDenied"));
        fields.add(new String[] {"x-oss-content-type", "a/b"});
        assertTrue(post(json.get("url").textValue(), fields, "a/b").contains("EntityTooLarge"));
    }

    @Test
    void signsCallback() throws Exception {
        EMULATOR.respondToCallbacks(200, "{\"ok\":true}");
        JsonNode json = cli.run(
                        "form",
                        root + "dir/",
                        "--json",
                        "--callback-url",
                        EMULATOR.callbackUrl(),
                        "--callback-body",
                        "{\"object\":${object},\"user\":${x:user}}",
                        "--var",
                        "x:user=42")
                .expect(0)
                .json()
                .get(0);

        assertEquals("{\"ok\":true} 200", post(json.get("url").textValue(), fields(json), "text/plain"));
        assertEquals(
                "{\"object\":\"dir/cat.txt\",\"user\":\"42\"}",
                EMULATOR.callbacks().get(0).text());
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("form", root).expect(2).err().contains("the key of an object is required"));
        assertTrue(cli.run("form", root + "k", "--tag", "a=b").expect(2).err().contains("tags"));
        assertTrue(cli.run("form", root + "k", "--anonymous").expect(2).err().contains("unknown option --anonymous"));
    }
}
