// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.servlet.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compiles the examples in Javadoc, which are the preformatted code of more than one line; those of core and http for
 * Java 8. Examples of JSON are skipped. The test is in this module because its class path contains the other three.
 */
class JavadocExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("^ *\\* ?", Pattern.MULTILINE);

    private static final String IMPORTS = """
        import static io.github.ossv4.callback.CallbackVariable.*;
        import static java.nio.charset.StandardCharsets.UTF_8;
        import io.github.ossv4.callback.*;
        import io.github.ossv4.checksum.*;
        import io.github.ossv4.directories.*;
        import io.github.ossv4.error.*;
        import io.github.ossv4.explain.*;
        import io.github.ossv4.form.*;
        import io.github.ossv4.http.*;
        import io.github.ossv4.http.callback.*;
        import io.github.ossv4.http.credentials.*;
        import io.github.ossv4.list.*;
        import io.github.ossv4.multipart.*;
        import io.github.ossv4.object.*;
        import io.github.ossv4.sign.*;
        import java.io.*;
        import java.net.*;
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.zip.*;
        import okhttp3.OkHttpClient;
        """;

    /** Imports for examples of Java 17. */
    private static final String SERVER_IMPORTS = """
        import static org.junit.jupiter.api.Assertions.*;
        import com.sun.net.httpserver.HttpServer;
        import io.github.ossv4.emulator.*;
        import io.github.ossv4.emulator.junit.*;
        import io.github.ossv4.servlet.*;
        import jakarta.servlet.*;
        import org.junit.jupiter.api.*;
        import org.junit.jupiter.api.extension.*;
        """;

    /** What the examples of all classes may use without a declaration. An example can declare its own. */
    private static final String VARIABLES = """
        BucketClient bucket;
        Callback callback;
        CallbackReceiver receiver;
        CallbackVerifier verifier;
        Credentials credentials;
        MultipartOptions options;
        ReceivedCallback received;
        Signer signer;
        UnsignedRequest request;
        URLConnection connection;
        Path file;
        Path checkpoint;
        byte[] secret;
        byte[] line1;
        byte[] line2;
        byte[] body;
        byte[] firstHalf;
        byte[] secondHalf;
        long size;
        Instant expiry;
        List<Long> crc64s;
        AuditLog audit;
        Photos photos;
        Resource resource;
        ContentResolver resolver;
        URI uri;
        long modified;
        long length;
        void writeReport(OutputStream stream) {}
        interface AuditLog {
            void add(String line);
        }
        interface Photos {
            void add(String user, String key);
        }
        interface Resource {
            long contentLength() throws IOException;
            InputStream getInputStream() throws IOException;
        }
        interface ContentResolver {
            AssetFileDescriptor openAssetFileDescriptor(URI uri, String mode) throws IOException;
        }
        interface AssetFileDescriptor {
            FileInputStream createInputStream() throws IOException;
        }
        """;

    /** Variables for examples of Java 17. */
    private static final String SERVER_VARIABLES = """
        CallbackEndpoint endpoint;
        Emulator emulator;
        HttpServer server;
        ServletContext servletContext;
        static class MyClient {
            MyClient(String endpoint, String bucket) {}
            void upload(String key, String callbackUrl) {}
        }
        """;

    @ParameterizedTest
    @CsvSource({
        "8, http, 22, http/directories, 2",
        "8, core, 10, http/explain, 2",
        "17, http/servlet, 3, http/emulator, 4"
    })
    void compiles(String release, String one, int ofOne, String other, int ofOther, @TempDir Path folder)
            throws IOException {
        boolean server = release.equals("17");
        String imports = server ? IMPORTS + SERVER_IMPORTS : IMPORTS;
        String variables = server ? VARIABLES + SERVER_VARIABLES : VARIABLES;
        Map<String, String> sources = new LinkedHashMap<>();
        examples(one, ofOne).forEach((name, code) -> sources.put(name, source(imports, name, variables, code)));
        examples(other, ofOther).forEach((name, code) -> sources.put(name, source(imports, name, variables, code)));
        assertTrue(sources.size() >= ofOne + ofOther, "two examples have one name: " + sources.keySet());
        Readme.compile(folder, sources, List.of("--release", release));
    }

    private static String source(String imports, String name, String variables, String code) {
        return """
            %s
            class %s {
                %s
                void run() throws Exception {
                    %s
                }
            }
            """.formatted(imports, name, variables, code);
    }

    /** Returns the examples of a module, at least so many, by class and line: {@code Signer_21}. */
    private static Map<String, String> examples(String module, int expected) throws IOException {
        Map<String, String> examples = new LinkedHashMap<>();
        for (Path file : sources(Path.of("..", "..").resolve(module).resolve("src/main/java"))) {
            String text = Files.readString(file);
            Matcher example = EXAMPLE.matcher(text);
            while (example.find()) {
                String code = MARGIN.matcher(example.group(1)).replaceAll("");
                if (!code.startsWith("{") && !code.startsWith("[")) {
                    long line = text.substring(0, example.start()).lines().count();
                    examples.put(file.getFileName().toString().replace(".java", "_" + line), code);
                }
            }
        }
        assertTrue(examples.size() >= expected, examples.size() + " examples: " + examples.keySet());
        return examples;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
