// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The examples of README.md. */
public final class Readme {
    private Readme() {}

    /** Returns the examples in their order. */
    public static List<String> examples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Replaces a text, which must occur. */
    public static String replace(String source, String text, String replacement) {
        String replaced = source.replace(text, replacement);
        assertNotEquals(source, replaced, text + " is not in the example");
        return replaced;
    }

    /** Compiles a class into a folder. */
    public static void compile(Path folder, String name, String source) throws IOException {
        compile(folder, Map.of(name, source), List.of());
    }

    /**
     * Compiles classes into a folder.
     *
     * @param sources by the name of the class
     * @param options of javac
     */
    public static void compile(Path folder, Map<String, String> sources, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        arguments.addAll(List.of("-encoding", "UTF-8", "-proc:none"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            arguments.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue())
                    .toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(new String[0]));
        assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));
    }
}
