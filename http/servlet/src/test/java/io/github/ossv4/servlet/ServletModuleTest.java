// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module on a module path without the servlet API, for the JDK's server. */
class ServletModuleTest {
    private static final Pattern LIBRARIES =
            Pattern.compile("(ossv4-|jackson-core|okhttp-jvm|okio-jvm|kotlin-stdlib|jspecify).*\\.jar");

    private static String modulePath() {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry, "module-info.class"))
                        || LIBRARIES
                                .matcher(Path.of(entry).getFileName().toString())
                                .matches())
                .collect(Collectors.joining(File.pathSeparator));
        assertFalse(path.contains("jakarta"), path);
        return path;
    }

    @Test
    void runsWithoutServletApi(@TempDir Path folder) throws Exception {
        Path module = Files.writeString(
                folder.resolve("module-info.java"),
                "module example { requires io.github.ossv4.servlet; requires jdk.httpserver; }");
        Path main = Files.writeString(folder.resolve("Example.java"), """
                package example;

                import com.sun.net.httpserver.HttpServer;
                import io.github.ossv4.callback.*;
                import io.github.ossv4.servlet.*;
                import java.net.*;

                public class Example {
                    public static void main(String[] arguments) throws Exception {
                        CallbackReceiver receiver = CallbackReceiver.of(
                                CallbackVerifier.of(CallbackKeySource.pinned()),
                                CallbackTokens.of(new byte[32]),
                                "x:token");
                        CallbackEndpoint endpoint = CallbackEndpoint.of(receiver, receipt -> CallbackResponse.ok())
                                .onProblem(System.out::println);
                        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                        server.createContext("/uploaded", CallbackHttpHandler.of(endpoint));
                        server.start();
                        HttpURLConnection request = (HttpURLConnection)
                                new URL("http://127.0.0.1:" + server.getAddress().getPort() + "/uploaded").openConnection();
                        System.out.println(request.getResponseCode() + " " + CallbackEndpoint.class.getModule());
                        // As frameworks inspect beans.
                        System.out.println(CallbackEndpoint.class.getMethods().length > 0);
                        server.stop(0);
                    }
                }
                """);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        errors,
                        errors,
                        "--module-path",
                        modulePath(),
                        "--class-path",
                        "",
                        "-encoding",
                        "UTF-8",
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        module.toString(),
                        main.toString());
        assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--module-path",
                        folder + File.pathSeparator + modulePath(),
                        "--module",
                        "example/example.Example")
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals("""
                    GET /uploaded, 403 METHOD: the method must be POST, was GET
                    403 module io.github.ossv4.servlet
                    true
                    """, output.replace("\r\n", "\n"));
        } finally {
            process.destroyForcibly();
        }
    }
}
