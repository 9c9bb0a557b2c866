// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        return blocks("java");
    }

    /** Returns the properties of the first example. */
    public static String properties() throws IOException {
        return blocks("properties").get(0);
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
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
