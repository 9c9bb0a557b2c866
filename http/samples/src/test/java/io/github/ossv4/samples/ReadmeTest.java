// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The examples of README.md, compiled. Some are run too; two addresses of the first one are replaced. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..", "README.md");
    private static final Path GUIDE = Path.of("..", "README.md");
    private static final List<String> GUIDES = List.of(
            "README.md",
            "UPLOAD.md",
            "DOWNLOAD.md",
            "BROWSER.md",
            "CALLBACKS.md",
            "PROPERTIES.md",
            "LIMITS.md",
            "TESTS.md",
            "METRICS.md",
            "CONNECT.md",
            "credentials/README.md",
            "directories/README.md");

    private static final Path CORE = Path.of("..", "..", "core", "README.md");

    private static final Pattern IMPORT =
            Pattern.compile("`((?:static )?(?:[a-z0-9]+\\.)+(?:\\*|[A-Z]\\w*(?:\\.\\w+)*))`");

    @Test
    void runsTheFirstExample(@TempDir Path folder) throws Exception {
        String example = examples(ROOT).get(0);
        assertTrue(example.lines().count() <= 12, "more than 12 lines");
        try (ApplicationServer application = new ApplicationServer(
                        exchange -> ApplicationServer.respond(exchange, 200, "application/json", "{\"a\":42}"));
                Emulator emulator = Emulator.builder()
                        .accessKey("id", "secret")
                        .callbackTarget(application.port())
                        .callbackTimeout(Duration.ofSeconds(60))
                        .start()) {
            Files.writeString(folder.resolve("cat.jpg"), "meow");
            compile(
                    folder,
                    imports(ROOT),
                    replace(
                            replace(example, "https://oss-cn-hangzhou.aliyuncs.com", emulator.endpoint()),
                            "https://app.example.com",
                            "http://127.0.0.1:" + application.port()));
            assertEquals("true {\"a\":42}", run(folder));
            assertEquals(List.of("{\"object\":\"photos/cat.jpg\",\"size\":4,\"user\":\"42\"}"), application.received);
        }
    }

    @Test
    void runsTheExampleOfAnotherHttpClient(@TempDir Path folder) throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            String url = emulator.endpoint() + "/examplebucket/photos/cat.jpg";
            compile(folder, imports(CORE), """
                    Credentials credentials = Credentials.of("id", "secret");
                    HttpURLConnection connection = (HttpURLConnection) new URL("%s").openConnection();
                    connection.setRequestMethod("PUT");
                    connection.setDoOutput(true);
                    %s
                    connection.getOutputStream().write(new byte[] {1, 2, 3});
                    System.out.println(connection.getResponseCode() + " " + connection.getHeaderField("x-oss-hash-crc64ecma"));
                    """.formatted(url, examples(CORE).get(1)));
            assertEquals("200 " + Crc64.toString(Crc64.compute(new byte[] {1, 2, 3})), run(folder));
        }
    }

    @Test
    void runsTheExampleOfPathStyle(@TempDir Path folder) throws Exception {
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            compile(folder, imports(CORE), """
                    Credentials credentials = Credentials.of("id", "secret");
                    String key = "photos/a cat.jpg";
                    %s
                    System.out.println(((HttpURLConnection) new URL(url).openConnection()).getResponseCode());
                    """.formatted(
                            replace(examples(CORE).get(3), "http://127.0.0.1:9000", emulator.endpoint())));
            assertEquals("404", run(folder));
        }
    }

    @Test
    void runsTheExampleOfTheJdkClient(@TempDir Path folder) throws Exception {
        Path page = Path.of("..", "LIBRARIES.md");
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            compile(folder, imports(page) + "import io.github.ossv4.sign.Credentials;\n", """
                    Credentials credentials = Credentials.of("id", "secret");
                    %s
                    System.out.println(response.statusCode());
                    """.formatted(replace(
                    examples(page).get(0),
                    "https://examplebucket.oss-cn-hangzhou.aliyuncs.com",
                    emulator.endpoint() + "/examplebucket")));
            assertEquals("404", run(folder));
        }
    }

    /** The project of R8 runs without these resources. */
    @Test
    void listsTheResourcesThatTheProjectOfR8Excludes() throws Exception {
        String page = Files.readString(Path.of("..", "LIBRARIES.md"));
        Matcher list =
                Pattern.compile("\n```\n(META-INF.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(list.find());
        assertEquals(
                list.group(1).lines().toList(),
                Pattern.compile("<exclude>(.*?)</exclude>")
                        .matcher(Files.readString(Path.of("..", "matrix", "src", "it", "r8", "pom.xml")))
                        .results()
                        .map(exclude -> exclude.group(1))
                        .toList());
    }

    @Test
    void compilesTheExamplesOfTheGuide(@TempDir Path folder) throws Exception {
        Map<String, String> classes = new LinkedHashMap<>();
        for (String name : GUIDES) {
            Path page = Path.of("..", name);
            String imports = imports(Files.readString(page).contains("\nImports: ") ? page : GUIDE);
            for (String example : examples(page)) {
                String type = "Example" + classes.size();
                classes.put(type, imports + classOf(type, """
                        io.github.ossv4.http.BucketClient bucket = null;
                        io.github.ossv4.callback.Callback callback = null;
                        io.github.ossv4.callback.CallbackNotice notice = null;
                        """ + example));
            }
        }
        assertTrue(classes.size() > 10, classes.size() + " examples");
        compile(folder, classes);
    }

    @Test
    void compilesTheExampleOfTheTutorial(@TempDir Path folder) throws Exception {
        Path tutorial = Path.of("..", "TUTORIAL.md");
        compile(folder, imports(tutorial), examples(tutorial).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class PhotoUpload", "class FakeBucket"})
    void runsTheExamplesOfATest(String type, @TempDir Path folder) throws Exception {
        String example = examples(Path.of("..", "TESTS.md")).stream()
                .filter(text -> text.contains(type))
                .findFirst()
                .orElseThrow();
        compile(folder, imports(GUIDE), "BucketClient bucket = null;" + example + "System.out.print(\"passed\");");
        assertEquals("passed", run(folder));
    }

    @Test
    void runsTheExampleOfTheEmulatorExtension(@TempDir Path folder) throws Exception {
        compile(
                folder,
                Map.of(
                        "UploadTest",
                        """
                        import static io.github.ossv4.callback.CallbackVariable.*;
                        import static org.junit.jupiter.api.Assertions.*;
                        import io.github.ossv4.callback.*;
                        import io.github.ossv4.emulator.*;
                        import io.github.ossv4.emulator.junit.*;
                        import io.github.ossv4.http.*;
                        import io.github.ossv4.sign.*;
                        import org.junit.jupiter.api.*;
                        import org.junit.jupiter.api.extension.*;
                        """ + examples(Path.of("..", "emulator", "README.md")).get(0)));
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(loader.loadClass("UploadTest")))
                                    .build(),
                            listener);
        }
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(failure -> fail(failure.getException()));
        assertEquals(1, summary.getTestsSucceededCount());
    }

    private static List<String> examples(Path readme) throws Exception {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(readme))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Checks links to files and to headings. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "http/README.md",
                "http/UPLOAD.md",
                "http/DOWNLOAD.md",
                "http/BROWSER.md",
                "http/CALLBACKS.md",
                "http/PROPERTIES.md",
                "http/LIMITS.md",
                "http/START-FAST.md",
                "http/ERRORS.md",
                "http/TESTS.md",
                "http/credentials/README.md",
                "http/directories/README.md",
                "http/LIBRARIES.md",
                "http/METRICS.md",
                "http/CONNECT.md",
                "http/CLUSTER.md",
                "http/PERMISSIONS.md",
                "http/TUTORIAL.md",
                ".github/CONTRIBUTING.md",
                ".github/TUTORIAL.zh-CN.md",
                ".github/MEASUREMENTS.md",
                "core/README.md",
                "http/emulator/README.md",
                "http/emulator/START.md",
                "http/explain/README.md",
                "http/servlet/README.md",
                "benchmarks/README.md",
                ".github/README.zh-CN.md",
                ".github/RELEASING.md",
                ".github/SECURITY.md"
            })
    void linksResolve(String name) throws Exception {
        Path readme = Path.of("..", "..").resolve(name);
        Matcher link =
                Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)").matcher(Files.readString(readme));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? readme : readme.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), name + " links to " + target);
            if (link.group(2) != null) {
                assertTrue(headings(target).contains(link.group(2)), name + " links to " + link.group());
            }
        }
    }

    /** Returns the anchors of the headings, as GitHub makes them. */
    private static Set<String> headings(Path readme) throws Exception {
        return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(Files.readString(readme))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void javadocOpensWithTheTasks() throws Exception {
        String tasks = Files.readString(ROOT).split("## I want to …")[1].split("\n## ")[0];
        assertEquals(
                matches("(?m)^\\| ([a-z][^|]*) \\|(?!.*\\| more \\|)", tasks),
                matches(
                        "<tr><td>([^<]*)</td>",
                        Files.readString(Path.of("..", "..", ".github", "site", "overview.html"))));
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void rootReadmeHasAtMost150Lines() throws Exception {
        assertTrue(Files.readAllLines(ROOT).size() <= 150);
    }

    private static String replace(String text, String address, String local) {
        String replaced = text.replace(address, local);
        assertNotEquals(text, replaced, address + " is not in the example");
        return replaced;
    }

    /** Returns the imports that a page lists. */
    private static String imports(Path page) throws Exception {
        Matcher list = Pattern.compile("^Imports: (.*?)\n\n", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(page));
        assertTrue(list.find(), page + " has no imports");
        return IMPORT.matcher(list.group(1))
                .results()
                .map(name -> "import " + name.group(1) + ";\n")
                .collect(Collectors.joining());
    }

    private static void compile(Path folder, String imports, String example) throws Exception {
        compile(folder, Map.of("Example", imports + classOf("Example", example)));
    }

    private static String classOf(String name, String example) {
        return """
                class %s {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(name, example);
    }

    /** Compiles classes, given by their names, with one call of the compiler: most of its time is its start. */
    private static void compile(Path folder, Map<String, String> classes) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-cp", System.getProperty("java.class.path"), "-encoding", "UTF-8", "-proc:none"));
        for (Map.Entry<String, String> each : classes.entrySet()) {
            Path source = folder.resolve(each.getKey() + ".java");
            arguments.add(Files.writeString(source, each.getValue()).toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), errors, arguments.toArray(new String[0]));
        assertEquals(0, status, () -> "an example does not compile: " + errors.toString(StandardCharsets.UTF_8));
    }

    /** Runs the example in a separate process, because it reads its credentials from the environment. */
    private static String run(Path folder) throws Exception {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of(
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "Example"));
        ProcessBuilder java = new ProcessBuilder(command);
        java.directory(folder.toFile());
        java.environment().put("OSS_ACCESS_KEY_ID", "id");
        java.environment().put("OSS_ACCESS_KEY_SECRET", "secret");
        java.environment().remove("OSS_SESSION_TOKEN");
        Process process = java.redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the example does not end");
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }
}
