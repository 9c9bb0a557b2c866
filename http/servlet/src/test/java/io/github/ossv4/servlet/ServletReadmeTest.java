// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.servlet.testing.Readme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles the examples of README.md. {@link UploadApplicationTest} runs the first one. */
class ServletReadmeTest {
    /** Examples in which these variables are new; for the others they are declared before. */
    private static final String ENDPOINT = "CallbackEndpoint endpoint =";

    static List<String> snippets() throws IOException {
        List<String> examples = Readme.examples();
        return examples.subList(1, examples.size());
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void compiles(String snippet, @TempDir Path folder) throws IOException {
        Readme.compile(
                folder, "Example", """
                import com.sun.net.httpserver.HttpServer;
                import io.github.ossv4.callback.*;
                import io.github.ossv4.http.*;
                import io.github.ossv4.servlet.*;
                import jakarta.servlet.*;
                import java.net.*;
                import java.util.*;
                import java.util.concurrent.*;
                import org.eclipse.jetty.ee10.servlet.*;
                class Example {
                    BucketClient bucket;
                    CallbackReceiver receiver;
                    Set<String> handled;
                    Queue<String> queue;
                    Map<String, Integer> meters;
                    java.io.PrintStream log;
                    ServletContext servletContext;
                    void run() throws Exception {
                        %s
                        %s
                    }
                }
                """.formatted(snippet.contains(ENDPOINT) ? "" : ENDPOINT + " null;", snippet));
    }

    @Test
    void testsAllExamples() throws IOException {
        assertEquals(7, Readme.examples().size());
    }
}
