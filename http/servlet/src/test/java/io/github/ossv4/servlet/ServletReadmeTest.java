// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.servlet.testing.Readme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the examples of README.md. {@link UploadApplicationTest} runs the first two. */
class ServletReadmeTest {
    /** Examples in which these variables are new; for the others they are declared before. */
    private static final String ENDPOINT = "CallbackEndpoint endpoint =";

    @Test
    void compiles(@TempDir Path folder) throws IOException {
        List<String> examples = Readme.examples();
        assertEquals(7, examples.size());
        Map<String, String> sources = new LinkedHashMap<>();
        for (String snippet : examples.subList(2, examples.size())) {
            String name = "Example" + sources.size();
            sources.put(name, source(name, snippet));
        }
        Readme.compile(folder, sources, List.of());
    }

    private static String source(String name, String snippet) {
        return """
                import com.sun.net.httpserver.HttpServer;
                import io.github.ossv4.callback.*;
                import io.github.ossv4.http.*;
                import io.github.ossv4.servlet.*;
                import jakarta.servlet.*;
                import java.net.*;
                import java.util.*;
                import java.util.concurrent.*;
                class %s {
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
                """.formatted(name, snippet.contains(ENDPOINT) ? "" : ENDPOINT + " null;", snippet);
    }
}
