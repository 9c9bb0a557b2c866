// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of README.md, compiled and run as they stand, but for the first one's two addresses. */
class ReadmeTest {
    @Test
    void theFirstExampleRuns(@TempDir Path folder) throws Exception {
        String example = example(0);
        assertTrue(example.lines().count() <= 12, "more than 12 lines");
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ByteArrayOutputStream callback = new ByteArrayOutputStream();
        application.createContext("/", exchange -> {
            try (exchange) {
                callback.write(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, 8);
                exchange.getResponseBody().write("{\"a\":42}".getBytes(StandardCharsets.US_ASCII));
            }
        });
        application.start();
        try (Emulator emulator = Emulator.builder()
                .credentials(Credentials.of("id", "secret"))
                .callbackTarget(application.getAddress().getPort())
                .start()) {
            Files.writeString(folder.resolve("cat.jpg"), "meow");
            compile(
                    folder,
                    replace(
                            replace(example, "https://oss-cn-hangzhou.aliyuncs.com", emulator.endpoint()),
                            "https://app.example.com",
                            "http://127.0.0.1:" + application.getAddress().getPort()));
            assertEquals("true {\"a\":42}", run(folder));
            assertEquals("object=photos%2Fcat.jpg&size=4&user=42", callback.toString(StandardCharsets.UTF_8));
        } finally {
            application.stop(0);
        }
    }

    @Test
    void theExampleOfAnotherHttpClientRuns(@TempDir Path folder) throws Exception {
        try (Emulator emulator =
                Emulator.builder().credentials(Credentials.of("id", "secret")).start()) {
            String url = emulator.endpoint() + "/examplebucket/photos/cat.jpg";
            compile(folder, """
                    Credentials credentials = Credentials.of("id", "secret");
                    HttpURLConnection connection = (HttpURLConnection) new URL("%s").openConnection();
                    connection.setRequestMethod("PUT");
                    connection.setDoOutput(true);
                    %s
                    connection.getOutputStream().write(new byte[] {1, 2, 3});
                    System.out.println(connection.getResponseCode() + " " + connection.getHeaderField("x-oss-hash-crc64ecma"));
                    """.formatted(url, example(1)));
            assertEquals("200 " + Crc64.toString(Crc64.compute(new byte[] {1, 2, 3})), run(folder));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theOtherExamplesCompile(int index, @TempDir Path folder) throws Exception {
        compile(folder, """
                BucketClient bucket = null;
                Callback callback = null;
                byte[] secret = null;
                com.sun.net.httpserver.HttpExchange exchange = null;
                """ + example(index));
    }

    private static String example(int index) throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher java = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        for (int i = 0; i <= index; i++) {
            assertTrue(java.find(), "README.md has no Java example " + i);
        }
        return java.group(1);
    }

    private static String replace(String text, String address, String local) {
        String replaced = text.replace(address, local);
        assertNotEquals(text, replaced, address + " is not in the example");
        return replaced;
    }

    private static void compile(Path folder, String example) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), """
                import io.github.ossv4.callback.*;
                import io.github.ossv4.form.*;
                import io.github.ossv4.http.*;
                import io.github.ossv4.http.callback.*;
                import io.github.ossv4.http.credentials.*;
                import io.github.ossv4.multipart.*;
                import io.github.ossv4.sign.*;
                import java.io.*;
                import java.net.*;
                import java.nio.charset.*;
                import java.nio.file.*;
                import java.time.*;
                import java.util.*;
                import okhttp3.OkHttpClient;
                import static io.github.ossv4.callback.CallbackVariable.*;
                class Example {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(example));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none",
                        source.toString());
        assertEquals(0, status, "the example does not compile");
    }

    /** In a process of its own, since the example reads its credentials from the environment. */
    private static String run(Path folder) throws Exception {
        ProcessBuilder java = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "Example"));
        java.directory(folder.toFile());
        java.environment().put("OSS_ACCESS_KEY_ID", "id");
        java.environment().put("OSS_ACCESS_KEY_SECRET", "secret");
        java.environment().remove("OSS_SESSION_TOKEN");
        Process process = java.redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }
}
