// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.Filter;
import javax.servlet.ReadListener;
import javax.servlet.ServletContext;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
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
    void requestsCallbackWithToken() throws Exception {
        compile(6, "byte[] secret = null;", "receiver");
    }

    /** The filter for {@code javax.servlet}, in Java 8, with a callback that OSS would send. */
    @Test
    void receivesCallbackInFilter() throws Exception {
        assertTrue(examples().get(7).lines().count() <= 35);
        Path filter = Files.writeString(
                folder.resolve("UploadedFilter.java"), examples().get(7));
        Path subclass = Files.writeString(folder.resolve("Uploaded.java"), """
                import io.github.ossv4.callback.*;
                import java.util.Collections;
                public class Uploaded extends UploadedFilter {
                    public Uploaded(CallbackReceiver receiver) { super(receiver); }
                    @Override
                    protected CallbackResponse uploaded(CallbackNotice notice, CallbackToken token) {
                        return CallbackResponse.json(Collections.singletonMap(notice.key(), token.userData()));
                    }
                }
                """);
        assertEquals(
                0,
                javac("--release", "8", "-d", folder.toString(), filter.toString(), subclass.toString()),
                "the filter does not compile");
        CallbackTokens tokens = CallbackTokens.of(new byte[32]);
        TestKey key = new TestKey();
        String token = tokens.issue(
                CallbackToken.forKey("examplebucket", "a<b", Instant.now().plusSeconds(600))
                        .userData("4\"2"));
        try (URLClassLoader loader = loader()) {
            Filter callbacks = (Filter) loader.loadClass("Uploaded")
                    .getConstructor(CallbackReceiver.class)
                    .newInstance(CallbackReceiver.of(key.verifier(), tokens, "x:token"));
            String body = "{\"bucket\":\"examplebucket\",\"object\":\"a<b\",\"x:token\":\"" + token + "\"}";
            FilteredRequest accepted = new FilteredRequest(key, body);
            callbacks.doFilter(accepted.request(), accepted.response(), null);
            assertEquals("200 {\"a\\u003cb\":\"4\\\"2\"} []", accepted.result());
            FilteredRequest refused = new FilteredRequest(key, "{}");
            callbacks.doFilter(refused.request(), refused.response(), null);
            assertEquals(
                    "403 {\"Status\":\"Refused\",\"FailedCheck\":\"TOKEN_PRESENT\"}"
                            + " [TOKEN_PRESENT: the body has no field bucket]",
                    refused.result());
        }
    }

    /** A request to a filter, its response and its log. */
    private static final class FilteredRequest {
        private final Map<String, String> headers;
        private final ByteArrayInputStream body;
        private final List<Object> log = new ArrayList<>();
        private final Map<String, String> responseHeaders = new TreeMap<>();
        private final ByteArrayOutputStream responseBody = new ByteArrayOutputStream();
        private final AtomicReference<Object> status = new AtomicReference<>();

        FilteredRequest(TestKey key, String json) {
            headers = Map.of(
                    "Authorization", key.sign(("/uploaded\n" + json).getBytes(UTF_8)),
                    "x-oss-pub-key-url", Texts.base64(TestKey.URL),
                    "Content-Type", "application/json");
            body = new ByteArrayInputStream(json.getBytes(UTF_8));
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }

        HttpServletRequest request() {
            ServletContext context = proxy(ServletContext.class, (self, method, values) -> log.add(values[0]));
            ServletInputStream input = new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return body.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
            return proxy(HttpServletRequest.class, (self, method, values) -> switch (method.getName()) {
                case "getMethod" -> "POST";
                case "getRequestURI" -> "/uploaded";
                case "getQueryString" -> null;
                case "getHeader" -> headers.get((String) values[0]);
                case "getInputStream" -> input;
                case "getServletContext" -> context;
                default -> throw new UnsupportedOperationException(method.getName());
            });
        }

        HttpServletResponse response() {
            ServletOutputStream output = new ServletOutputStream() {
                @Override
                public void write(int value) {
                    responseBody.write(value);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
            return proxy(HttpServletResponse.class, (self, method, values) -> switch (method.getName()) {
                case "setStatus" -> status.getAndSet(values[0]);
                case "setHeader" -> responseHeaders.put((String) values[0], (String) values[1]);
                case "getOutputStream" -> output;
                default -> throw new UnsupportedOperationException(method.getName());
            });
        }

        /** Returns status, body and log. */
        String result() {
            assertEquals(
                    Map.of("Content-Type", "application/json", "Content-Length", "" + responseBody.size()),
                    responseHeaders);
            return status.get() + " " + responseBody.toString(UTF_8) + " " + log;
        }
    }

    @Test
    void signsForm() throws Exception {
        assertEquals(true, run(8, REQUEST, "json.contains(\"users/42/${filename}\")"));
    }

    @Test
    void uploadsInParts() throws Exception {
        assertEquals("3 0", run(9, """
                byte[] initiateResponse = "<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>"
                        .getBytes(StandardCharsets.UTF_8);
                long size = 3 * PartPlan.DEFAULT_PART_SIZE;
                """, "parts.size() + \" \" + objectCrc64"));
    }

    @Test
    void testsAllExamples() throws Exception {
        assertEquals(10, examples().size());
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
        try (URLClassLoader loader = loader()) {
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
        int status = javac(source.toString());
        assertEquals(0, status, "example " + example + " does not compile");
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    private static int javac(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-proc:none"));
        all.addAll(List.of(arguments));
        return ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), null, all.toArray(new String[0]));
    }
}
