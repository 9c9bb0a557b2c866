// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RequiredTool;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Forms of other clients. */
class FormClientsTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @TempDir
    private Path directory;

    private String url() {
        return emulator.running().endpoint() + "/examplebucket/";
    }

    @Test
    void acceptsFormOfOkHttp() throws IOException {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        emulator.form("${filename}").fields().forEach(body::addFormDataPart);
        body.addFormDataPart(
                "file",
                "a \"鍵\".txt",
                RequestBody.create("hello".getBytes(StandardCharsets.UTF_8), MediaType.get("text/x")));
        OkHttpClient client = new OkHttpClient();
        try (Response response = client.newCall(
                        new Request.Builder().url(url()).post(body.build()).build())
                .execute()) {
            assertEquals(204, response.code());
        } finally {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
        assertEquals("hello", emulator.get("a %22鍵%22.txt").text());
    }

    /** With more than 1 MiB, curl waits for {@code 100 Continue}. */
    @Test
    void acceptsFormOfCurl() throws Exception {
        RequiredTool.assumeInstalled("curl");
        byte[] content = new byte[2 << 20];
        Path file = Files.write(directory.resolve("a b.bin"), content);
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "-w", "%{http_code}"));
        emulator.form("dir/${filename}")
                .field("success_action_status", "200")
                .fields()
                .forEach((name, value) -> command.addAll(List.of("--form-string", name + "=" + value)));
        command.addAll(List.of("-F", "file=@" + file + ";type=image/png", url()));

        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(curl.waitFor(60, TimeUnit.SECONDS));
        assertEquals("200", output);
        assertEquals("image/png", emulator.head("dir/a b.bin").header("content-type"));
        assertEquals(content.length, emulator.read("dir/a b.bin").length);
    }
}
