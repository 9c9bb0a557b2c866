// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the examples of core's README.md. */
class CoreReadmeTest {
    private static final String REQUEST = """
            Credentials credentials = Credentials.of("id", "secret");
            String key = "photos/a cat.jpg";
            Callback callback = Callback.builder("https://app.example.com").formBody("key=${object}").build();
            """;

    @TempDir
    Path folder;

    @Test
    void computesCrc64() throws Exception {
        Path file = Files.write(folder.resolve("cat.jpg"), new byte[100_000]);
        assertEquals(true, run(0, """
                Path file = Paths.get("%s");
                Map<String, String> headers = Map.of("x-oss-hash-crc64ecma", "%s");
                """.formatted(file, Crc64.toString(Crc64.compute(new byte[100_000]))), "intact"));
    }

    @Test
    void signsRequest() throws Exception {
        assertEquals(
                "image/jpeg UNSIGNED-PAYLOAD",
                run(
                        1,
                        REQUEST + "URLConnection connection = new URL(\"http://127.0.0.1/\").openConnection();",
                        "connection.getRequestProperty(\"Content-Type\") + ' '"
                                + " + connection.getRequestProperty(\"x-oss-content-sha256\")"));
    }

    @Test
    void presignsUrl() throws Exception {
        String url = (String) run(2, REQUEST, "url");
        assertTrue(
                url.startsWith(
                        "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/photos/a%20cat.jpg?x-oss-credential=id"),
                url);
    }

    @Test
    void presignsUrlInPathStyle() throws Exception {
        String url = (String) run(3, REQUEST, "url");
        assertTrue(url.startsWith("http://127.0.0.1:9000/examplebucket/photos/a%20cat.jpg?x-oss-credential=id"), url);
    }

    @Test
    void explainsMismatch() throws Exception {
        assertEquals("NoSuchKey", run(4, """
                byte[] body = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
                Signature signature = null;
                """, "error.code()"));
    }

    @Test
    void requestsCallback() throws Exception {
        assertEquals("[x-oss-callback, x-oss-callback-var]", run(5, "", "callback.headers().keySet().toString()"));
    }

    @Test
    void compilesReceiverOfCallback() throws Exception {
        compile(6, """
                byte[] secret = null;
                com.sun.net.httpserver.HttpExchange exchange = null;
                """, "receipt");
    }

    @Test
    void signsForm() throws Exception {
        assertEquals(true, run(7, REQUEST, "json.contains(\"users/42/${filename}\")"));
    }

    @Test
    void uploadsInParts() throws Exception {
        assertEquals("3 0", run(8, """
                byte[] initiateResponse = "<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>"
                        .getBytes(StandardCharsets.UTF_8);
                long size = 3 * PartPlan.DEFAULT_PART_SIZE;
                """, "parts.size() + \" \" + objectCrc64"));
    }

    @Test
    void testsAllExamples() throws Exception {
        assertEquals(9, examples().size());
    }

    private static List<String> examples() throws Exception {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
                .toList();
    }

    /** Returns the imports that the page lists, and those of the test. */
    private static String imports() throws Exception {
        Matcher list = Pattern.compile("^Imports: (.*?)\n\n", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("README.md")));
        assertTrue(list.find());
        return Pattern.compile("`([^`]+)`")
                        .matcher(list.group(1))
                        .replaceAll("import $1;")
                        .replaceAll("[,.]( |\n|$)", "$1")
                + " import java.nio.charset.*;";
    }

    /** Returns the value of an expression after an example. */
    private Object run(int example, String before, String expression) throws Exception {
        compile(example, before, expression);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return ((Callable<?>) loader.loadClass("Example").getConstructor().newInstance()).call();
        }
    }

    private void compile(int example, String before, String expression) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), """
                %s
                public class Example implements java.util.concurrent.Callable<Object> {
                    public Object call() throws Exception {
                        %s
                        %s
                        return %s;
                    }
                    private static String uploadPart(String uploadId, int number, long offset, long length) {
                        return "E" + number;
                    }
                    private static long crc64(long offset, long length) {
                        return 0;
                    }
                }
                """.formatted(
                        imports(), before, examples().get(example), expression));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none",
                        source.toString());
        assertEquals(0, status, "example " + example + " does not compile");
    }
}
